"""Stored articles: any bytes, each compressed by itself, so that one is read without its neighbours.

Short texts compress badly alone. Each starts from a dictionary, the first records of its run, as if those had just been
read: 4,000 articles of news take 36 % of their bytes so, 44 % without, and 32 % in blocks of sixteen (level 6). But
of such blocks a page of ten hits would read ten. Runs that are merged keep their dictionaries: nothing is compressed
twice.
"""

import zlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from index.columnar.pack import Pack, PackWriter
from index.columnar.ragged import Bytes, Integers, ranges, smallest, starts

DICTIONARY_BYTES = 8_192  # twice as many save one more byte of a hundred, and take a tenth longer to compress with
LEVEL = 3  # of zlib: level 6 takes two thirds longer for one twentieth less


@dataclass(frozen=True, slots=True)
class Run:
    """Compressed records that share a dictionary: `sizes` (n,) are the bytes of each, end to end in `data`."""

    dictionary: bytes
    data: Bytes
    sizes: Integers

    def only(self, kept: npt.NDArray[Any]) -> "Run":
        """Return the records at these places."""
        begin = starts(self.sizes)[:-1]
        return Run(self.dictionary, self.data[ranges(begin[kept], self.sizes[kept])], self.sizes[kept])


def compress(records: Sequence[bytes]) -> Run:
    """Compress records, with a dictionary made of the first of them."""
    dictionary = _dictionary(records)
    primed = zlib.compressobj(LEVEL, zdict=dictionary)
    parts = [_compress(primed, record) for record in records]
    sizes = np.array([len(part) for part in parts], np.int64)
    return Run(dictionary, np.frombuffer(b"".join(parts), np.uint8), sizes)


def add_articles(pack: PackWriter, runs: Sequence[Run]) -> None:
    """Write runs one after the other; a record is known by its number, from 0 on."""
    sizes = np.concatenate([np.empty(0, np.int64), *(run.sizes for run in runs)])
    pack.add_parts("records", (run.data for run in runs), np.uint8)
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
        try:
            return zlib.decompressobj(zdict=self._dictionary(run)).decompress(compressed.data)
        except zlib.error as error:
            raise self._pack.damaged(f"record {number} is not as it was written") from error

    def runs(self) -> Sequence[Run]:
        """Return the records as they were written."""
        begin = self._starts.astype(np.int64)
        sizes = begin[1:] - begin[:-1]
        found = []
        for number, (first, last) in enumerate(pairwise(self._first_records)):
            data = self._records[int(self._starts[first]) : int(self._starts[last])]
            found.append(Run(self._dictionary(number), data, sizes[first:last]))
        return found

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


def _compress(primed: Any, record: bytes) -> bytes:
    compressor = primed.copy()
    return bytes(compressor.compress(record) + compressor.flush())
