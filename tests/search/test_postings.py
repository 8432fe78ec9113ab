"""Posting lists of a whole index against a count of tokens, over several segments with deleted documents."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from index.analysed import analyse_article
from index.article import Article
from index.columnar.builder import Builder
from index.columnar.deletions import write_deletions
from index.columnar.segment import Segment
from search import postings
from search.lists import Dense, Sparse, TermList
from search.postings import PostingSource
from tests.stock import token_streams

SIZES = (400, 7, 90)  # articles of each segment
WORDS = ["hòa", "hoa", "bình", "đường", "dương", "phố", "lĩnh", "4/7", "Covid-19"]


def segment_of(number: int) -> int:
    return int(np.searchsorted(np.cumsum(SIZES), number, "right"))


def articles() -> list[Article]:
    random = np.random.default_rng(3)
    rare = {3: "hoằng", 401: "hoằng hóa", 402: "hoàng", 410: "hoáng hoàng", 411: "hoáng hoàng"}
    written = ["má", "má mà", "mà mã"]  # of each segment: one way, two, and two others
    return [
        Article(
            f"a{number}",
            " ".join(random.choice(WORDS, 3)),
            "",
            " ".join(random.choice(WORDS, random.integers(0, 300)))
            + f" {written[segment_of(number)]} {rare.get(number, '')}",
        )
        for number in range(sum(SIZES))
    ]


ARTICLES = articles()
ALIVE = np.random.default_rng(5).random(len(ARTICLES)) < 0.7
ALIVE[[3, 401, 410]], ALIVE[402] = True, False


def segments(folder: Path) -> Iterator[Segment]:
    first = 0
    for number, size in enumerate(SIZES):
        builder = Builder()
        for article in ARTICLES[first : first + size]:
            builder.add(analyse_article(article))
        files = [folder / f"{number}.{name}" for name in ("columns", "articles", "deleted")]
        builder.write(files[0], files[1])
        write_deletions(files[2], ALIVE[first : first + size])
        yield Segment(*files)
        first += size


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> PostingSource:
    return PostingSource(list(segments(tmp_path_factory.mktemp("segments"))))


def counted(stream: str, accept: Sequence[str]) -> dict[int, float]:
    weights: defaultdict[int, float] = defaultdict(float)
    for number, article in enumerate(ARTICLES):
        for token, _, weight in token_streams(analyse_article(article))[stream]:
            if token in accept and ALIVE[number]:
                weights[number] += weight
    return weights


def listed(found: TermList) -> dict[int, float]:
    weights = found.weights_at(np.arange(len(ARTICLES))) / 2
    assert found.frequency == np.count_nonzero(weights)
    assert found.mask(len(ARTICLES)).tolist() == (weights > 0).tolist()
    return {number: weight for number, weight in enumerate(weights.tolist()) if weight}


@pytest.mark.parametrize("token", ["hòa", "hoa", "đường", "hoằng", "hoàng", "khong", "má", "mà", "mã"])
def test_a_list_has_the_living_documents_of_all_segments(source: PostingSource, token: str) -> None:
    assert listed(source.term("exact", token)) == counted("exact", [token])


def test_a_pair_and_a_code_are_found(source: PostingSource) -> None:
    assert listed(source.pair("hoa", "binh")) == counted("folded_bigrams", ["hoa binh"])
    assert listed(source.term("compounds", "4/7")) == counted("compounds", ["4/7"])
    assert listed(source.pair("hoang", "hoa")) == {401: 1.0}


def test_a_prefix_is_the_sum_of_its_terms(source: PostingSource) -> None:
    assert listed(source.prefix("folded", "ho")) == counted("folded", ["hoa", "hoang"])
    assert listed(source.prefix("folded", "hoan")) == counted("folded", ["hoang"])
    assert listed(source.prefix("folded", "khong")) == {}


def test_rare_terms_are_lists_and_frequent_ones_a_weight_for_each_document(source: PostingSource) -> None:
    assert isinstance(source.term("folded", "hoang"), Sparse)
    frequent = source.term("folded", "hoa")
    assert isinstance(frequent, Dense)
    assert frequent.weights.dtype == np.uint8


def test_weights_beyond_a_byte_are_kept(tmp_path: Path) -> None:
    builder = Builder()
    for number in range(40):
        builder.add(analyse_article(Article(str(number), body="hòa " * (100 * number))))
    builder.write(tmp_path / "columns", tmp_path / "articles")
    found = PostingSource([Segment(tmp_path / "columns", tmp_path / "articles")]).term("folded", "hoa")
    lead = 30 * 2.0 + 70 * 1.5
    assert (found.weights_at(np.arange(40)) / 2).tolist() == [lead + 100 * (n - 1) if n else 0 for n in range(40)]


def test_what_is_kept_is_bounded(source: PostingSource, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "CACHE_BYTES", 2_000)
    small = PostingSource(source.segments)
    for token in ("hoa", "binh", "duong", "pho", "linh", "4", "7", "19"):
        assert listed(small.term("folded", token)) == listed(source.term("folded", token))
    assert 0 < small._cache.currsize <= 2_000
