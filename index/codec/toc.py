"""A generation's table of contents: JSON in a file that `whoosh.index.open_dir` finds and opens, without pickle.

Whoosh asks `whoosh.legacy.toc_loaders` how to read a version it does not know itself; a loader for VERSION is put
there when this module is imported. The file begins as all of Whoosh's do: sizes of C's integers, a byte order mark,
the version, Whoosh's release.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex, open_dir
from whoosh.index import IndexError as WhooshIndexError
from whoosh.legacy import toc_loaders
from whoosh.system import _FLOAT_SIZE, _INT_SIZE, _LONG_SIZE

from index.codec.segment import ColumnarSegment, Entry
from index.errors import DAMAGE_ADVICE, IndexDamagedError
from index.schema import schema

INDEX_NAME = "MAIN"  # Whoosh's own default, so that a plain `whoosh.index.open_dir` finds it
TOC_GENERATION = 1  # Whoosh's number of a commit: each of our generations is a folder of its own, and its first
VERSION = -7302  # of this table of contents; Whoosh's own are above
_BYTE_ORDER = -12345
_RELEASE = (2, 7, 4)


def write_toc(folder: Path, entries: Sequence[Entry]) -> None:
    """Write the table of contents of a folder of segments, each named `MAIN_` and letters or digits."""
    storage = FileStorage(str(folder))
    file = storage.create_file(TOC._filename(INDEX_NAME, TOC_GENERATION))
    for size in (_INT_SIZE, _LONG_SIZE, _FLOAT_SIZE):
        file.write_varint(size)
    file.write_int(_BYTE_ORDER)
    file.write_int(VERSION)
    for number in _RELEASE:
        file.write_varint(number)
    file.write_string(json.dumps({"segments": [asdict(entry) for entry in entries]}).encode())
    file.close()


def open_generation(folder: Path) -> FileIndex:
    """Open a generation as a Whoosh index, as `whoosh.index.open_dir` does. Raises IndexDamagedError."""
    try:
        return open_dir(str(folder))
    except (WhooshIndexError, IndexError, OSError) as error:
        raise IndexDamagedError(f"The index in {folder} cannot be opened ({error}): {DAMAGE_ADVICE}.") from error


def entries(folder: Path) -> list[Entry]:
    """Return the segments of a generation."""
    return [segment.entry for segment in open_generation(folder)._segments()]


def _load(stream: Any, generation: int, given: Schema | None, version: int) -> tuple[Schema, list[ColumnarSegment]]:
    try:
        entries = [_entry(**entry) for entry in json.loads(stream.read_string())["segments"]]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        stream.close()  # Whoosh leaves it open
        raise IndexDamagedError(f"The index's table of contents cannot be read ({error}): {DAMAGE_ADVICE}.") from error
    return given or schema(), list(map(ColumnarSegment, entries))


def _entry(name: object, documents: object, deletions: object, deleted: object) -> Entry:
    match name, documents, deletions, deleted:
        case str(), int(), str() | None, int():
            return Entry(name, documents, deletions, deleted)
    raise ValueError("it lists what is no segment")


toc_loaders[VERSION] = _load
