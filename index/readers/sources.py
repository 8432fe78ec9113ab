"""From the paths a person names to the articles in them."""

import gzip
import lzma
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, cast

from index.article import Article, Skipped
from index.errors import TimbaoError
from index.readers.jsonl import DAMAGE, first_of_id, read_jsonl
from index.readers.report import read_report, report_id

REPORT_ENDING = ".txt"
JSONL_ENDINGS = tuple(kind + packing for kind in (".jsonl", ".ndjson") for packing in ("", ".xz", ".gz"))
_ENDINGS = (*JSONL_ENDINGS, REPORT_ENDING)
_READABLE = ".jsonl, .jsonl.xz, .jsonl.gz, .ndjson or .txt"


class SourceError(TimbaoError):
    """A named source that cannot be read at all; its text is one sentence saying what, where and what to do."""


def source_files(paths: Sequence[Path]) -> list[Path]:
    """List the article files that `paths` name, each once, in a stable order.

    A folder gives the files in and below it, sorted by name; hidden ones and those of other kinds are left alone.

    Raises:
        SourceError: a path does not exist or is of another kind, a folder holds no article file, or none is named.
    """
    if not paths:
        raise SourceError(f"No source was named; name a folder or a file that ends in {_READABLE}.")
    files: dict[Path, Path] = {}
    for path in paths:
        for file in _folder_files(path) if os.path.isdir(path) else [_single_file(path)]:
            files.setdefault(file.resolve(), file)
    return list(files.values())


def total_bytes(files: Sequence[Path]) -> int:
    """Add up the sizes of `files` on disk, compressed where they are; a file that is gone counts as empty."""
    return sum(_size(file) for file in files)


def read_sources(paths: Sequence[Path]) -> Iterator[Article | Skipped]:
    """Give every article in `paths`, and for every place that gave none the reason; see `SourceReader`."""
    return iter(SourceReader(paths))


class SourceReader:
    """Iterates over the articles and skipped places of sources, and knows how far it has come.

    `bytes_total` and `bytes_read` count bytes on disk, so their ratio is the share done also of compressed files.
    Of several articles with one id the first is given, and a `Skipped` for each other. Only what listing the files
    finds wrong is raised (`SourceError`, at once); later trouble is a `Skipped`.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        """List the files of `paths`; raises SourceError, see `source_files`."""
        self.files = source_files(paths)
        self._sizes = [_size(file) for file in self.files]
        self.bytes_total = sum(self._sizes)
        self._finished_bytes = 0
        self._open_file: BinaryIO | None = None
        self._seen: set[str] = set()

    @property
    def bytes_read(self) -> int:
        """Bytes on disk read so far, at most `bytes_total`; equal to it when the iteration has ended."""
        position = self._open_file.tell() if self._open_file else 0
        return min(self._finished_bytes + position, self.bytes_total)

    def __iter__(self) -> Iterator[Article | Skipped]:
        """Read the sources from the start, one article in memory at a time."""
        self._finished_bytes = 0
        self._seen = set()
        report_files: dict[str, Path] = {}
        for file, size in zip(self.files, self._sizes, strict=True):
            twin = report_files.setdefault(report_id(file), file) if _is_report(file) else file
            if twin != file:
                reason = f"a report is known by its file name, and {twin} has the same; rename one of them"
                yield Skipped(str(file), None, reason)
            else:
                yield from self._read_file(file)
            self._finished_bytes += size

    def _read_file(self, file: Path) -> Iterator[Article | Skipped]:
        try:
            with ExitStack() as opened:
                raw = opened.enter_context(file.open("rb"))
                opened.callback(setattr, self, "_open_file", None)
                self._open_file = raw
                if _is_report(file):
                    yield first_of_id(read_report(raw, file), self._seen, str(file), None)
                else:
                    yield from read_jsonl(opened.enter_context(_unpacked(raw, file)), str(file), self._seen)
        except DAMAGE as error:
            yield Skipped(str(file), None, f"the file cannot be read: {error}")


def _folder_files(folder: Path) -> list[Path]:
    files: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=_refuse_folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        visible = (Path(parent, name) for name in sorted(names) if not name.startswith("."))
        files += [file for file in visible if _is_readable_kind(file) and file.is_file()]
    if not files:
        raise SourceError(f"{folder}: this folder holds no article file; put files that end in {_READABLE} into it.")
    return files


def _refuse_folder(error: OSError) -> None:
    raise SourceError(f"{error.filename}: this folder cannot be read ({error.strerror}); check its permissions.")


def _single_file(path: Path) -> Path:
    if not os.path.exists(path):
        raise SourceError(f"{path}: there is no such file or folder; check the path.")
    if not os.path.isfile(path):
        raise SourceError(f"{path}: this is neither a file nor a folder; save its content as a file.")
    if not _is_readable_kind(path):
        raise SourceError(f"{path}: this kind of file cannot be read; name a file that ends in {_READABLE}.")
    return path


def _is_readable_kind(file: Path) -> bool:
    return file.name.lower().endswith(_ENDINGS)


def _is_report(file: Path) -> bool:
    return file.name.lower().endswith(REPORT_ENDING)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _unpacked(raw: BinaryIO, file: Path) -> BinaryIO:
    ending = file.suffix.lower()
    if ending == ".xz":
        return cast(BinaryIO, lzma.open(raw, "rb"))
    if ending == ".gz":
        return cast(BinaryIO, gzip.open(raw, "rb"))
    return raw
