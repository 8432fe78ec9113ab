"""Posting lists in memory, of all documents of an index, in one of two forms.

A document is known by its number: its place in its segment, after all documents of the segments before. Most terms are
rare: of those the documents are listed, rising, with what the term weighs in each. Of a frequent term all documents
have a weight, where 0 is absent: what it weighs in some of them is then looked up without a search.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from index.columnar.postings import MIXED

Mask: TypeAlias = npt.NDArray[np.bool_]
Numbers: TypeAlias = npt.NDArray[np.uint32]
Places: TypeAlias = npt.NDArray[np.int64]  # document numbers to look up by: NumPy's own kind of index
Floats: TypeAlias = npt.NDArray[np.float32]
Weights: TypeAlias = npt.NDArray[np.unsignedinteger[Any]]  # uint8, or uint16 where one is greater
Variants: TypeAlias = npt.NDArray[np.uint8]

NO_VARIANTS: Variants = np.empty(0, np.uint8)
OBJECT_BYTES = 550  # of memory that a list takes besides its numbers, as measured on many short ones


@dataclass(frozen=True, slots=True)
class Sparse:
    """The list of a rare term: `documents` (n,) rising, and `weights` (n,) in half units.

    Of a folded term, `variants` (n,) tell how each document writes it (index.columnar.postings.Postings).
    """

    documents: Numbers
    weights: Weights
    variants: Variants = field(default_factory=lambda: NO_VARIANTS)

    @property
    def frequency(self) -> int:
        """The document frequency."""
        return len(self.documents)

    @property
    def nbytes(self) -> int:
        """The bytes it takes in memory."""
        return self.documents.nbytes + self.weights.nbytes + self.variants.nbytes + OBJECT_BYTES

    def mask(self, documents: int) -> Mask:
        """Return which of so many documents have the term."""
        mask = np.zeros(documents, np.bool_)
        mask[self.documents] = True
        return mask

    def weights_at(self, places: Places) -> Weights:
        """Return what the term weighs in some documents, rising; 0 where it is absent."""
        found: Weights = np.zeros(len(places), self.weights.dtype)
        at = np.searchsorted(places, self.documents)
        here = np.flatnonzero(at < len(places))
        here = here[places[at[here]] == self.documents[here]]
        found[at[here]] = self.weights[here]
        return found


@dataclass(frozen=True, slots=True)
class Dense:
    """The list of a frequent term: `weights` (documents of the index,) in half units, 0 where it is absent.

    Of a folded term, `variants` (documents,) tell how each document writes it.
    """

    weights: Weights
    frequency: int
    variants: Variants = field(default_factory=lambda: NO_VARIANTS)

    @property
    def nbytes(self) -> int:
        """The bytes it takes in memory."""
        return self.weights.nbytes + self.variants.nbytes + OBJECT_BYTES

    def mask(self, _: int) -> Mask:
        """Return which documents have the term."""
        return self.weights > 0

    def weights_at(self, places: Places) -> Weights:
        """Return what the term weighs in some documents; 0 where it is absent."""
        return self.weights[places]


TermList: TypeAlias = Sparse | Dense
NOWHERE = Sparse(np.empty(0, np.uint32), np.empty(0, np.uint8))


def spelled(folded: TermList, apart: TermList, variants: Sequence[int], first_documents: Sequence[int]) -> TermList:
    """Return the list of an exact term: the documents of a folded term that write it so.

    `variants` says by what number each segment means that, `first_documents` where each begins and all end; `apart`
    are the documents that write it in several ways, this among them.
    """
    if isinstance(folded, Dense):
        weights = folded.weights * _written(folded.variants, variants, first_documents)
        if isinstance(apart, Dense):
            weights += apart.weights
        else:
            weights[apart.documents] = apart.weights
        return Dense(weights, int(np.count_nonzero(weights)))
    assert isinstance(apart, Sparse)  # its documents are among those of the folded term
    bounds = np.searchsorted(folded.documents, first_documents).tolist()
    weights = folded.weights * _written(folded.variants, variants, bounds)
    weights[np.searchsorted(folded.documents, apart.documents)] = apart.weights
    kept = np.flatnonzero(weights)
    return Sparse(folded.documents[kept], weights[kept])


def _written(found: Variants, wanted: Sequence[int], bounds: Sequence[int]) -> Mask:
    """Say where variants are the one wanted, which each segment, from one bound to the next, numbers for itself."""
    written = np.zeros(len(found), np.bool_)
    for variant, first, last in zip(wanted, bounds, bounds[1:], strict=False):
        if variant < MIXED:
            np.equal(found[first:last], variant, out=written[first:last])
    return written
