"""What is known of every document besides its words, as arrays over document numbers."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.reading import IndexReader

from index.analysed import TEXTS
from index.schema import length_name
from search.postings import TEXT_WEIGHTS
from search.request import FACET_FIELDS

Integers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class ValueColumn:
    """A source, category or author for each document: `codes` (n,) int32 into the sorted `values`; "" is none."""

    values: Sequence[str]
    codes: Integers


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one index.

    `ids` (n,) are the articles' ids, `id_order` (n,) int32 the place of each among the sorted ids; `dates` (n,) int32
    are yyyymmdd or 0; `lengths` (n,) float32 are weighted numbers of syllables, the texts summed as TEXT_WEIGHTS says.
    """

    ids: Sequence[str]
    id_order: Integers
    dates: Integers
    lengths: npt.NDArray[np.float32]
    values: dict[str, ValueColumn]

    def idf(self, document_frequency: int) -> float:
        """Return the inverse document frequency (Robertson & Zaragoza 2009, with 1 added inside: never negative)."""
        return math.log1p((len(self.ids) - document_frequency + 0.5) / (document_frequency + 0.5))

    @classmethod
    def read(cls, reader: IndexReader) -> "Columns":
        """Read all columns of an open index into memory."""
        ids = [str(value) for value in _values(reader, "id")]
        id_order = np.empty(len(ids), np.int32)
        id_order[np.argsort(np.array(ids))] = np.arange(len(ids), dtype=np.int32)
        dates = np.fromiter(_values(reader, "date"), np.int32, len(ids))
        lengths = np.zeros(len(ids), np.float32)
        for text in TEXTS:
            column = np.fromiter(_values(reader, length_name(text)), np.float32, len(ids))
            lengths += np.float32(TEXT_WEIGHTS[text]) * column
        return cls(ids, id_order, dates, lengths, {name: _value_column(reader, name) for name in FACET_FIELDS})


def _value_column(reader: IndexReader, name: str) -> ValueColumn:
    column = [value or "" for value in _values(reader, name)]  # a segment without any value gives empty bytes
    values = sorted(set(column))
    code = {value: number for number, value in enumerate(values)}
    return ValueColumn(values, np.fromiter((code[value] for value in column), np.int32, len(column)))


def _values(reader: IndexReader, name: str) -> Iterator[Any]:
    field = reader.schema[name]
    for leaf, _ in reader.leaf_readers():
        if leaf.has_column(name):
            yield from leaf.column_reader(name)
        else:
            yield from [field.column_type.default_value()] * leaf.doc_count_all()
