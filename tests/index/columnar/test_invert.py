"""Inverted lists against counting token by token."""

from collections import defaultdict
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.columnar.invert import (
    BOUNDARY,
    MAX_TOKEN_WEIGHT,
    Inverted,
    Spellings,
    invert,
    invert_pairs,
    invert_spellings,
)
from index.columnar.postings import MAX_WEIGHT, MIXED

FOLDED = np.array([0, 1, 0, 2, 1, 0])  # of six exact terms the folded term of each
TOKENS = st.lists(
    st.tuples(st.integers(0, 70_000), st.integers(BOUNDARY, 5), st.integers(1, MAX_TOKEN_WEIGHT)), max_size=60
).map(lambda tokens: sorted(tokens, key=lambda token: token[0]))
Arrays = tuple[np.ndarray, np.ndarray, np.ndarray]
Counted = dict[int, dict[int, int]]


def arrays(tokens: list[tuple[int, int, int]]) -> Arrays:
    documents, terms, weights = np.array(tokens, np.int64).reshape(-1, 3).T
    return terms, documents, weights


def as_dict(inverted: Inverted) -> Counted:
    lists, place, found = inverted.lists, 0, {}
    for term, length in zip(inverted.terms.tolist(), lists.lengths.tolist(), strict=True):
        piece = slice(place, place + length)
        found[term] = dict(zip(lists.documents[piece].tolist(), lists.weights[piece].tolist(), strict=True))
        place += length
    assert place == len(lists.documents)
    return found


def counted(tokens: list[tuple[int, int, int]]) -> Counted:
    found: Counted = defaultdict(lambda: defaultdict(int))
    for document, term, weight in tokens:
        found[term][document] += weight
    return {term: dict(found[term]) for term in sorted(found)}


@given(TOKENS)
def test_lists_hold_the_sum_of_the_weights(tokens: list[tuple[int, int, int]]) -> None:
    tokens = [token for token in tokens if token[1] != BOUNDARY]
    inverted = invert(*arrays(tokens))
    assert as_dict(inverted) == counted(tokens)
    assert list(as_dict(inverted)) == sorted(as_dict(inverted))


@given(TOKENS)
def test_pairs_are_neighbours_in_one_text_of_one_document(tokens: list[tuple[int, int, int]]) -> None:
    expected = [
        (document, first * 6 + second, weight)
        for (document, first, weight), (other, second, _) in pairwise(tokens)
        if document == other and BOUNDARY not in (first, second)
    ]
    found = [invert_pairs(*arrays(tokens), 6, firsts) for firsts in (range(0, 2), range(2, 6))]
    assert as_dict(found[0]) | as_dict(found[1]) == counted(expected)


@given(TOKENS)
def test_folded_lists_and_variants_say_what_each_document_writes(tokens: list[tuple[int, int, int]]) -> None:
    tokens = [token for token in tokens if token[1] != BOUNDARY]
    spellings = Spellings.of(FOLDED, 3)
    folded, apart = invert_spellings(*arrays(tokens), spellings)
    assert as_dict(folded) == counted([(document, int(FOLDED[term]), weight) for document, term, weight in tokens])
    exact: Counted = defaultdict(dict, as_dict(apart))
    variants = iter(folded.lists.variants.tolist())
    for term, weights in as_dict(folded).items():
        for document, weight in weights.items():
            if (variant := next(variants)) != MIXED:
                exact[int(spellings.exact[spellings.starts[term] + variant])][document] = weight
    assert {term: dict(sorted(exact[term].items())) for term in sorted(exact)} == counted(tokens)


def test_a_term_with_more_spellings_than_a_byte_can_tell_keeps_the_others_apart() -> None:
    spellings = Spellings.of(np.zeros(300, np.int64), 1)
    folded, apart = invert_spellings(np.arange(300), np.arange(300), np.full(300, 2), spellings)
    assert folded.lists.variants.tolist() == [*range(255), *[MIXED] * 45]
    assert as_dict(apart) == {term: {term: 2} for term in range(255, 300)}


@given(TOKENS)
def test_terms_and_documents_too_many_for_a_sort_key_are_sorted_all_the_same(
    tokens: list[tuple[int, int, int]],
) -> None:
    terms, documents, weights = arrays([token for token in tokens if token[1] != BOUNDARY])
    far, late = 2**40, 2**24
    found = as_dict(invert(terms * far, documents + late, weights))
    expected = as_dict(invert(terms, documents, weights))
    shifted = {term * far: {document + late: w for document, w in held.items()} for term, held in expected.items()}
    assert found == shifted


def test_a_weight_has_a_largest_value() -> None:
    count = MAX_WEIGHT // 8 + 10
    inverted = invert(np.zeros(count, np.int64), np.zeros(count, np.int64), np.full(count, 8))
    assert as_dict(inverted) == {0: {0: MAX_WEIGHT}}
