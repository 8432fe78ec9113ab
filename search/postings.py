"""Posting lists of a Whoosh index as arrays, the segments joined end to end.

A document is known by its number: the segment's first number plus its place in the segment, uint32.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt
from cachetools import LRUCache
from whoosh.reading import IndexReader

from index.analysed import TEXTS
from index.schema import field_name

Numbers = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float32]

# How often a token of each text counts (BM25F's field weights): a word of the headline says what the report is about.
TEXT_WEIGHTS = {"title": 4.0, "summary": 1.0, "body": 1.0}
CACHE_BYTES = 100 * 2**20  # decoded posting lists kept: the common syllables of 40,000 articles, under half of a worker
OBJECT_BYTES = 550  # of memory that a cached list takes besides its numbers, as measured on many short ones

EMPTY_NUMBERS: Numbers = np.empty(0, np.uint32)
EMPTY_FLOATS: Floats = np.empty(0, np.float32)
CHUNK = 256  # documents whose positions are read at once: other requests wait so long, and a deadline is kept so well


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents of one token: `documents` ascending (n,) uint32, `frequencies` (n,) float32, weighted."""

    documents: Numbers
    frequencies: Floats

    def __len__(self) -> int:
        """Return the document frequency."""
        return len(self.documents)

    @property
    def bytes(self) -> int:
        """The memory the arrays take, and a little for the objects around them."""
        return self.documents.nbytes + self.frequencies.nbytes + OBJECT_BYTES


NO_POSTINGS = Postings(EMPTY_NUMBERS, EMPTY_FLOATS)


class PostingSource:
    """Reads posting lists from one open Whoosh index; safe to use from several threads."""

    def __init__(self, reader: IndexReader) -> None:
        """Take an open index reader, which stays the caller's to close."""
        self._leaves: Sequence[tuple[Any, int]] = list(reader.leaf_readers())
        self._documents: int = reader.doc_count_all()
        self._lock = threading.Lock()  # Whoosh's files have one read position that all matchers share
        self._cache: LRUCache[tuple[str, ...], Postings] = LRUCache(CACHE_BYTES, getsizeof=lambda p: p.bytes)

    def in_stream(self, stream: str, token: str) -> Postings:
        """Return the documents that have the token in any text, each text's frequency times its TEXT_WEIGHTS."""
        with self._lock:
            return self._cached((stream, token), self._join_texts)

    def in_text(self, text: str, stream: str, token: str) -> Numbers:
        """Return the documents that have the token in one text."""
        with self._lock:
            return self._cached((text, stream, token), self._read).documents

    def positions(self, text: str, stream: str, token: str, documents: Numbers) -> Iterator[Sequence[int]]:
        """Yield the token's positions in each of these documents, ascending, all of which have it in that text."""
        name, term = field_name(text, stream), _bytes(token)
        bounds = np.searchsorted(documents, [first for _, first in self._leaves] + [self._documents])
        for (leaf, first), start, end in zip(self._leaves, bounds, bounds[1:], strict=False):
            if start == end:
                continue
            with self._lock:
                matcher = leaf.postings(name, term)
            for begin in range(start, end, CHUNK):
                with self._lock:
                    found = [_positions(matcher, int(document) - first) for document in documents[begin:end][:CHUNK]]
                yield from found

    def _cached(self, key: tuple[str, ...], read: Callable[..., Postings]) -> Postings:
        postings = self._cache.get(key)
        if postings is None:
            postings = read(*key)
            if len(postings) > 0 and postings.bytes <= CACHE_BYTES:
                self._cache[key] = postings
        return postings

    def _join_texts(self, stream: str, token: str) -> Postings:
        parts = [(self._read(text, stream, token), TEXT_WEIGHTS[text]) for text in TEXTS]
        documents = reduce(np.union1d, [part.documents for part, _ in parts])
        frequencies = np.zeros(len(documents), np.float32)
        for part, weight in parts:
            frequencies[np.searchsorted(documents, part.documents)] += np.float32(weight) * part.frequencies
        return Postings(documents, frequencies)

    def _read(self, text: str, stream: str, token: str) -> Postings:
        name, term = field_name(text, stream), _bytes(token)
        parts = [_read_leaf(leaf, first, name, term) for leaf, first in self._leaves if (name, term) in leaf]
        if not parts:
            return NO_POSTINGS
        return Postings(np.concatenate([d for d, _ in parts]), np.concatenate([f for _, f in parts]))


def _positions(matcher: Any, document: int) -> Sequence[int]:
    matcher.skip_to(document)
    positions: Sequence[int] = matcher.value_as("positions")
    return positions


def _bytes(token: str) -> bytes:
    return token.encode("utf-8", "surrogatepass")


def _read_leaf(leaf: Any, first: int, name: str, term: bytes) -> tuple[Numbers, Floats]:
    """Decode one posting list block by block: Whoosh's own iteration, posting by posting, takes eight times as long."""
    matcher = leaf.postings(name, term)
    documents, frequencies = [], []
    while matcher.is_active():
        matcher._read_ids()
        matcher._read_weights()
        documents.append(np.array(matcher._ids, np.uint32))
        frequencies.append(np.array(matcher._weights, np.float32))
        matcher._next_block()
    return np.concatenate(documents) + np.uint32(first), np.concatenate(frequencies)
