"""Finds terms that stand in a row, by reading the tokens of documents, as the codes they are kept as."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.columnar.builder import RARE
from index.columnar.ragged import Integers
from index.columnar.segment import BOUNDARY_CODE, Segment

_CODES = RARE + 1


def holding_row(
    segment: Segment, documents: Integers, row: Sequence[Integers], *, in_title: bool
) -> npt.NDArray[np.bool_]:
    """Say which documents, rising, have one of the exact terms `row[0]`, then one of `row[1]`, and so on, in one text.

    With `in_title` that text is the title. Of two places of the row the terms are the same, or none of them is.
    """
    places = {tuple(terms.tolist()): number for number, terms in enumerate(row, start=1)}
    codes, begin = segment.codes(documents)
    kinds = _kinds(segment, documents, codes, begin, places)
    found = np.ones(max(len(codes) - len(row) + 1, 0), np.bool_)
    for offset, terms in enumerate(row):
        found &= kinds[offset : offset + len(found)] == places[tuple(terms.tolist())]
    starts = np.flatnonzero(found)
    document = np.searchsorted(begin, starts, "right") - 1
    ends = np.flatnonzero(codes == BOUNDARY_CODE)[::2] if in_title else begin[1:]  # each document has two boundaries
    held = np.zeros(len(documents), np.bool_)
    held[document[starts + len(row) <= ends[document]]] = True
    return held


def _kinds(segment: Segment, documents: Integers, codes: npt.NDArray[np.uint16], begin: Integers,
           places: dict[tuple[int, ...], int]) -> npt.NDArray[np.uint8]:  # fmt: skip
    """Return of each code the number in `places` of the terms it is one of, or 0."""
    kind_of_code = np.zeros(_CODES, np.uint8)  # a query has at most 64 syllables
    rare: dict[int, int] = {}
    for terms, number in places.items():
        for term in terms:
            code = segment.code(term)
            if code == RARE:
                rare[term] = number
            else:
                kind_of_code[code] = number
    kinds = kind_of_code[codes]
    if rare:
        at, terms_there = segment.rare_terms(documents, codes, begin)
        for term, number in rare.items():
            kinds[at[terms_there == term]] = number
    return kinds
