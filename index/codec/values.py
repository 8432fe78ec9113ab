"""The fields of a segment that have one value an article: `id`, `date`, `source`, `category`, `author`."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.codec.lexicon import Lexicon, once
from index.columnar.postings import NO_POSTINGS, Postings
from index.columnar.segment import Segment
from index.schema import NO_DATE, schema


class Values(Lexicon):
    """`source`, `category` or `author`: a document has one, or none, which is the empty term in the file."""

    def __init__(self, segment: Segment, name: str) -> None:
        """Take a column of an open segment."""
        self._codes = segment.column(name)
        self.terms = self._values = segment.values(name)

    @cached_property
    def _listed(self) -> npt.NDArray[np.bool_]:
        return np.bincount(self._codes, minlength=len(self.terms)) > 0

    def held(self, number: int) -> bool:
        """Say whether any document has it."""
        return bool(self._listed[number]) and self.terms[number] != b""

    def postings(self, term: bytes) -> Postings:
        """Look for the documents that have it."""
        code = self._values.find(term)
        if code < 0 or not term:
            return NO_POSTINGS
        return once(np.flatnonzero(self._codes == code).astype(np.uint32))


class Dates(Lexicon):
    """`date`: the terms are what Whoosh's NUMERIC makes of the numbers. A document without a date has no term."""

    def __init__(self, segment: Segment) -> None:
        """Take an open segment."""
        self._dates = segment.column("dates")

    @cached_property
    def _numbers(self) -> Mapping[bytes, int]:
        field = schema()["date"]
        return {field.to_bytes(day): day for day in np.unique(self._dates).tolist() if day != NO_DATE}

    @cached_property
    def terms(self) -> Sequence[bytes]:  # type: ignore[override]  # made when asked for
        """All days."""
        return list(self._numbers)

    def held(self, number: int) -> bool:
        """Every day is a document's."""
        return True

    def postings(self, term: bytes) -> Postings:
        """Look for the documents of the day."""
        day = self._numbers.get(term)
        return NO_POSTINGS if day is None else once(np.flatnonzero(self._dates == day).astype(np.uint32))


class IdTerms(Sequence[bytes]):
    """The ids of all documents in byte order."""

    def __init__(self, segment: Segment) -> None:
        """Take an open segment."""
        self._segment = segment
        self.order = segment.column("id_order")

    def __len__(self) -> int:
        """Return the number of documents."""
        return len(self.order)

    def __getitem__(self, number: int) -> bytes:  # type: ignore[override]  # slices are of no use here
        """Return an id; raises IndexError for a number of none."""
        return self._segment.id(int(self.order[number])).encode("utf-8", "surrogatepass")


class Ids(Lexicon):
    """`id`. Two documents of a segment with the same id are one term."""

    def __init__(self, segment: Segment) -> None:
        """Take an open segment."""
        self.terms = self._ids = IdTerms(segment)

    def held(self, number: int) -> bool:
        """Say whether it is the first of its kind."""
        return number == 0 or self.terms[number - 1] != self.terms[number]

    def postings(self, term: bytes) -> Postings:
        """Return its documents."""
        documents = self._ids.order[bisect_left(self.terms, term) : bisect_right(self.terms, term)]
        return once(np.sort(documents).astype(np.uint32))
