"""How well documents match: BM25F (Robertson & Zaragoza 2009), summed over three token streams.

Folded syllables carry recall; folded bigrams reward word order and compounds; exact syllables reward what was typed
with diacritics. pyvi's words add nothing to these (docs/decisions.md), so they do not rank.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from search.columns import Columns
from search.matching import Deadline
from search.postings import Floats, Numbers, PostingSource
from search.query import Query

# Measured on the mds run: docs/decisions.md.
K1 = 1.2  # how soon more of the same word stops counting
B = 0.9  # how much a long article's words count less
BIGRAM_WEIGHT = 0.45  # a pair of syllables in the typed order, against 1 for each syllable
COMPOUND_WEIGHT = 0.45  # a code such as `4/7` in one piece: it says what its parts in order say, and counts as a pair
EXACT_WEIGHT = 0.3  # a syllable as typed, only when the query has diacritics: without any it says nothing


@dataclass(frozen=True, slots=True)
class Term:
    """One token to rank by; `weight` is its stream's weight times how often it was typed."""

    stream: str
    token: str
    weight: float


def terms(query: Query) -> Sequence[Term]:
    """Return the tokens a query ranks by."""
    weights: defaultdict[tuple[str, str], float] = defaultdict(float)
    for clause in query.sought():
        folded = [syllable for unit in clause.units for syllable in unit.folded]
        for syllable in folded:
            weights["folded", syllable] += 1.0
        for pair in pairwise(folded):
            weights["folded_bigrams", " ".join(pair)] += BIGRAM_WEIGHT
        for unit in clause.units:
            if unit.compound:
                weights["folded", unit.compound] += COMPOUND_WEIGHT
            for syllable in unit.exact if query.has_diacritics else ():
                weights["exact", syllable] += EXACT_WEIGHT
    return [Term(stream, token, weight) for (stream, token), weight in weights.items()]


class Ranker:
    """Scores the documents of one index."""

    def __init__(self, postings: PostingSource, columns: Columns) -> None:
        """Take the index's posting lists and columns."""
        self.postings = postings
        self.idf = columns.idf
        lengths = columns.lengths
        mean = float(lengths.mean()) if len(lengths) else 1.0
        self.saturation: Floats = np.float32(K1) * (
            np.float32(1 - B) + np.float32(B) * lengths / np.float32(mean or 1.0)
        )

    def scores(self, query: Query, deadline: Deadline) -> Floats:
        """Return the score of every document, (n,) float32; terms that the deadline leaves out add nothing."""
        scores = np.zeros(len(self.saturation), np.float32)
        for term in terms(query):
            if deadline.passed():
                break
            documents, parts = self._term(term)
            scores[documents] += parts
        return scores

    def explain(self, query: Query, document: int) -> Mapping[str, float]:
        """Return what each term adds to the score of one document, largest first, named as `token (stream)`."""
        parts = {f"{term.token} ({term.stream})": self._at(term, document) for term in terms(query)}
        return {name: part for name, part in sorted(parts.items(), key=lambda item: -item[1]) if part}

    def _term(self, term: Term) -> tuple[Numbers, Floats]:
        postings = self.postings.in_stream(term.stream, term.token)
        factor = np.float32(term.weight * self.idf(len(postings)) * (K1 + 1))
        frequencies = postings.frequencies
        return postings.documents, factor * frequencies / (frequencies + self.saturation[postings.documents])

    def _at(self, term: Term, document: int) -> float:
        documents, parts = self._term(term)
        place = int(np.searchsorted(documents, document))
        return float(parts[place]) if place < len(documents) and documents[place] == document else 0.0
