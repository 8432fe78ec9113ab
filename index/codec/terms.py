"""Whoosh's view of the terms of a segment."""

from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.fields import FieldType
from whoosh.formats import Format
from whoosh.reading import TermInfo, TermNotFound

from index.codec.documents import field_lengths
from index.codec.lexicon import Lexicon
from index.codec.lexicons import lexicons
from index.codec.matcher import ColumnarMatcher
from index.columnar.postings import Postings
from index.columnar.segment import Segment

RECENT_LISTS = 16  # kept decoded: of each term Whoosh asks whether it is there, then its statistics, then its list

Term = tuple[str, bytes]


class TermAbsent(TermNotFound, KeyError):  # type: ignore[misc]  # Whoosh is untyped
    """A term without postings: some of Whoosh expects the one of a codec, some the other."""


class ColumnarTermsReader(base.TermsReader):  # type: ignore[misc]  # Whoosh is untyped
    """The terms of all fields, by the name of the field, then in byte order.

    What asks about one term raises TermAbsent where it has no postings.
    """

    def __init__(self, segment: Segment) -> None:
        """Take an open segment."""
        self._segment = segment
        self._lexicons = lexicons(segment)
        self._postings = lru_cache(RECENT_LISTS)(partial(_decode, self._lexicons))

    def __contains__(self, term: Term) -> bool:
        """Say whether a term has postings."""
        name, text = term
        return name in self._lexicons and len(self._postings(name, text)) > 0

    def indexed_field_names(self) -> list[str]:
        """Return the fields that have terms, or might."""
        return list(self._lexicons)

    def terms(self) -> Iterator[Term]:
        """Yield all terms."""
        for name in self._lexicons:
            yield from self._terms(name, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        """Yield the terms from this one on, those of later fields too."""
        for name in self._lexicons:
            if name >= fieldname:
                yield from self._terms(name, prefix if name == fieldname else b"")

    def items(self) -> Iterator[tuple[Term, TermInfo]]:
        """Yield all terms with their statistics."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, TermInfo]]:
        """Yield the terms from this one on with their statistics."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return the statistics of a term: each time new ones, for Whoosh changes them."""
        return _statistics(self._found(fieldname, text), field_lengths(self._segment, fieldname))

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Return the sum of a term's weights."""
        return float(self.term_info(fieldname, text).weight())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return the number of documents that have a term, deleted ones included."""
        return len(self._found(fieldname, text))

    def matcher(self, fieldname: str, text: bytes, format_: Format, scorer: Any = None) -> ColumnarMatcher:
        """Return a matcher of a term's documents, deleted ones included."""
        postings, statistics = self._found(fieldname, text), self.term_info(fieldname, text)
        return ColumnarMatcher(self._lexicons[fieldname], (fieldname, text), postings, statistics, format_, scorer)

    def cursor(self, fieldname: str, fieldobj: FieldType) -> "ColumnarCursor":
        """Return a cursor over the terms of a field."""
        return ColumnarCursor(self, fieldname, self._lexicons[fieldname], fieldobj)

    def _terms(self, name: str, first: bytes) -> Iterator[Term]:
        lexicon = self._lexicons[name]
        for number in range(lexicon.place(first), len(lexicon.terms)):
            if lexicon.held(number):
                yield name, lexicon.terms[number]

    def _found(self, name: str, text: bytes) -> Postings:
        if (name, text) not in self:
            raise TermAbsent(f"{name}:{text!r}")
        return self._postings(name, text)


def _decode(lexicons: Mapping[str, Lexicon], name: str, text: bytes) -> Postings:
    return lexicons[name].postings(text)


class ColumnarCursor(base.FieldCursor):  # type: ignore[misc]
    """Stands on a term of a field, or after the last."""

    def __init__(self, reader: ColumnarTermsReader, name: str, lexicon: Lexicon, field: FieldType) -> None:
        """Stand on the first term."""
        self._reader, self._name, self._lexicon, self._field = reader, name, lexicon, field
        self.first()

    def first(self) -> Any:
        """Go to the first term, and return it."""
        return self._go(0)

    def find(self, string: str | bytes) -> Any:
        """Go to the first term not below this one, and return it."""
        text = string if isinstance(string, bytes) else self._field.to_bytes(string)
        return self._go(self._lexicon.place(text))

    def next(self) -> Any:
        """Go to the next term, and return it."""
        return self._go(self._number + 1)

    def text(self) -> Any:
        """Return the term it stands on, or None."""
        return self._field.from_bytes(self._lexicon.terms[self._number]) if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        """Return the statistics of the term it stands on, or None."""
        return self._reader.term_info(self._name, self._lexicon.terms[self._number]) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Say whether it stands on a term."""
        return self._number < len(self._lexicon.terms)

    def _go(self, number: int) -> Any:
        while number < len(self._lexicon.terms) and not self._lexicon.held(number):
            number += 1
        self._number = number
        return self.text()


def _statistics(postings: Postings, lengths: np.ndarray[Any, np.dtype[np.int64]]) -> TermInfo:
    """Sum up a list that is not empty."""
    own = lengths[postings.documents]
    return TermInfo(
        weight=float(postings.weights.sum()) / 2,
        df=len(postings),
        minlength=int(own.min()),
        maxlength=int(own.max()),
        maxweight=float(postings.weights.max()) / 2,
        minid=int(postings.documents[0]),
        maxid=int(postings.documents[-1]),
    )
