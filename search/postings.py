"""Posting lists of a whole index: those of its segments end to end, without deleted documents, kept once decoded."""

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from cachetools import LRUCache

from index.columnar import postings as columnar
from index.columnar.segment import Segment, TextField
from index.schema import encoded
from index.text.normalise import fold_syllable
from search.lists import NOWHERE, Dense, Mask, Places, Sparse, TermList, Variants, Weights, spelled, spelled_rare

CACHE_BYTES = 2**27  # decoded lists kept: the common syllables of 180,000 articles, half of a worker's memory
SPELLINGS = 4_096  # exact terms of which it is remembered how segments number them, and how many documents there are
DENSE_FROM = 8  # a term that one in so many documents has is frequent: looking up in a list would take longer


class PostingSource:
    """Reads and keeps the lists of an index; safe to use from several threads."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        """Take the index's open segments."""
        self.segments = segments
        self.first_documents: list[int] = np.cumsum([0, *(segment.documents for segment in segments)]).tolist()
        self._lock = threading.Lock()
        self._begin = np.array(self.first_documents[:-1])
        self._spellings: LRUCache[str, tuple[Variants, int]] = LRUCache(SPELLINGS)
        self._cache: LRUCache[tuple[str, str], Sparse | Dense]
        self._cache = LRUCache(CACHE_BYTES, getsizeof=lambda item: item.nbytes)

    @property
    def documents(self) -> int:
        """The number of documents, deleted ones included."""
        return self.first_documents[-1]

    def term(self, field: TextField, token: str) -> TermList:
        """Return the list of a token of a field."""
        if field == "exact":
            return self._exact(token)
        return self._cached(field, token, lambda segment: segment.postings(field, encoded(token)))

    def pair(self, first: str, second: str) -> TermList:
        """Return the list of two folded syllables that stand side by side, the second after the first."""
        one, two = encoded(first), encoded(second)
        return self._cached("bigrams", f"{first} {second}", lambda segment: segment.pair(one, two))

    def prefix(self, field: TextField, beginning: str) -> TermList:
        """Return the list of all tokens of a field that begin so, as if they were one."""

        return self._kept(field, f"{beginning}*", lambda: self._summed(field, beginning))  # no token ends in a star

    def frequency(self, folded: str) -> int:
        """Return how many documents have a folded syllable, deleted ones included; without reading its list."""
        return sum(segment.frequency(encoded(folded)) for segment in self.segments)

    def spelled_frequency(self, exact: str) -> int:
        """Return how many documents have a syllable spelled so."""
        return self.term("exact", exact).frequency

    def pair_frequency(self, first: str, second: str) -> int:
        """Return in how many documents two folded syllables stand side by side, as `frequency` does."""
        one, two = encoded(first), encoded(second)
        return sum(segment.pair_frequency(one, two) for segment in self.segments)

    def spellings(self, folded: str) -> list[str]:
        """Return the exact syllables that a folded one stands for, in byte order."""
        found: set[bytes] = set()
        for segment in self.segments:
            terms = segment.terms("exact")
            found.update(terms[number] for number in segment.spellings_of(encoded(folded)).tolist())
        return [term.decode("utf-8", "surrogatepass") for term in sorted(found)]

    def with_prefix(self, field: TextField, beginning: str) -> list[str]:
        """Return the tokens of a field that begin so, in byte order."""
        found: set[bytes] = set()
        for segment in self.segments:
            terms = segment.terms(field)
            found.update(terms[number] for number in terms.with_prefix(encoded(beginning)))
        return [term.decode("utf-8", "surrogatepass") for term in sorted(found)]

    def living(self) -> Mask:
        """Return which documents were not deleted."""
        masks = [np.ones(s.documents, np.bool_) if s.alive is None else s.alive for s in self.segments]
        return np.concatenate([np.empty(0, np.bool_), *masks])

    def by_segment(self, places: Places) -> Iterator[tuple[Segment, int, Places]]:
        """Yield each segment with its first document and those of `places`, rising, that are its own, counted in it."""
        bounds = np.searchsorted(places, self.first_documents).tolist()
        for number, segment in enumerate(self.segments):
            first = self.first_documents[number]
            yield segment, first, places[bounds[number] : bounds[number + 1]] - first

    def _exact(self, syllable: str) -> TermList:
        """Tell the list from that of the folded term, which takes less time than decoding one."""
        folded = self.term("folded", fold_syllable(syllable))
        if isinstance(folded, Sparse):
            return self._kept("exact", syllable, lambda: self._spelled_rare(syllable, folded))
        assert isinstance(folded, Dense)
        with self._lock:
            known = self._spellings.get(syllable)
        variants, frequency = known or (self._variants(syllable), None)
        found = spelled(folded, self._apart(syllable), variants, frequency, self._begin)
        if not known:
            with self._lock:
                self._spellings[syllable] = variants, found.frequency
        return found

    def _spelled_rare(self, syllable: str, folded: Sparse) -> Sparse:
        return spelled_rare(folded, self._apart(syllable), self._variants(syllable), self._begin)

    def _variants(self, syllable: str) -> Variants:
        return np.array([segment.variant(encoded(syllable)) for segment in self.segments], np.uint8)

    def _apart(self, syllable: str) -> Sparse | Dense:
        return self._cached("apart", syllable, lambda segment: segment.apart(encoded(syllable)))

    def _cached(self, field: str, token: str, read: Callable[[Segment], columnar.Postings]) -> Sparse | Dense:
        def joined() -> Sparse | Dense:
            return self._join([_living(segment, read(segment)) for segment in self.segments])

        return self._kept(field, token, joined)

    def _kept(self, field: str, token: str, read: Callable[[], Sparse | Dense]) -> Sparse | Dense:
        """Return the list that is kept under a name, or read it and keep it."""
        key = (field, token)
        with self._lock:
            found = self._cache.get(key)
        if found is None:
            found = read()
            with self._lock:
                if found.nbytes <= CACHE_BYTES:
                    self._cache[key] = found
        return found

    def _summed(self, field: TextField, beginning: str) -> Sparse | Dense:
        """Join the lists of all tokens that begin so to one, adding up weights where they meet."""
        sums = np.zeros(self.documents, np.uint32)
        for segment, first in zip(self.segments, self.first_documents, strict=False):
            own = sums[first : first + segment.documents]
            for one in segment.with_prefix(field, encoded(beginning)):
                own[one.documents] += one.weights
            if segment.alive is not None:
                own *= segment.alive
        frequency = int(np.count_nonzero(sums))
        weights = np.minimum(sums, columnar.MAX_WEIGHT).astype(_dtype(int(sums.max(initial=0))))
        if frequency * DENSE_FROM < self.documents:
            documents = np.flatnonzero(weights)
            return Sparse(documents.astype(np.uint32), weights[documents])
        return Dense(weights, frequency)

    def _join(self, parts: Sequence[columnar.Postings]) -> Sparse | Dense:
        frequency = sum(map(len, parts))
        if not frequency:
            return NOWHERE
        dtype = _dtype(max(int(part.weights.max(initial=0)) for part in parts))
        if frequency * DENSE_FROM < self.documents:
            documents = [part.documents + np.uint32(first) for part, first in self._placed(parts)]
            weights = np.concatenate([part.weights for part in parts]).astype(dtype)
            return Sparse(np.concatenate(documents), weights, np.concatenate([part.variants for part in parts]))
        return self._dense(parts, frequency, dtype)

    def _dense(self, parts: Sequence[columnar.Postings], frequency: int, dtype: npt.DTypeLike) -> Dense:
        weights: Weights = np.zeros(self.documents, dtype)
        variants = np.zeros(self.documents if any(len(part.variants) for part in parts) else 0, np.uint8)
        for part, first in self._placed(parts):
            places = part.documents.astype(np.int64) + first  # NumPy's own kind of index: twice as fast
            weights[places] = part.weights
            if len(variants):
                variants[places] = part.variants
        return Dense(weights, frequency, variants)

    def _placed(self, parts: Sequence[columnar.Postings]) -> Iterator[tuple[columnar.Postings, int]]:
        return zip(parts, self.first_documents, strict=False)


def _living(segment: Segment, found: columnar.Postings) -> columnar.Postings:
    if segment.alive is None:
        return found
    kept = np.flatnonzero(segment.alive[found.documents])
    variants = found.variants[kept] if len(found.variants) else found.variants
    return columnar.Postings(found.documents[kept], found.weights[kept], variants)


def _dtype(greatest: int) -> type[np.unsignedinteger[Any]]:
    return np.uint8 if greatest < 2**8 else np.uint16
