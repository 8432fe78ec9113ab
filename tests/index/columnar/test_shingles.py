"""Shingles and their signatures."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.columnar.ragged import Integers, starts
from index.columnar.shingles import (
    LEAST,
    NO_SIGNATURE,
    PLACES,
    SHINGLE,
    Shingles,
    hash_terms,
    shingles_of,
    signature_runs,
    signatures,
)

TERMS = [b"hoa", b"binh", b"hoa binh", b"ab", b"ba", b"a", b"\xc4\x91", b""]
TEXTS = st.lists(st.integers(0, len(TERMS) - 1), max_size=9)
ARTICLES = st.lists(st.lists(TEXTS, min_size=3, max_size=3), max_size=5)


def laid_out(articles: list[list[list[int]]]) -> tuple[Integers, Integers]:
    """Put the texts of articles end to end, -1 between two of one article."""
    rows = [[*title, -1, *summary, -1, *body] for title, summary, body in articles]
    lengths = np.array(list(map(len, rows)), np.int64)
    return np.array([number for row in rows for number in row], np.int64), starts(lengths)


@given(ARTICLES)
def test_an_articles_shingles_are_its_runs_of_syllables_within_one_text(articles: list[list[list[int]]]) -> None:
    hashes = hash_terms(TERMS)
    found = shingles_of(*laid_out(articles), hashes)
    assert len(found.starts) == len(articles) + 1
    meaning: dict[int, tuple[int, ...]] = {}
    for number, article in enumerate(articles):
        expected = [tuple(text[at : at + SHINGLE]) for text in article for at in range(len(text) - SHINGLE + 1)]
        own = found.hashes[found.starts[number] : found.starts[number + 1]].tolist()
        assert len(own) == len(expected)
        for shingle, hashed in zip(expected, own, strict=True):
            assert meaning.setdefault(hashed, shingle) == shingle
    assert len(set(meaning.values())) == len(meaning)


def test_a_terms_hash_depends_on_its_bytes_alone() -> None:
    together = hash_terms(TERMS)
    assert together.tolist() == [int(hash_terms([term])[0]) for term in TERMS]
    assert len(set(together.tolist())) == len(TERMS)
    assert len(hash_terms([])) == 0


def test_signatures_agree_as_often_as_shingles_are_shared() -> None:
    random = np.random.default_rng(1)
    agreeing = []
    for _ in range(300):
        shared, one, other = (random.integers(0, 2**63, count, np.uint64) for count in (300, 100, 100))
        pair = np.concatenate([shared, one, other, shared[::-1]])  # 300 of 500 in both
        own = signatures(Shingles(pair, np.array([0, 400, 800], np.int64))).reshape(2, PLACES)
        agreeing.append(np.count_nonzero(own[0] == own[1]) / PLACES)
    assert abs(np.mean(agreeing) - 0.6) < 0.03  # three standard errors of 4,800 places


def test_an_article_of_few_shingles_has_no_signature() -> None:
    tokens, begin = laid_out([[[0] * 3, [1] * (LEAST + SHINGLE - 2), []], [[], [1, 2] * (LEAST + SHINGLE - 1), []]])
    rows = np.concatenate(list(signature_runs(tokens, begin, hash_terms(TERMS)))).reshape(2, PLACES)
    assert (rows[0] == NO_SIGNATURE).all()
    assert not (rows[1] == NO_SIGNATURE).all()
    assert list(signature_runs(tokens[:0], begin[:1], hash_terms(TERMS))) == []
