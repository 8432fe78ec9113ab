"""Finds terms that stand in a row, by reading the tokens of documents, as the codes they are kept as."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.columnar.builder import RARE
from index.columnar.ragged import Integers
from index.columnar.segment import BOUNDARY_CODE, Segment


def holding_row(
    segment: Segment, documents: Integers, row: Sequence[Integers], *, in_title: bool
) -> npt.NDArray[np.bool_]:
    """Say which documents, rising, have one of the exact terms `row[0]`, then one of `row[1]`, and so on, in one text.

    With `in_title` that text is the title. All is read for the rarest of these alone, the others are looked for around.
    """
    texts = _Texts(segment, documents)
    codes = [segment.codes_of(terms) for terms in row]
    rarest = max(range(len(row)), key=lambda place: codes[place].min(initial=RARE))  # the commonest have the least
    at = texts.places(row[rarest], codes[rarest])
    document = np.searchsorted(texts.begin, at, "right") - 1
    starts = at - rarest
    within = (starts >= texts.begin[document]) & (starts + len(row) <= texts.ends(in_title=in_title)[document])
    starts, document = starts[within], document[within]
    for offset in (place for place in range(len(row)) if place != rarest):
        kept = texts.have(starts + offset, row[offset], codes[offset])
        starts, document = starts[kept], document[kept]
    held = np.zeros(len(documents), np.bool_)
    held[document] = True
    return held


class _Texts:
    """What some documents say, one after the other; terms that are looked for in it come with their codes."""

    def __init__(self, segment: Segment, documents: Integers) -> None:
        self._segment, self._documents = segment, documents
        self._codes, self.begin = segment.codes(documents)

    def ends(self, *, in_title: bool) -> Integers:
        """Return where each document, or its title, ends."""
        if not in_title:
            return self.begin[1:]
        return np.flatnonzero(self._codes == BOUNDARY_CODE)[::2]  # each document has two boundaries

    def places(self, terms: Integers, codes: npt.NDArray[np.uint16]) -> Integers:
        """Return the places, rising, where one of some terms stands."""
        if len(codes) == 1 and codes[0] != RARE:
            return np.flatnonzero(self._codes == codes[0])  # which takes a tenth of the time of a table
        there = _table(codes)[self._codes]
        if RARE in codes:
            there[self._rare_places(terms)] = True
        return np.flatnonzero(there)

    def have(self, places: Integers, terms: Integers, codes: npt.NDArray[np.uint16]) -> npt.NDArray[np.bool_]:
        """Say at which of some places one of some terms stands."""
        there: npt.NDArray[np.bool_] = _table(codes)[self._codes[places]]
        if RARE in codes and len(rare := self._rare_places(terms)):
            there |= np.isin(places, rare)
        return there

    def _rare_places(self, terms: Integers) -> Integers:
        places, terms_there = self._rare
        found: Integers = places[(terms_there[:, None] == terms).any(axis=1)]  # a third of the time of np.isin
        return found

    @cached_property
    def _rare(self) -> tuple[Integers, Integers]:
        return self._segment.rare_terms(self._documents, self._codes, self.begin)


def _table(codes: npt.NDArray[np.uint16]) -> npt.NDArray[np.bool_]:
    """Return of each code whether it is one of some, but for RARE, which says not which term it is."""
    table = np.zeros(RARE + 1, np.bool_)
    table[codes] = True
    table[RARE] = False
    return table
