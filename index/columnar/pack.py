"""A file of named arrays, memory-mapped: what every file of a segment is. FORMAT.md describes it byte by byte."""

import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from index.errors import DAMAGE_ADVICE, IndexDamagedError

MAGIC = b"TIMBAO-1"  # the last character is the version of this format
ALIGNMENT = 64  # bytes; a cache line, and a multiple of every item size
_TAIL = struct.Struct("<QQI8s")  # where the directory starts, its length, its CRC-32, and MAGIC again

Directory = dict[str, tuple[str, int, int]]  # of each array its dtype, number of items and place in the file


class PackWriter:
    """Writes a pack; a context manager. What was not closed in order is not a pack, and is refused when opened."""

    def __init__(self, path: Path) -> None:
        """Create the file."""
        self._file = path.open("xb")
        self._file.write(MAGIC)
        self._directory: Directory = {}
        self.meta: dict[str, Any] = {}

    def __enter__(self) -> Self:
        """Return the writer."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write the directory unless something failed, and close the file."""
        with self._file:
            if error is None:
                self._write_directory()

    def add(self, name: str, array: npt.NDArray[Any]) -> None:
        """Write one array of one dimension."""
        self.add_parts(name, [array], array.dtype)

    def add_parts(self, name: str, parts: Iterable[npt.NDArray[Any]], dtype: npt.DTypeLike) -> None:
        """Write an array that comes in parts, so that it is never in memory whole."""
        little = np.dtype(dtype).newbyteorder("<")
        self._file.write(bytes(-self._file.tell() % ALIGNMENT))
        place, items = self._file.tell(), 0
        for part in parts:
            self._file.write(np.ascontiguousarray(part, little).data)
            items += len(part)
        self._directory[name] = (little.str, items, place)

    def _write_directory(self) -> None:
        directory = json.dumps({"meta": self.meta, "arrays": self._directory}).encode()
        place = self._file.tell()
        self._file.write(directory)
        self._file.write(_TAIL.pack(place, len(directory), zlib.crc32(directory), MAGIC))


class Pack:
    """An open pack: arrays are views of the mapped file, read when touched. Immutable and safe between threads."""

    def __init__(self, path: Path) -> None:
        """Map the file and check its directory.

        Raises IndexDamagedError where it is missing, cut short, or not such a file.
        """
        self._path = path
        try:
            with path.open("rb") as file:
                self.bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self.meta, self._directory = self._read_directory()
        except (OSError, ValueError, KeyError, TypeError, struct.error) as error:
            raise self.damaged(str(error)) from error
        self._arrays: dict[str, npt.NDArray[Any]] = {}

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        """Return an array, read-only."""
        array = self._arrays.get(name)
        if array is None:
            try:
                dtype, items, place = self._directory[name]
            except KeyError as error:
                raise self.damaged(f"it holds no {name}") from error
            array = self._arrays[name] = np.frombuffer(self.bytes, np.dtype(dtype), items, place)
        return array

    def place(self, name: str) -> int:
        """Return where in `bytes` an array starts."""
        self[name]
        return self._directory[name][2]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of the arrays."""
        return iter(self._directory)

    def release(self) -> None:
        """Let go of the pages read so far, lest a scan keep a whole file in memory; asked for, they are read again."""
        if hasattr(mmap, "MADV_DONTNEED"):  # on macOS it may be absent; the system then lets go when it needs to
            self.bytes.madvise(mmap.MADV_DONTNEED)

    def _read_directory(self) -> tuple[dict[str, Any], Directory]:
        end = len(self.bytes) - _TAIL.size
        place, length, checksum, magic = _TAIL.unpack(self.bytes[max(end, 0) :])
        directory = self.bytes[place : place + length]
        if self.bytes[: len(MAGIC)] != MAGIC or magic != MAGIC:
            raise ValueError("it is of another format, or not complete")
        if place + length != end or zlib.crc32(directory) != checksum:
            raise ValueError("its directory is damaged")
        data = json.loads(directory)
        arrays = {name: (str(dtype), int(items), int(at)) for name, (dtype, items, at) in data["arrays"].items()}
        for name, (dtype, items, at) in arrays.items():
            if items < 0 or at < 0 or at + items * np.dtype(dtype).itemsize > place:
                raise ValueError(f"{name} lies outside of it")
        return dict(data["meta"]), arrays

    def damaged(self, reason: str) -> IndexDamagedError:
        """Return the error that says why this file cannot be used, and what to do."""
        return IndexDamagedError(f"The index file {os.fspath(self._path)} cannot be read ({reason}): {DAMAGE_ADVICE}.")
