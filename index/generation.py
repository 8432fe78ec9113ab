"""Generations: complete, immutable, verified indexes on disk, published by replacing one small file.

INDEX/current                          one line: the id of the generation being served
INDEX/previous                         one line: the id of the one served before, which is kept
INDEX/verified.json                    what the file system said of every file when its hash was last found right
INDEX/generations/<id>/manifest.json   what the generation is, and every other file's size and SHA-256
INDEX/generations/<id>/...             the table of contents and the segments; unchanged segments are hard links
INDEX/generations/.<id>                a generation being built; a crash leaves it, the next writer removes it
INDEX/write.lock, INDEX/writer.json    the lock of the one writer, and who that is
"""

import datetime
import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Container, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from index.errors import DAMAGE_ADVICE, REBUILD_ADVICE, IndexDamagedError, IndexMissingError, TimbaoError
from index.text.streams import ANALYSIS_VERSION

DEFAULT_INDEX = Path("data/index")  # where the index lies when nobody says otherwise
INDEX_VARIABLE = "TIMBAO_INDEX"  # the environment variable that says otherwise
FORMAT = 4  # raised when a reader of the old format could not read the new one
_ID = re.compile(r"\d{8}T\d{6,12}-[0-9a-f]{6}")  # a folder of another name is not this program's
MANIFEST = "manifest.json"
VERIFIED = "verified.json"
CURRENT = "current"
PREVIOUS = "previous"
_TEMPORARY = re.compile(rf"({CURRENT}|{PREVIOUS}|{re.escape(VERIFIED)})\.[0-9a-f]{{6}}")

Marks: TypeAlias = dict[str, list[int]]  # of each file what changes whenever it does
Files: TypeAlias = Mapping[str, tuple[int, str]]  # of each file its size in bytes and its SHA-256 in hexadecimal


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is."""

    format: int
    id: str
    built_at: str
    analysis: str
    articles: int
    files: Files


@dataclass(frozen=True, slots=True)
class Generation:
    """One complete index on disk."""

    path: Path
    manifest: Manifest

    @property
    def id(self) -> str:
        """The generation's name: the time it was begun, then a random tail."""
        return self.manifest.id

    @property
    def size(self) -> int:
        """The bytes of all its files but the manifest."""
        return sum(size for size, _ in self.manifest.files.values())


def generations_folder(index: Path) -> Path:
    """Return the folder that holds an index's generations."""
    return index / "generations"


def begin(index: Path) -> Path:
    """Create and return an empty folder in which a new generation can be built."""
    now = datetime.datetime.now(datetime.UTC)
    folder = generations_folder(index) / f".{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(3)}"
    folder.mkdir(parents=True)
    return folder


def inherit(served: Generation, names: Sequence[str], building: Path) -> Files:
    """Link files of a verified generation into one being built, and return the sizes and hashes of those linked.

    Where the file system cannot link, the files are copied, and nothing is taken for granted of the copies.
    """
    verify_once(served.path)  # lest a file that has changed since is taken for what it was
    linked = {}
    for name in names:
        try:
            os.link(served.path / name, building / name)
            linked[name] = served.manifest.files[name]
        except OSError:
            shutil.copyfile(served.path / name, building / name)
    _note_verified(served.path, served.manifest)  # linking changed the inodes
    return linked


def publish(index: Path, building: Path, articles: int, inherited: Files = MappingProxyType({})) -> Generation:
    """Make a built folder durable, verify it, and switch readers to it; the generation served before is kept.

    Files that were inherited are not read.
    """
    _write_manifest(building, articles, inherited)
    for path in (*building.iterdir(), building):
        _fsync(path)
    verify(building, inherited)
    path = building.with_name(building.name.removeprefix("."))
    building.rename(path)
    _fsync(path.parent)
    manifest = read_manifest(path)
    _note_verified(path, manifest)  # before the switch: readers that follow it at once need not hash
    _switch(index, path.name)
    with suppress(OSError):  # it is served, and the next writer cleans up
        _remove_others(index)
        _note_verified(path, manifest)  # again: that removal changes the inodes of linked files
    return Generation(path, manifest)


def current(index: Path) -> Generation:
    """Return the generation being served, its files not yet verified.

    Raises IndexMissingError where nothing was published, IndexDamagedError where its manifest cannot be used.
    """
    name = _named(index, CURRENT)
    if name is None and _complete(index):
        raise IndexDamagedError(
            f"The file {index / CURRENT}, which names the generation to serve, is missing: "
            f"run `timbao rollback` to serve the newest that is whole, or {REBUILD_ADVICE}."
        )
    if name is None:
        raise IndexMissingError(f"There is no index in {index}: {REBUILD_ADVICE}, or name another folder with --index.")
    path = generations_folder(index) / name
    return Generation(path, read_manifest(path))


def rollback(index: Path) -> Generation:
    """Switch readers to the generation served before, verified first; rolling back twice undoes it.

    Where it is not known which one is served, that is the newest that is whole.
    """
    served = None
    with suppress(IndexDamagedError):  # which going back mends
        served = _named(index, CURRENT)
    is_there = served is not None and (generations_folder(index) / served).is_dir()
    restored = _served_before(index, served) if served else None
    if not is_there:
        restored = restored or _newest_whole(index)
    if restored is None:
        with suppress(IndexDamagedError):
            current(index)  # raises where there is none at all
        advice = f"if it is damaged, {REBUILD_ADVICE}"
        raise TimbaoError(f"There is no earlier generation in {index} to go back to; {advice}.")
    _replace(index / CURRENT, restored.id + "\n")  # first: after a crash in between, no writer removes what is served
    if is_there:
        _replace(index / PREVIOUS, f"{served}\n")
    _note_verified(restored.path, restored.manifest)
    return restored


def _served_before(index: Path, served: str) -> Generation | None:
    name = _named(index, PREVIOUS)
    path = generations_folder(index) / (name or "")
    if name in (None, served) or not path.is_dir():
        return None
    try:
        return Generation(path, verify(path))
    except IndexDamagedError as error:  # in a file that the two have in common, it may be
        raise IndexDamagedError(f"The index before it, in {path}, is damaged as well: {REBUILD_ADVICE}.") from error


def _newest_whole(index: Path) -> Generation | None:
    for name in reversed(_complete(index)):
        path = generations_folder(index) / name
        with suppress(IndexDamagedError):
            return Generation(path, verify(path))
    return None


def clean(index: Path) -> None:
    """Remove what a crashed writer left behind. The caller holds the writer's lock."""
    for path in generations_folder(index).glob(".*"):
        if _ID.fullmatch(path.name.removeprefix(".")):
            shutil.rmtree(path, ignore_errors=True)
    for path in index.glob("*"):
        if _TEMPORARY.fullmatch(path.name):
            path.unlink(missing_ok=True)
    _remove_others(index)


def verify(path: Path, trusted: Container[str] = ()) -> Manifest:
    """Check every file of a generation against its manifest, and the manifest's format and analysis.

    Nothing in the folder is interpreted before this has passed. Of `trusted` files only the size is looked at.
    Raises IndexDamagedError.
    """
    manifest = read_manifest(path)
    _check_names(path, manifest)
    for name, (size, digest) in manifest.files.items():
        file = path / name
        if _status(file).st_size != size or (name not in trusted and _sha256(file) != digest):
            raise IndexDamagedError(f"The index file {file} is not as it was written: {DAMAGE_ADVICE}.")
    return manifest


def verify_once(path: Path) -> Manifest:
    """Like `verify`, but a generation whose files the file system has not seen change since is not hashed again.

    Hashing takes seconds for each gigabyte, which a search from the command line would spend each time.
    """
    manifest = read_manifest(path)
    _check_names(path, manifest)
    marks = _marks(path, manifest)
    if _noted(_index_of(path)).get(path.name) != marks:
        verify(path)
        with suppress(OSError):  # a reader that may not write here verifies each time
            _note_verified(path, manifest, marks)
    return manifest


def read_manifest(path: Path) -> Manifest:
    """Read a generation's manifest. Raises IndexDamagedError where it is missing, malformed or of another version."""
    file = path / MANIFEST
    try:
        manifest = _parse_manifest(json.loads(file.read_bytes()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise IndexDamagedError(f"The index manifest {file} cannot be read ({reason}): {DAMAGE_ADVICE}.") from error
    if (manifest.format, manifest.analysis) != (FORMAT, ANALYSIS_VERSION):
        raise IndexDamagedError(f"The index in {path} was written by another version of timbao: {REBUILD_ADVICE}.")
    return manifest


def _marks(path: Path, manifest: Manifest) -> Marks:
    """Return of each file its inode, size, and the times of its content and of its inode in ns."""
    statuses = {name: _status(path / name) for name in manifest.files}
    return {name: [s.st_ino, s.st_size, s.st_mtime_ns, s.st_ctime_ns] for name, s in statuses.items()}


def _status(file: Path) -> os.stat_result:
    try:
        return file.stat()
    except OSError as error:
        raise IndexDamagedError(
            f"The index file {file} cannot be read ({error.strerror}): {REBUILD_ADVICE}."
        ) from error


def _check_names(path: Path, manifest: Manifest) -> None:
    try:
        present = {file.name for file in path.iterdir()} - {MANIFEST}
    except OSError as error:
        raise IndexDamagedError(f"The index in {path} cannot be read ({error.strerror}): {REBUILD_ADVICE}.") from error
    for name in sorted(present ^ set(manifest.files)):
        what = "is not in its manifest" if name in present else "is missing"
        raise IndexDamagedError(f"The index file {path / name} {what}: {DAMAGE_ADVICE}.")


def _parse_manifest(data: Any) -> Manifest:
    files = {str(name): (int(size), str(digest)) for name, (size, digest) in data["files"].items()}
    return Manifest(**{**data, "articles": int(data["articles"]), "files": files})


def _write_manifest(folder: Path, articles: int, inherited: Files) -> None:
    files = {
        path.name: inherited.get(path.name) or (path.stat().st_size, _sha256(path)) for path in sorted(folder.iterdir())
    }
    built_at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    manifest = Manifest(FORMAT, folder.name.removeprefix("."), built_at, ANALYSIS_VERSION, articles, files)
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1))


def _noted(index: Path) -> dict[str, Any]:
    """Return the marks of each generation that was found right."""
    try:
        noted = json.loads((index / VERIFIED).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return noted if isinstance(noted, dict) else {}


def _note_verified(path: Path, manifest: Manifest, marks: Marks | None = None) -> None:
    """Note that a generation was found right when its files had these marks, by default those that they have now."""
    index = _index_of(path)
    others = {name: noted for name, noted in _noted(index).items() if (generations_folder(index) / name).is_dir()}
    _replace(index / VERIFIED, json.dumps(others | {path.name: marks or _marks(path, manifest)}))


def _index_of(path: Path) -> Path:
    return path.parent.parent


def _switch(index: Path, name: str) -> None:
    """Serve a generation, and note the one served so far; a crash in between leaves the one served so far."""
    served = None
    with suppress(IndexDamagedError):  # which a rebuild mends
        served = _named(index, CURRENT)
    others = [other for other in _complete(index) if other != name]
    if served or others:
        _replace(index / PREVIOUS, (served or others[-1]) + "\n")
    _replace(index / CURRENT, name + "\n")


def _replace(file: Path, text: str) -> None:
    """Write a small file so that it holds the old text or the new one, whatever happens."""
    temporary = file.with_name(f"{file.name}.{secrets.token_hex(3)}")
    temporary.write_text(text)
    _fsync(temporary)
    os.replace(temporary, file)
    _fsync(file.parent)


def _named(index: Path, pointer: str) -> str | None:
    """Return the id of the generation that a pointer file names; None where there is no such file."""
    file = index / pointer
    try:
        name = file.read_text().strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(f"The file {file} cannot be read: {DAMAGE_ADVICE}.") from error
    if not name or name != Path(name).name or name.startswith("."):
        raise IndexDamagedError(f"The file {file} does not name a generation: {DAMAGE_ADVICE}.")
    return name


def _remove_others(index: Path) -> None:
    """Remove every generation but the one being served and the one before it."""
    try:
        keep = {_named(index, CURRENT), _named(index, PREVIOUS)}
    except IndexDamagedError:
        return  # which ones they are cannot be told until a rebuild has written both anew
    if not (index / CURRENT).exists():
        return  # nor where the pointer was lost
    for name in _complete(index):
        if name not in keep:
            shutil.rmtree(generations_folder(index) / name, ignore_errors=True)


def _complete(index: Path) -> list[str]:
    """Return the ids of all generations that were not left unfinished, the oldest first."""
    return sorted(path.name for path in generations_folder(index).glob("*") if _ID.fullmatch(path.name))


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise IndexDamagedError(
            f"The index file {path} cannot be read ({error.strerror}): {REBUILD_ADVICE}."
        ) from error


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
