"""Which terms tell what an article is about: those by which others like it are found."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from index.columnar.invert import BOUNDARY
from index.columnar.segment import Segment
from index.text.normalise import fold_syllable
from search.postings import PostingSource
from search.terms import Term
from search.whoosh_queries import idf

KEY_TERMS = 20  # pairs of syllables to look for: with more, common ones come in, and the search takes longer
READ_SYLLABLES = 600  # of an article, from its headline on: what it is about is said early
LEAST_ARTICLES = 2  # that have a pair: one is the article itself
TITLE_COUNTS = 3  # times as much as in the body


def key_terms(source: PostingSource, segment: Segment, document: int, living: int) -> Sequence[Term]:
    """Return the pairs of syllables that an article has more often than others have, the weightiest first.

    Pairs, since a Vietnamese word is mostly two syllables, and one syllable is part of many.
    """
    tokens = segment.exact_tokens(np.array([document], np.uint32)).terms[:READ_SYLLABLES]
    terms = segment.terms("exact")
    syllables = [fold_syllable(terms[n].decode("utf-8", "surrogatepass")) if n != BOUNDARY else None
                 for n in tokens.tolist()]  # fmt: skip
    title_end = syllables.index(None) if None in syllables else 0
    counts: Counter[tuple[str, str]] = Counter()
    for place, (first, second) in enumerate(pairwise(syllables)):
        if first and second and first.isalpha() and second.isalpha():
            counts[first, second] += TITLE_COUNTS if place < title_end else 1
    weights = {}
    for (first, second), count in counts.items():
        if (frequency := source.pair_frequency(first, second)) >= LEAST_ARTICLES:
            weights[f"{first} {second}"] = (1 + math.log(count)) * idf(living, frequency)
    best = sorted(weights, key=lambda pair: (-weights[pair], pair))[:KEY_TERMS]
    return [Term("folded_bigrams", pair, 1 + math.log(counts[_parts(pair)])) for pair in best]


def _parts(pair: str) -> tuple[str, str]:
    first, _, second = pair.partition(" ")
    return first, second
