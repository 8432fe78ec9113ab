"""Whoosh's view of the documents of a segment: stored articles, columns to sort by, lengths, deletions.

The length of a document is the same in every field that is ranked: the sum of the weights of all its syllables, in
whole units, rounded up. Stock Whoosh would count the tokens of each field, and keep the count in one lossy byte.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec import base
from whoosh.columns import Column, ColumnReader

from index.codec.segment import ColumnarSegment
from index.columnar.ragged import Integers
from index.columnar.segment import Segment
from index.schema import FREQUENT, NO_DATE, POSITIONAL, VALUES, schema

RANKED = frozenset((*POSITIONAL, *FREQUENT))  # fields whose documents have a length
SORTABLE = ("id", "date", *VALUES)


def field_lengths(segment: Segment, field: str) -> Integers:
    """Return the length of each document in a field, (documents,) in units; 0 in a field that is not ranked."""
    if field not in RANKED:
        return np.zeros(segment.documents, np.int64)
    half_units: npt.NDArray[Any] = segment.column("lengths")
    return (half_units.astype(np.int64) + 1) // 2


class ValueColumn(ColumnReader):  # type: ignore[misc]  # Whoosh is untyped
    """A value for each document; values sort alike in all segments."""

    def __init__(self, documents: int, value: Callable[[int], Any]) -> None:
        """Take the number of documents, and what tells the value of one."""
        self._doccount, self._value = documents, value

    def __getitem__(self, document: int) -> Any:
        """Return a document's value."""
        return self._value(document)


class NumberColumn(ValueColumn):
    """A number for each document, which may be sorted by downwards."""

    _sign = 1

    def set_reverse(self) -> None:
        """Sort downwards."""
        self._sign = -1

    def sort_key(self, document: int) -> int:
        """Return what to sort by."""
        return self._sign * int(self._value(document))


class ColumnarDocumentReader(base.PerDocumentReader):  # type: ignore[misc]
    """The documents of a segment, numbered from 0."""

    def __init__(self, whoosh_segment: ColumnarSegment, segment: Segment) -> None:
        """Take a segment in Whoosh's view, and the same one open."""
        self._segment = segment
        self._deleted = whoosh_segment.deleted_docs()
        self._lengths: dict[str, Integers] = {}

    def doc_count(self) -> int:
        """Return the number of documents that are not deleted."""
        return self._segment.documents - len(self._deleted)

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self._segment.documents

    def has_deletions(self) -> bool:
        """Say whether any document is deleted."""
        return bool(self._deleted)

    def is_deleted(self, docnum: int) -> bool:
        """Say whether a document is deleted."""
        return docnum in self._deleted

    def deleted_docs(self) -> frozenset[int]:
        """Return the deleted documents; a frozenset, for Whoosh makes one of it for every posting list."""
        return self._deleted

    def supports_columns(self) -> bool:
        """Say that there are columns."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Say whether documents can be sorted by a field."""
        return fieldname in SORTABLE

    def list_columns(self) -> list[str]:
        """Return the fields documents can be sorted by."""
        return list(SORTABLE)

    def column_reader(self, fieldname: str, column: Column) -> ValueColumn:
        """Return the column of a field. A document without a value has what stock Whoosh says: 0, or no bytes."""
        segment = self._segment
        if fieldname == "id":
            return ValueColumn(segment.documents, lambda document: _encoded(segment.id(document)))
        numbers = memoryview(segment.column("dates" if fieldname == "date" else fieldname).data)
        if fieldname == "date":
            sortable = schema()["date"].to_column_value
            return NumberColumn(len(numbers), lambda document: _sortable(numbers[document], sortable))
        values = segment.values(fieldname)
        return ValueColumn(len(numbers), lambda document: values[numbers[document]])

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return the length of a document in a field, in units; `default` where it has none."""
        return int(self._field_lengths(fieldname)[docnum]) or default

    def field_length(self, fieldname: str) -> int:
        """Return the sum of the lengths of all documents."""
        return int(self._field_lengths(fieldname).sum())

    def min_field_length(self, fieldname: str) -> int:
        """Return the length of the shortest document."""
        return int(self._field_lengths(fieldname).min(initial=self.max_field_length(fieldname)))

    def max_field_length(self, fieldname: str) -> int:
        """Return the length of the longest document."""
        return int(self._field_lengths(fieldname).max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """Return the article as JSON."""
        return {"article": self._segment.articles[docnum].decode("utf-8", "surrogatepass")}

    def _field_lengths(self, fieldname: str) -> Integers:
        if fieldname not in self._lengths:
            self._lengths[fieldname] = field_lengths(self._segment, fieldname)
        return self._lengths[fieldname]


def _sortable(day: int, sortable: Callable[[int], int]) -> int:
    return NO_DATE if day == NO_DATE else sortable(day)


def _encoded(article_id: str) -> bytes:
    return article_id.encode("utf-8", "surrogatepass")
