"""The fields of a segment that hold text, and a list of all its fields."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from index.codec.lexicon import Lexicon, once
from index.codec.tokens import DocumentTokens, title
from index.codec.values import Dates, Ids, Values
from index.columnar.postings import MIXED, NO_POSTINGS, Postings
from index.columnar.segment import Field, Segment, TextField
from index.schema import VALUES


class Records(Lexicon):
    """`words` and `compounds`: the posting lists as they lie in the file."""

    def __init__(self, segment: Segment, field: TextField) -> None:
        """Take a field of an open segment."""
        self._segment, self._field = segment, field
        self.terms = segment.terms(field)

    @cached_property
    def _listed(self) -> npt.NDArray[np.bool_]:
        return _listed(self._segment, self._field)

    def held(self, number: int) -> bool:
        """Say whether it has a record."""
        return bool(self._listed[number])

    def postings(self, term: bytes) -> Postings:
        """Return the record."""
        return self._segment.postings(self._field, term)


class Texts(Records):
    """`folded` and `exact`, and `title`, whose terms are the folded ones."""

    def __init__(self, segment: Segment, field: Literal["folded", "exact", "title"], tokens: DocumentTokens) -> None:
        """Take a field of an open segment."""
        super().__init__(segment, field)
        self._tokens = tokens

    def held(self, number: int) -> bool:
        """Say whether it has a record; an exact term may also be held by the record of its folded one."""
        return super().held(number) or (self._field == "exact" and len(self.postings(self.terms[number])) > 0)

    def positions(self, term: bytes, document: int) -> list[int]:
        """Look for the term in what the document says."""
        tokens = self._tokens.exact(document) if self._field == "exact" else self._tokens.folded(document)
        said = title(tokens) if self._field == "title" else tokens
        return _places(said, self._segment.terms(self._field).find(term))


class ExactTitles(Lexicon):
    """`title_exact`, for which the file has no lists: the documents of the exact term whose title has it."""

    def __init__(self, segment: Segment, tokens: DocumentTokens) -> None:
        """Take an open segment."""
        self._segment, self._tokens = segment, tokens
        self.terms = segment.terms("exact")

    def held(self, number: int) -> bool:
        """Say whether any title has it."""
        return bool(self._tokens.titled[number])

    def postings(self, term: bytes) -> Postings:
        """Take the documents that have both; where one writes the folded term in several ways, read its title."""
        number = self._segment.terms("exact").find(term)
        if number < 0:
            return NO_POSTINGS
        folded = self._segment.terms("folded")[int(self._tokens.folded_of[number])]
        whole, titles = self._segment.postings("folded", folded), self._segment.postings("title", folded)
        exact = self._segment.postings("exact", term)
        documents = np.intersect1d(titles.documents, exact.documents, assume_unique=True)
        mixed = np.flatnonzero(whole.variants[np.searchsorted(whole.documents, documents)] == MIXED)
        chosen = np.ones(len(documents), np.bool_)
        chosen[mixed] = self._tokens.in_titles(number, documents[mixed])
        return once(documents[chosen])

    def positions(self, term: bytes, document: int) -> list[int]:
        """Look for the term in the document's title."""
        return _places(title(self._tokens.exact(document)), self._segment.terms("exact").find(term))


class PairTerms(Sequence[bytes]):
    """Pairs of folded terms, joined by a space, by first term, then second.

    That is the byte order of what is joined, but for terms with a character below the space, which web addresses may
    have, so that `Pairs.place` compares the two apart.
    """

    def __init__(self, segment: Segment) -> None:
        """Take an open segment."""
        self._folded = segment.terms("folded")
        self._firsts, self._seconds = segment.pairs()

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self._firsts)

    def __getitem__(self, number: int) -> bytes:  # type: ignore[override]  # slices are of no use here
        """Return a pair; raises IndexError for a number of none."""
        return self._folded[int(self._firsts[number])] + b" " + self._folded[int(self._seconds[number])]


class Pairs(Lexicon):
    """`folded_bigrams`."""

    def __init__(self, segment: Segment, tokens: DocumentTokens) -> None:
        """Take an open segment."""
        self._segment, self._tokens = segment, tokens

    @cached_property
    def terms(self) -> Sequence[bytes]:  # type: ignore[override]  # made when asked for: it takes 16 bytes a pair
        """All pairs."""
        return PairTerms(self._segment)

    @cached_property
    def _listed(self) -> npt.NDArray[np.bool_]:
        return _listed(self._segment, "bigrams")

    def held(self, number: int) -> bool:
        """Say whether it has a record."""
        return bool(self._listed[number])

    def place(self, term: bytes) -> int:
        """Return the number of the first pair that does not come before this one."""
        return bisect_left(self.terms, _apart(term), key=_apart)

    def postings(self, term: bytes) -> Postings:
        """Split at the space, and return the record."""
        first, space, second = term.partition(b" ")
        return self._segment.pair(first, second) if space else NO_POSTINGS

    def positions(self, term: bytes, document: int) -> list[int]:
        """Look for the two side by side."""
        first, second = _apart(term)
        folded, tokens = self._segment.terms("folded"), self._tokens.folded(document)
        there = (tokens[:-1] == folded.find(first)) & (tokens[1:] == folded.find(second))
        positions: list[int] = np.flatnonzero(there).tolist()
        return positions


def lexicons(segment: Segment) -> dict[str, Lexicon]:
    """Return the fields of a segment by name, in the order of the names."""
    tokens = DocumentTokens(segment)
    fields: dict[str, Lexicon] = {
        "exact": Texts(segment, "exact", tokens),
        "folded": Texts(segment, "folded", tokens),
        "title": Texts(segment, "title", tokens),
        "title_exact": ExactTitles(segment, tokens),
        "folded_bigrams": Pairs(segment, tokens),
        "words": Records(segment, "words"),
        "compounds": Records(segment, "compounds"),
        "id": Ids(segment),
        "date": Dates(segment),
        **{name: Values(segment, name) for name in VALUES},
    }
    return dict(sorted(fields.items()))


def _listed(segment: Segment, field: Field) -> npt.NDArray[np.bool_]:
    return segment.record_sizes(field) > 0


def _places(tokens: npt.NDArray[np.int64], number: int) -> list[int]:
    places: list[int] = np.flatnonzero(tokens == number).tolist()
    return places


def _apart(pair: bytes) -> tuple[bytes, bytes]:
    first, _, second = pair.partition(b" ")
    return first, second
