"""A matcher moves over a posting list as Whoosh asks it to."""

import math
import random
from pathlib import Path
from typing import Any

import pytest
from whoosh.matching import ReadTooFar
from whoosh.query import Or, Term
from whoosh.scoring import BM25F

from index.analysed import analyse_article
from index.article import Article
from index.codec.matcher import ColumnarMatcher
from tests.index.codec.indexes import columnar_index, twins
from tests.stock import token_streams


@pytest.fixture
def matcher(tmp_path: Path) -> ColumnarMatcher:
    """Of "ba", in the documents 0, 2 and 3."""
    titles = ["ba bốn", "năm", "ba", "năm ba ba"]
    articles = [Article(str(number), title, body="sáu " * 40 * number) for number, title in enumerate(titles)]
    reader = columnar_index(tmp_path / "index", [articles], frozenset()).reader()
    found: ColumnarMatcher = reader.postings("exact", "ba")
    return found


def test_it_goes_from_document_to_document(matcher: ColumnarMatcher) -> None:
    assert (matcher.id(), matcher.weight(), matcher.value_as("positions")) == (0, 4.0, [0])
    matcher.next()
    matcher.next()
    assert (matcher.id(), matcher.weight(), matcher.value_as("positions")) == (3, 8.0, [1, 2])
    assert matcher.value_as("frequency") == 2
    assert matcher.value_as("weight") == 8.0
    assert matcher.value_as("position_boosts") == [(1, 1), (2, 1)]
    assert [span.start for span in matcher.spans()] == [1, 2]
    assert list(matcher.all_ids()) == [0, 2, 3]
    matcher.next()
    assert not matcher.is_active()
    with pytest.raises(ReadTooFar):
        matcher.next()
    with pytest.raises(ReadTooFar):
        matcher.skip_to(3)
    matcher.reset()
    assert matcher.id() == 0


def test_it_skips(matcher: ColumnarMatcher) -> None:
    for target, expected in ((0, 0), (1, 2), (2, 2), (0, 2), (3, 3)):
        matcher.skip_to(target)
        assert matcher.id() == expected
    matcher.skip_to(4)
    assert not matcher.is_active()
    assert matcher.id() == 3  # Whoosh's AndNotMatcher still asks
    matcher.reset()
    assert matcher.is_active()
    assert matcher.id() == 0


def test_a_copy_moves_by_itself(matcher: ColumnarMatcher) -> None:
    other = matcher.copy()
    other.next()
    assert (matcher.id(), other.id()) == (0, 2)


def test_values_are_those_of_the_format(matcher: ColumnarMatcher) -> None:
    assert matcher.format.decode_positions(matcher.value()) == [0]
    assert list(matcher.items_as("positions")) == [(0, [0]), (2, [0]), (3, [1, 2])]


def test_without_a_ranking_it_knows_no_quality(matcher: ColumnarMatcher) -> None:
    assert not matcher.supports_block_quality()


def test_no_posting_is_better_than_its_block_says(tmp_path: Path) -> None:
    for seed in range(10):
        with twins(tmp_path / str(seed), random.Random(seed)) as both:
            for searcher, _ in both.ours.leaf_searchers():
                for field in ("folded", "title", "words", "source"):
                    for term in searcher.reader().lexicon(field):
                        assert_bounded(searcher.postings(field, term, BM25F()))


def assert_bounded(matcher: Any) -> None:
    assert matcher.supports_block_quality()
    bound = matcher.block_quality()
    assert bound <= matcher.max_quality() or math.isclose(bound, matcher.max_quality())
    while matcher.is_active():
        assert matcher.score() <= bound
        matcher.skip_to_quality(matcher.score() * 0.999)  # which this document itself surpasses
        assert matcher.is_active()
        matcher.next()


def test_what_cannot_be_better_is_left_out(tmp_path: Path) -> None:
    with columnar_index(tmp_path / "index", [[Article("1", "ba")]], frozenset()).searcher() as searcher:
        matcher = searcher.postings("exact", "ba")
        assert matcher.skip_to_quality(matcher.max_quality()) == 1
        assert not matcher.is_active()


def test_the_best_few_are_the_first_of_all(tmp_path: Path) -> None:
    for seed in range(10):
        with twins(tmp_path / str(seed), random.Random(seed)) as both:
            for query in (Term("folded", "hoa"), Or([Term("folded", "hoa"), Term("exact", "bình")])):
                few, every = (both.ours.search(query, limit=limit).top_n for limit in (3, None))
                assert [score for score, _ in few] == [score for score, _ in every[:3]]


def test_stock_whoosh_writes_what_our_builder_does_at_zones(tmp_path: Path) -> None:
    article = Article("1", "ba " * 2, "ba", "ba " * 120)
    streams = token_streams(analyse_article(article))
    reader = columnar_index(tmp_path / "index", [[article]], frozenset()).reader()
    for field in ("exact", "folded_bigrams"):
        tokens = streams[field]
        matcher = reader.postings(field, tokens[0][0])
        assert matcher.weight() == sum(weight for _, _, weight in tokens)
        assert matcher.value_as("frequency") == len(tokens)
    assert reader.postings("exact", "ba").value_as("positions") == [0, 1, 3, *range(5, 125)]
