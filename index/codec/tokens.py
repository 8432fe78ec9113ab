"""Where terms stand in documents, read from what each document says: the numbers of its terms in order.

A position is a term's place in that: title, summary and body, one place left free between two texts.
"""

from functools import cached_property, lru_cache, partial

import numpy as np
import numpy.typing as npt

from index.columnar.elias_fano import Numbers
from index.columnar.invert import BOUNDARY
from index.columnar.ragged import Integers, ranges
from index.columnar.segment import Segment, Tokens

RECENT_DOCUMENTS = 64  # kept, for a phrase reads each document once for each of its words

CHUNK = 2**13  # documents read at once where all are: few enough to bound memory, enough for array work


class DocumentTokens:
    """The terms of the documents of one segment, in the order written; safe between threads."""

    def __init__(self, segment: Segment) -> None:
        """Take an open segment."""
        self._segment = segment
        self.exact = lru_cache(RECENT_DOCUMENTS)(partial(_exact, segment))  # no method: it would hold the files open

    @cached_property
    def folded_of(self) -> Integers:
        """The folded term of each exact term, and of BOUNDARY, which is last, BOUNDARY: (exact terms + 1,) int64."""
        begin, exact = self._segment.spellings()
        folded = np.full(len(exact) + 1, BOUNDARY, np.int64)
        folded[exact] = np.repeat(np.arange(len(begin) - 1), np.diff(begin))
        return folded

    @cached_property
    def titled(self) -> npt.NDArray[np.bool_]:
        """Which exact terms stand in any title, (exact terms,) bool; all documents are read for it, once."""
        found = np.zeros(len(self.folded_of) - 1, np.bool_)
        for first in range(0, self._segment.documents, CHUNK):
            documents = np.arange(first, min(first + CHUNK, self._segment.documents), dtype=np.uint32)
            tokens = self._segment.exact_tokens(documents)
            begin = tokens.starts[:-1]
            found[tokens.terms[ranges(begin, title_ends(tokens) - begin)]] = True
        return found

    def folded(self, document: int) -> Integers:
        """Return the numbers of a document's folded terms, (tokens,) int64."""
        return self.folded_of[self.exact(document)]

    def in_titles(self, exact: int, documents: Numbers) -> npt.NDArray[np.bool_]:
        """Say of each document, (n,) uint32, whether its title has an exact term: (n,) bool."""
        tokens = self._segment.exact_tokens(documents)
        places = np.flatnonzero(tokens.terms == exact)
        of_document = np.searchsorted(tokens.starts, places, "right") - 1
        found = np.zeros(len(documents), np.bool_)
        found[of_document[places < title_ends(tokens)[of_document]]] = True
        return found


def _exact(segment: Segment, document: int) -> Integers:
    return segment.exact_tokens(np.array([document], np.uint32)).terms


def title_ends(tokens: Tokens) -> Integers:
    """Return where the title of each document ends in `tokens.terms`: at the first of its two BOUNDARY tokens."""
    return np.flatnonzero(tokens.terms == BOUNDARY)[::2]


def title(tokens: Integers) -> Integers:
    """Return what comes before the first BOUNDARY in the tokens of one document."""
    return tokens[: int(np.argmax(tokens == BOUNDARY))]
