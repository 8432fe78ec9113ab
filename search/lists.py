"""Posting lists in memory, of all documents of an index, in one of two forms.

A document is known by its number: its place in its segment, after all documents of the segments before. Most terms are
rare: of those the documents are listed, rising, with what the term weighs in each. Of a frequent term all documents
have a weight, where 0 is absent: what it weighs in some of them is then looked up without a search.
"""

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
EVERYWHERE = slice(None)  # for the numbers of all documents; slices of numbers are read without a copy
SEARCHED = 8  # of so many times fewer documents than a list has, each is searched for in it
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
        if len(places) * SEARCHED < len(self.documents):
            return self._searched(places)
        end = int(max(places.max(initial=-1), self.documents.max(initial=0))) + 1
        everywhere: Weights = np.zeros(end, self.weights.dtype)
        everywhere[self.documents] = self.weights
        return everywhere[places]

    def _searched(self, places: Places) -> Weights:
        at = np.searchsorted(self.documents, places.astype(np.uint32))
        at[at == len(self.documents)] = 0
        found: Weights = self.weights[at] * (self.documents[at] == places)
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

    def weights_at(self, places: Places | slice) -> Weights:
        """Return what the term weighs in some documents; 0 where it is absent."""
        return self.weights[places]


@dataclass(frozen=True, slots=True)
class Spelled:
    """The list of an exact term whose folded term is frequent: those of its documents that write it so.

    `variants` (segments,) are the numbers by which each segment means that, MIXED where none does, `first_documents`
    where each begins. `apart` are the documents that write it in several ways, this among them.
    """

    folded: Dense
    apart: Sparse | Dense
    variants: Variants
    first_documents: Places
    frequency: int

    def mask(self, _: int) -> Mask:
        """Return which documents have the term."""
        return self.weights_at(EVERYWHERE) > 0

    def weights_at(self, places: Places | slice) -> Weights:
        """Return what the term weighs in some documents, rising; 0 where it is absent."""
        found = self.folded.variants[places]  # MIXED in the documents that are apart, so that they weigh nothing yet
        weights: Weights = self.folded.weights[places] * _written(found, self.variants, self.first_documents, places)
        if isinstance(self.apart, Dense):
            weights += self.apart.weights[places]
            return weights
        mixed = np.flatnonzero(found == MIXED)
        numbers = mixed + (places.start or 0) if isinstance(places, slice) else places[mixed]
        weights[mixed] = self.apart.weights_at(numbers)
        return weights


TermList: TypeAlias = Sparse | Dense | Spelled
NOWHERE = Sparse(np.empty(0, np.uint32), np.empty(0, np.uint8))


def spelled(
    folded: Dense, apart: Sparse | Dense, variants: Variants, frequency: int | None, first_documents: Places
) -> Spelled:
    """Return the list of an exact term, of which `frequency` is counted if it is not known; see `Spelled`."""
    if frequency is None:
        written = _written(folded.variants, variants, first_documents, EVERYWHERE) & (folded.weights > 0)
        frequency = int(np.count_nonzero(written)) + apart.frequency
    return Spelled(folded, apart, variants, first_documents, frequency)


def spelled_rare(folded: Sparse, apart: Sparse | Dense, variants: Variants, first_documents: Places) -> Sparse:
    """Return the list of an exact term whose folded term is rare; the arguments are those of `Spelled`."""
    assert isinstance(apart, Sparse)  # its documents are among those of the folded term
    weights = folded.weights * _written(folded.variants, variants, first_documents, folded.documents)
    weights[np.searchsorted(folded.documents, apart.documents)] = apart.weights
    kept = np.flatnonzero(weights)
    return Sparse(folded.documents[kept], weights[kept])


def _written(found: Variants, variants: Variants, first_documents: Places, documents: Any) -> Mask:
    """Say which documents, a slice or their numbers, have the variant that their segment has for a term.

    `found` are their variants; where a segment has MIXED for the term, none of its documents has it so.
    """
    wanted = variants
    if len(variants) > 1:
        numbers = np.arange(len(found)) + (documents.start or 0) if isinstance(documents, slice) else documents
        wanted = variants[np.searchsorted(first_documents, numbers, "right") - 1]
    written: Mask = (found == wanted) & (wanted < MIXED)
    return written
