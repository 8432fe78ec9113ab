"""Which articles are reprints: reports that say nearly the same, whichever papers they stand in.

Signatures that agree in a band of places make two articles candidates (Leskovec, Rajaraman & Ullman 2014, chapter 3);
these are then compared shingle by shingle. Each group has a leader, its earliest article, which all others are like: so
no chain of small changes joins what differs.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from cachetools import LRUCache

from index.columnar.invert import BOUNDARY
from index.columnar.pack import PackWriter
from index.columnar.ragged import Integers, group_starts, smallest, starts
from index.columnar.segment import Segment
from index.columnar.shingles import NO_SIGNATURE, PLACES, Hashes, hash_terms, shingles_of
from index.segments import KeptSegment

REPRINTS = "reprints"  # the file of a generation that holds the groups
ALIKE = 0.6  # of the shingles of both: below, reports on one matter, written apart, begin to meet; docs/decisions.md
BAND = 2  # places that agree make candidates: of articles that are just ALIKE, 97 % do so in one of them
AGREEING = 7  # places that agree of candidates worth comparing, and SURE of those that need none: docs/decisions.md
SURE = 15
NEIGHBOURS = 16  # earlier articles of a bucket that an article is compared with: a form letter has thousands alike
KEPT = 4_096  # articles whose shingles are kept meanwhile: the candidates of one come close together
UNDATED = 99_999_999  # as a date: after all that have one


def write_reprints(path: Path, segments: Sequence[KeptSegment]) -> None:
    """Find the groups among the living articles of a generation's segments, and write them as a file of it.

    Articles are numbered through all segments, the deleted ones included.
    """
    groups = find_groups(segments)
    with PackWriter(path) as pack:
        pack.add("documents", smallest(np.array([document for group in groups for document in group], np.int64)))
        pack.add("starts", smallest(starts(np.array(list(map(len, groups)), np.int64))))


def find_groups(segments: Sequence[KeptSegment]) -> list[list[int]]:
    """Return the groups of two or more, each in the order of dates, then of ids; and the groups in that order too."""
    archive = _Archive(segments)
    leaders: dict[int, int] = {}
    groups: dict[int, list[int]] = {}
    for document, pairs in groupby(_candidates(archive), key=itemgetter(0)):
        possible = {leaders.get(other, other) for _, other in pairs}
        for leader in sorted(possible, key=archive.rank.__getitem__):
            if archive.alike(leader, document):
                leaders[document] = leader
                groups.setdefault(leader, [leader]).append(document)
                break
    return sorted(groups.values(), key=lambda group: archive.rank[group[0]])


class _Archive:
    """The articles of several segments, numbered through: their signatures, shingles and order in time."""

    def __init__(self, segments: Sequence[KeptSegment]) -> None:
        self._segments = [kept.segment for kept in segments]
        self._first = starts(np.array([segment.documents for segment in self._segments], np.int64))
        joined = np.concatenate([np.empty(0, np.uint16), *(s.column("signatures") for s in self._segments)])
        self.signatures = joined.reshape(-1, PLACES)
        self.living = ~(self.signatures == NO_SIGNATURE).all(1)
        for first, kept in zip(self._first.tolist(), segments, strict=False):
            if kept.alive is not None:
                self.living[first : first + len(kept.alive)] &= kept.alive
        self.rank: dict[int, int] = {}
        self._tables: dict[Segment, tuple[Integers, Hashes]] = {}
        self._shingles: LRUCache[int, Hashes] = LRUCache(KEPT)

    def order(self, documents: Integers) -> Integers:
        """Return articles in the order of their dates, then of their ids, and remember the order."""
        dates = np.concatenate([np.empty(0, np.int32), *(segment.column("dates") for segment in self._segments)])
        known = np.where(dates[documents] > 0, dates[documents], UNDATED).tolist()
        keys = {document: (date, self._id(document)) for document, date in zip(documents.tolist(), known, strict=True)}
        ordered = sorted(keys, key=keys.__getitem__)
        self.rank = {document: rank for rank, document in enumerate(ordered)}
        return np.array(ordered, np.int64)

    def alike(self, one: int, other: int) -> bool:
        """Say whether two articles have ALIKE of their shingles in common."""
        if np.count_nonzero(self.signatures[one] == self.signatures[other]) >= SURE:
            return True
        first, second = self._shingles_of(one), self._shingles_of(other)
        common = len(np.intersect1d(first, second, assume_unique=True))
        return common >= ALIKE * (len(first) + len(second) - common)

    def _id(self, document: int) -> bytes:
        segment, number = self._at(document)
        return segment.ids(np.array([number]))[0]

    def _shingles_of(self, document: int) -> Hashes:
        if document not in self._shingles:
            self._shingles[document] = self._read_shingles(document)
        return self._shingles[document]

    def _read_shingles(self, document: int) -> Hashes:
        segment, number = self._at(document)
        if segment not in self._tables:
            folded = np.append(segment.folded_of_exact, BOUNDARY)
            self._tables[segment] = folded, hash_terms(list(segment.terms("folded")))
        folded, hashes = self._tables[segment]
        tokens = segment.exact_tokens(np.array([number]))
        found = shingles_of(folded[tokens.terms], tokens.starts, hashes).hashes
        found.sort()
        return found[group_starts(found)]

    def _at(self, document: int) -> tuple[Segment, int]:
        place = int(np.searchsorted(self._first, document, "right")) - 1
        return self._segments[place], document - int(self._first[place])


def _candidates(archive: _Archive) -> Iterator[tuple[int, int]]:
    """Yield articles, in order of time, each with those before it that may be like it, one pair after the other."""
    documents = np.flatnonzero(archive.living)
    bands = [_band(archive.signatures[documents], first) for first in range(0, PLACES, BAND)]
    shared = np.zeros(len(documents), np.bool_)
    for keys in bands:
        order = np.argsort(keys)
        equal = np.flatnonzero(keys[order][1:] == keys[order][:-1])
        shared[order[equal]] = shared[order[equal + 1]] = True
    ordered = archive.order(documents[shared])
    signatures = archive.signatures[ordered]
    pairs = [np.empty(0, np.int64)]
    for first in range(0, PLACES, BAND):
        keys = _band(signatures, first)
        order = np.argsort(keys, kind="stable")
        for lag in range(1, NEIGHBOURS + 1):
            equal = np.flatnonzero(keys[order][lag:] == keys[order][:-lag])
            pairs.append(order[equal + lag] * len(ordered) + order[equal])
    later, earlier = np.divmod(np.unique(np.concatenate(pairs)), max(len(ordered), 1))
    agreeing = np.count_nonzero(signatures[earlier] == signatures[later], axis=1) >= AGREEING
    return zip(ordered[later[agreeing]].tolist(), ordered[earlier[agreeing]].tolist(), strict=True)


def _band(signatures: npt.NDArray[np.uint16], first: int) -> npt.NDArray[Any]:
    """Return what stands in the places of a band, as one number for each article."""
    keys = np.zeros(len(signatures), np.int64)
    for place in range(first, first + BAND):
        keys = keys << 16 | signatures[:, place]
    return keys
