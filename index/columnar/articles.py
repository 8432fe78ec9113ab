"""Stored articles: any bytes, each compressed by itself, so that one is read without its neighbours.

Short texts compress badly alone. Each starts from a dictionary, the first records of its run, as if those had just been
read: 4,000 articles of news take 36 % of their bytes so, 44 % without, and 32 % in blocks of sixteen (level 6). But
of such blocks a page of ten hits would read ten. Runs that are merged keep their dictionaries: nothing is compressed
twice.
"""

import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from index.columnar.pack import Pack, PackWriter
from index.columnar.ragged import Bytes, Integers, smallest, starts

DICTIONARY_BYTES = 8_192  # twice as many save one more byte of a hundred, and take a tenth longer to compress with
SMALL_RUN = 256  # records; a merge joins smaller runs, lest dictionaries outweigh what they save in many updates
LEVEL = 3  # of zlib: level 6 takes two thirds longer for one twentieth less


@dataclass(frozen=True, slots=True)
class Run:
    """Compressed records that share a dictionary: `sizes` (n,) are the bytes of each, end to end in all of `data`."""

    dictionary: bytes
    data: Sequence[Bytes]
    sizes: Integers

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self.sizes)


class Compressor:
    """Compresses records as they come, with a dictionary made of the first of them."""

    def __init__(self) -> None:
        """Begin without any."""
        self._waiting: list[bytes] = []  # until they make a dictionary
        self._waiting_bytes = 0
        self._dictionary = b""
        self._primed: Any = None
        self._data = bytearray()
        self._sizes = array("I")

    def add(self, record: bytes) -> None:
        """Take the next record."""
        if self._primed:
            self._compress(record)
            return
        self._waiting.append(record)
        self._waiting_bytes += len(record)
        if self._waiting_bytes >= DICTIONARY_BYTES:
            self._begin()

    def run(self) -> Run:
        """Return all that were taken."""
        if not self._primed:
            self._begin()
        return Run(self._dictionary, [np.frombuffer(self._data, np.uint8)], np.array(self._sizes, np.int64))

    @property
    def nbytes(self) -> int:
        """The bytes of the records taken, compressed where they are."""
        return len(self._data) + self._waiting_bytes

    def _begin(self) -> None:
        self._dictionary = _dictionary(self._waiting)
        self._primed = zlib.compressobj(LEVEL, zdict=self._dictionary)
        for record in self._waiting:
            self._compress(record)
        self._waiting, self._waiting_bytes = [], 0

    def _compress(self, record: bytes) -> None:
        compressor = self._primed.copy()
        compressed = compressor.compress(record) + compressor.flush()
        self._data += compressed
        self._sizes.append(len(compressed))


def compress(records: Iterable[bytes]) -> Run:
    """Compress records, with a dictionary made of the first of them."""
    compressor = Compressor()
    for record in records:
        compressor.add(record)
    return compressor.run()


def add_articles(pack: PackWriter, runs: Sequence[Run]) -> None:
    """Write runs one after the other; a record is known by its number, from 0 on."""
    sizes = np.concatenate([np.empty(0, np.int64), *(run.sizes for run in runs)])
    pack.add_parts("records", (data for run in runs for data in run.data), np.uint8)
    pack.add("record_starts", smallest(starts(sizes)))
    pack.add("dictionaries", np.frombuffer(b"".join(run.dictionary for run in runs), np.uint8))
    pack.add("dictionary_starts", smallest(starts(np.array([len(run.dictionary) for run in runs], np.int64))))
    pack.add("first_records", smallest(starts(np.array([len(run.sizes) for run in runs], np.int64))))


class Articles(Sequence[bytes]):
    """The records of a pack; safe between threads."""

    def __init__(self, pack: Pack) -> None:
        """Take an open pack."""
        self._pack = pack
        self._records, self._starts = pack["records"], pack["record_starts"]
        self._dictionaries, self._dictionary_starts = pack["dictionaries"], pack["dictionary_starts"]
        self._first_records: list[int] = pack["first_records"].tolist()

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self._starts) - 1

    def __getitem__(self, number: int) -> bytes:  # type: ignore[override]  # slices are of no use here
        """Return one record; raises IndexError for a number of none, IndexDamagedError where it cannot be read."""
        if not 0 <= number < len(self):
            raise IndexError(number)
        run = bisect_right(self._first_records, number) - 1
        compressed = self._records[int(self._starts[number]) : int(self._starts[number + 1])]
        decompressor = zlib.decompressobj(zdict=self._dictionary(run))
        try:
            record = decompressor.decompress(compressed.data)
        except zlib.error as error:
            raise self._pack.damaged(f"record {number} is not as it was written") from error
        if not decompressor.eof:
            raise self._pack.damaged(f"record {number} is cut short")
        return record

    def runs(self, kept: npt.NDArray[np.bool_]) -> Iterator[Run]:
        """Yield the records that are kept, as they were written, but for small runs, which join to one."""
        small: list[npt.NDArray[Any]] = []
        for number, (first, last) in enumerate(pairwise(self._first_records)):
            numbers = first + np.flatnonzero(kept[first:last])
            if len(numbers) < SMALL_RUN:
                small.append(numbers)
                continue
            if small:
                yield self._compressed_anew(small)
                small = []
            yield self._run(number, numbers)
        if small:
            yield self._compressed_anew(small)

    def _run(self, run: int, numbers: Integers) -> Run:
        """Return some of the records of a run: views of the stretches of neighbours."""
        begin = np.flatnonzero(np.diff(numbers, prepend=-2) != 1)
        first, last = numbers[begin], numbers[np.append(begin[1:], len(numbers)) - 1]
        places = zip(self._starts[first].tolist(), self._starts[last + 1].tolist(), strict=True)
        sizes = self._starts[numbers + 1].astype(np.int64) - self._starts[numbers].astype(np.int64)
        return Run(self._dictionary(run), [self._records[one:other] for one, other in places], sizes)

    def _compressed_anew(self, numbers: Sequence[Integers]) -> Run:
        return compress(self[number] for number in np.concatenate(numbers).tolist())

    def _dictionary(self, run: int) -> bytes:
        first, last = self._dictionary_starts[run : run + 2].tolist()
        return self._dictionaries[first:last].tobytes()


def _dictionary(records: Sequence[bytes]) -> bytes:
    """Join the beginnings of records; never empty, since zlib takes no empty dictionary for one."""
    joined, number = b"{", 0
    while len(joined) < DICTIONARY_BYTES and number < len(records):
        joined += records[number][: DICTIONARY_BYTES - len(joined)]
        number += 1
    return joined
