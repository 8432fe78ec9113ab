"""How well documents match: BM25F (Robertson & Zaragoza 2009), summed over three token streams.

Folded syllables carry recall; folded bigrams reward word order and compounds; exact syllables reward what was typed
with diacritics. pyvi's words add nothing to these (docs/decisions.md), so they do not rank.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

import numpy as np

from search.columns import Columns
from search.deadline import Deadline
from search.lists import Floats, Mask, Places, Sparse, TermList, Weights
from search.postings import PostingSource
from search.query import Query, Unit
from search.whoosh_queries import idf

# Measured on the mds run: docs/decisions.md.
K1 = 1.2  # how soon more of the same word stops counting
B = 0.9  # how much a long article's words count less
BIGRAM_WEIGHT = 0.45  # a pair of syllables in the typed order, against 1 for each syllable
COMPOUND_WEIGHT = 0.45  # a code such as `4/7` in one piece: it says what its parts in order say, and counts as a pair
EXACT_WEIGHT = 0.3  # a syllable as typed, only when the query has diacritics: without any it says nothing
HALVES = 2  # posting lists and lengths are in half units

Stream: TypeAlias = Literal["folded", "prefix", "folded_bigrams", "exact", "compounds"]


@dataclass(frozen=True, slots=True)
class Term:
    """One token to rank by; `weight` is its stream's weight times how often it was typed."""

    stream: Stream
    token: str
    weight: float


def terms(query: Query) -> Sequence[Term]:
    """Return the tokens a query ranks by."""
    weights: defaultdict[tuple[Stream, str], float] = defaultdict(float)
    for clause in query.sought():
        for unit in clause.units:
            for syllable in unit.folded:
                weights["prefix" if unit.prefix else "folded", syllable] += 1.0
            if unit.compound:
                weights["compounds", unit.compound] += COMPOUND_WEIGHT
            for syllable in unit.exact if query.has_diacritics and not unit.prefix else ():
                weights["exact", syllable] += EXACT_WEIGHT
        for pair in _pairs(clause.units):
            weights["folded_bigrams", pair] += BIGRAM_WEIGHT
    return [Term(stream, token, weight) for (stream, token), weight in weights.items()]


class Ranker:
    """Scores the documents of one index."""

    def __init__(self, source: PostingSource, columns: Columns, alive: Mask) -> None:
        """Take the index's posting lists and columns, and which documents were not deleted."""
        self._source, self._living = source, columns.living
        mean = float(columns.lengths[alive].mean()) if columns.living else 1.0
        lengths = columns.lengths.astype(np.float32)
        self._saturation: Floats = np.float32(HALVES * K1) * (
            np.float32(1 - B) + np.float32(B / (mean or 1.0)) * lengths
        )

    def scores(self, query: Query, places: Places, deadline: Deadline) -> Floats:
        """Return the scores of some documents, rising; terms that the deadline leaves out add nothing.

        What rare terms add is summed up for whichever documents have them, what frequent ones do for those asked for.
        """
        anywhere = np.zeros(len(self._saturation), np.float32)
        here, saturation = np.zeros(len(places), np.float32), self._saturation[places]
        for term in terms(query):
            if deadline.passed():
                break
            found, factor = self._list(term)
            if isinstance(found, Sparse):
                parts = _saturated(found.weights, self._saturation[found.documents])
                anywhere[found.documents] += factor * parts
            else:
                here += factor * _saturated(found.weights[places], saturation)
        return here + anywhere[places]

    def explain(self, query: Query, document: int) -> Mapping[str, float]:
        """Return what each term adds to the score of one document, largest first, named as `token (stream)`."""
        place = np.array([document])
        parts = {f"{term.token} ({term.stream})": self._at(term, place) for term in terms(query)}
        return {name: part for name, part in sorted(parts.items(), key=lambda item: -item[1]) if part}

    def _list(self, term: Term) -> tuple[TermList, np.float32]:
        """Return a term's posting list, and what it would add to the score of a document full of it."""
        found = self._read(term)
        return found, np.float32(term.weight * idf(self._living, found.frequency) * (K1 + 1))

    def _read(self, term: Term) -> TermList:
        match term.stream:
            case "folded_bigrams":
                first, _, second = term.token.partition(" ")
                return self._source.pair(first, second)
            case "prefix":
                return self._source.prefix("folded", term.token)
            case _:
                return self._source.term(term.stream, term.token)

    def _at(self, term: Term, place: Places) -> float:
        found, factor = self._list(term)
        return float((factor * _saturated(found.weights_at(place), self._saturation[place]))[0])


def _saturated(weights: Weights, saturation: Floats) -> Floats:
    frequencies = weights.astype(np.float32)
    return frequencies / (frequencies + saturation)


def _pairs(units: Sequence[Unit]) -> Iterator[str]:
    """Yield the neighbouring folded syllables, where neither was typed in part."""
    syllables = [(syllable, unit.prefix) for unit in units for syllable in unit.folded]
    for (first, one), (second, other) in pairwise(syllables):
        if not (one or other):
            yield f"{first} {second}"
