"""What is known of every document besides its words, as arrays over document numbers."""

import datetime
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from index.columnar.ragged import smallest
from index.columnar.segment import Segment
from index.schema import VALUES
from search.lists import Mask, Places
from search.whoosh_queries import folded_value, plain_value

YEAR = "year"  # the name of the column of years, which is told from the dates


@dataclass(frozen=True)
class ValueColumn:
    """A source, category, author or year for each document: `codes` (n,) integers into the `values`; a blank is none.

    The values rise in the order of their UTF-8. Those that differ in case or white space alone are one: it is listed in
    the spelling of most living documents. `alive` (n,) says which those are.
    """

    values: Sequence[str]
    codes: npt.NDArray[Any]
    alive: Mask

    def code(self, value: str) -> int:
        """Return the place of a value, or -1 if there is none such, or it is the empty one."""
        place = bisect_left(self.values, value.encode(), key=str.encode)
        return place if value and place < len(self.values) and self.values[place] == value else -1

    def place(self, value: str) -> int:
        """Return the place of the spelling that a value is listed in, or -1 if there is none such, or it is blank."""
        plain = plain_value(value)
        return self._places.get(plain, -1) if plain else -1

    def counts(self, documents: Places | Mask) -> Places:
        """Return how many of some documents have each value in any spelling, at the place of the one listed."""
        spelled = np.bincount(self.codes[documents], minlength=len(self.values))
        counts = np.zeros(len(self.values), np.int64)
        np.add.at(counts, self.listed, spelled)
        counts[self._places.get("", 0)] *= "" not in self._places
        return counts

    @cached_property
    def living(self) -> Places:
        """How many living documents have each value, at the place of the spelling listed."""
        return self.counts(self.alive)

    @cached_property
    def listed(self) -> Places:
        """Of each value the place of the spelling that it is listed in."""
        return np.array([self._places[plain_value(value)] for value in self.values], np.int64)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        counts = np.bincount(self.codes[self.alive], minlength=len(self.values))
        places: dict[str, int] = {}
        for place in np.argsort(-counts, kind="stable").tolist():
            places.setdefault(plain_value(self.values[place]), place)
        return places

    @cached_property
    def folded(self) -> Sequence[str]:
        """Of each value its folded syllables, by which parts of it are found."""
        return [folded_value(value) for value in self.values]


class Columns:
    """The columns of one index, over all its `documents`, deleted ones included.

    `dates` (documents,) int32 are yyyymmdd or 0; `lengths` (documents,) are weighted numbers of syllables, in half
    units; `months` (documents,) uint16 count months from `first_month`, which is 0, and 0 is no date.
    """

    def __init__(self, segments: Sequence[Segment], alive: Mask) -> None:
        """Read the columns of an index's segments; `alive` says which documents were not deleted."""
        self._segments = segments
        self.documents = len(alive)
        self.living = int(np.count_nonzero(alive))
        self.dates: npt.NDArray[np.int32] = self._joined("dates")
        self.lengths = self._joined("lengths")
        self.values = {name: self._values(name, alive) for name in VALUES} | {YEAR: self._years(alive)}
        known = self.dates[(self.dates > 0) & alive]
        self.dated = len(known)
        self.first_date, self.last_date = (int(known.min()), int(known.max())) if len(known) else (0, 0)
        self.first_month = _month(self.first_date) - 1
        months = _month(self.dates) - self.first_month
        self.months: npt.NDArray[np.uint16] = np.where(self.dates > 0, months, 0).astype(np.uint16)

    def id(self, document: int) -> str:
        """Return the id of an article."""
        for segment in self._segments:
            if document < segment.documents:
                return segment.id(document)
            document -= segment.documents
        raise IndexError(document)

    def number(self, article_id: str) -> int:
        """Return the document number of the living article with this id, or -1."""
        first = 0
        for segment in self._segments:
            number = segment.number(article_id)
            if number >= 0 and (segment.alive is None or segment.alive[number]):
                return first + number
            first += segment.documents
        return -1

    def first_by_id(self, documents: Places, count: int) -> Places:
        """Return the first `count` of some documents, rising, in the order of their ids."""
        first: list[tuple[bytes, int]] = []
        begin = 0
        for number, segment in enumerate(self._segments):
            low, high = np.searchsorted(documents, [begin, begin + segment.documents]).tolist()
            own = documents[low:high] - begin
            if len(own) > count:
                own = own[np.argpartition(self._id_ranks[number][own], count)[:count]]
            first += zip(segment.ids(own), (own + begin).tolist(), strict=True)
            begin += segment.documents
        return np.array([document for _, document in sorted(first)[:count]], np.int64)

    @cached_property
    def _id_ranks(self) -> Sequence[Places]:
        """Of each segment's documents, the places that their ids have in its order of ids."""
        ranks = []
        for segment in self._segments:
            order = segment.column("id_order")
            ranks.append(np.empty(len(order), np.int64))
            ranks[-1][order] = np.arange(len(order))
        return ranks

    def _joined(self, name: str) -> npt.NDArray[Any]:
        columns = [segment.column(name) for segment in self._segments]
        return columns[0] if len(columns) == 1 else np.concatenate([np.empty(0, np.int32), *columns])

    def _years(self, alive: Mask) -> ValueColumn:
        years, codes = np.unique(self.dates // 10_000, return_inverse=True)
        values = ["" if year == 0 else f"{year:04d}" for year in years.tolist()]
        return ValueColumn(values, smallest(codes), alive)

    def _values(self, name: str, alive: Mask) -> ValueColumn:
        """Read a column of values; segments number theirs each for itself."""
        lists = [[value.decode() for value in segment.values(name)] for segment in self._segments]
        if len(lists) == 1:
            return ValueColumn(lists[0], self._segments[0].column(name), alive)
        values = sorted(set().union(*lists), key=str.encode)
        place = {value: number for number, value in enumerate(values)}
        codes = [
            np.array([place[value] for value in own], np.uint32)[segment.column(name)]
            for own, segment in zip(lists, self._segments, strict=True)
        ]
        return ValueColumn(values, np.concatenate([np.empty(0, np.uint32), *codes]), alive)


def date_of(number: int) -> datetime.date:
    """Return the date that a number yyyymmdd stands for."""
    return datetime.date(number // 10_000, number // 100 % 100, number % 100)


def _month(dates: Any) -> Any:
    """Return the number of a month, or of each of many, from dates as numbers yyyymmdd."""
    return dates // 10_000 * 12 + dates // 100 % 100 - 1
