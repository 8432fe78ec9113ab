"""A field of a segment as Whoosh thinks of it: sorted terms, each with a posting list.

Whoosh holds that every term has a posting. A segment may have some that no document has any more, after a merge; a
field says which are `held`. Those whose documents were deleted still are, as in stock Whoosh, until a merge.
"""

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from index.columnar.elias_fano import Numbers
from index.columnar.postings import NO_BYTES, ONCE, Postings


class Lexicon(ABC):
    """The terms of one field, rising in byte order, and what is known of each."""

    terms: Sequence[bytes]

    @abstractmethod
    def held(self, number: int) -> bool:
        """Say whether the term of this number has a posting."""

    @abstractmethod
    def postings(self, term: bytes) -> Postings:
        """Return the list of a term, empty where the segment has none."""

    def place(self, term: bytes) -> int:
        """Return the number of the first term that does not come before this one."""
        return bisect_left(self.terms, term)

    def positions(self, term: bytes, document: int) -> list[int]:
        """Return where the term begins in a document, rising; of fields that do not know, one place for them all."""
        return [0]


def once(documents: Numbers) -> Postings:
    """Return the list of a term that stands once in each document, (n,) uint32, rising."""
    return Postings(documents, np.full(len(documents), ONCE, np.uint16), NO_BYTES)
