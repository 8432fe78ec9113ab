"""What is found, against stock Whoosh: the same queries, over an index that Whoosh wrote of the same articles.

Ours was updated and lost articles on the way, and is in several segments; that of stock Whoosh is new, since stock
Whoosh finds deleted articles again (tests/index/codec/known_errors.py). It is asked for all matches (`limit=None`), for
its search for the best few loses some.
"""

import datetime
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from whoosh.searching import Searcher

from index import generation, policy
from index.article import Article
from index.codec.toc import entries
from index.update import delete, update
from search.compile import compile_filters, compile_query
from search.parse import parse
from search.relaxation import requirements
from search.request import Filters, SearchRequest
from search.snapshot import Snapshot
from search.whoosh_engine import WhooshEngine
from tests.sample import build, write_jsonl
from tests.search.brute_force import BruteForce
from tests.stock import stock_index

SYLLABLES = ["hòa", "hoa", "bình", "binh", "đường", "dương", "phố", "lĩnh", "của", "4/7", "Covid-19", "tỉnh", "không"]
SOURCES = ["Báo Lĩnh Sơn", "Phố Lĩnh Online", "Biên Mậu"]
AUTHORS = ["Phùng Gia Linh", "Lê Minh Đạt", "Gia Linh"]
FIRST_DAY = datetime.date(2018, 1, 30)
INDEXES, ARTICLES, QUERIES = 12, 25, 250  # small ones: mistakes show at the edges, and stock Whoosh is slow


def random_articles(random: np.random.Generator) -> list[Article]:
    def text(longest: int) -> str:
        return " ".join(random.choice(SYLLABLES[:-1], random.integers(0, longest + 1)))

    def some(values: list[str]) -> str | None:
        return [*values, None][random.integers(len(values) + 1)]

    return [
        Article(f"a{n}", text(4), text(5), text(40), (), some_day(random), some(AUTHORS), some(SOURCES))
        for n in range(random.integers(ARTICLES))
    ]


def some_day(random: np.random.Generator) -> datetime.date | None:
    return FIRST_DAY + datetime.timedelta(int(random.integers(5))) if random.random() < 0.8 else None


def some_query(random: np.random.Generator) -> str:
    """Return a text of the query language."""

    def row(longest: int) -> str:
        return " ".join(random.choice(SYLLABLES, random.integers(1, longest + 1)))

    parts = [
        lambda: row(3),
        lambda: row(8),
        lambda: f'"{row(4)}"',
        lambda: f"-{row(1)}",
        lambda: f'-"{row(3)}"',
        lambda: f'tiêu đề:"{row(3)}"',
        lambda: f'-tiêu đề:"{row(2)}"',
        lambda: f"tác giả:{random.choice(['linh', 'gia', 'Đạt', 'vô'])}",
        lambda: f'nguồn:"{random.choice(["lĩnh", "lĩnh sơn", "bao"])}"',
        lambda: f"từ:{random.integers(28, 32)}/01/2018",
        lambda: f"-đến:0{random.integers(1, 4)}/02/2018",
        lambda: f"{random.choice(['ho', 'bi', 'đư', 'khôn', '19'])}*",
        lambda: f"tiêu đề:{random.choice(['ho', 'bi'])}*",
        lambda: f'="{row(2)}"',
    ]

    def some_parts(most: int) -> str:
        return " ".join(parts[number]() for number in random.integers(len(parts), size=random.integers(1, most + 1)))

    def group() -> str:
        return f"{random.choice(['', '-'])}({some_parts(2)} OR {some_parts(2)})"

    return " ".join([some_parts(3), *(group() for _ in range(random.choice([0, 0, 1, 2])))])


@pytest.fixture(scope="module", params=range(INDEXES))
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
         ) -> Iterator[tuple[np.random.Generator, Snapshot, Searcher, BruteForce]]:  # fmt: skip
    random = np.random.default_rng([20180704, request.param])
    folder = tmp_path_factory.mktemp("both")
    index, articles = changed_index(folder, random)
    with stock_index(folder / "stock", articles).searcher() as searcher:
        yield random, WhooshEngine(index).pinned(), searcher, BruteForce(articles)


def changed_index(folder: Path, random: np.random.Generator) -> tuple[Path, list[Article]]:
    """Build an index, replace and add articles, delete some; return it and the articles left."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(policy, "SMALL", 1)  # so that small segments stay apart
        index = build(folder, articles := [Article("a", "một bài"), *random_articles(random)])
        held = {article.id: article for article in articles}
        for _ in range(random.integers(3)):
            if added := random_articles(random)[:: random.integers(1, 4)]:
                update([write_jsonl(folder / "more.jsonl", added)], index, jobs=1)
                held |= {article.id: article for article in added}
            if gone := [article_id for article_id in held if article_id != "a" and random.random() < 0.15]:
                delete(gone, index)
                held = {article_id: held[article_id] for article_id in held.keys() - gone}
    return index, list(held.values())


def test_random_queries_find_the_same(both: tuple[np.random.Generator, Snapshot, Searcher, BruteForce]) -> None:
    random, engine, stock, brute_force = both
    for _ in range(QUERIES):
        typed = some_query(random)
        query = parse(typed)
        found = {hit.id for hit in engine.search(SearchRequest(query, sort="newest", size=100)).hits}
        by_stock = by_definition = set[str]()
        for required, share in requirements(query, engine._knows):
            by_stock = ids(stock, compile_query(required, share))
            by_definition = brute_force.matching(required, share)
            if by_stock:
                break
        assert found == by_stock == by_definition, typed


def test_scores_are_those_of_the_definition(both: tuple[np.random.Generator, Snapshot, Searcher, BruteForce]) -> None:
    random, engine, _, brute_force = both
    for _ in range(QUERIES // 5):
        query = parse(some_query(random))
        hits = engine.search(SearchRequest(query, size=100)).hits
        scores = brute_force.scores(query, {hit.id for hit in hits})
        assert {hit.id: hit.score for hit in hits} == pytest.approx({hit.id: scores[hit.id] for hit in hits}, rel=1e-4)
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_some_indexes_have_several_segments_and_deleted_articles(tmp_path: Path) -> None:
    segments = []
    for number in range(3):
        index, _ = changed_index(tmp_path / str(number), np.random.default_rng([20180704, number]))
        segments.append(entries(generation.current(index).path))
    assert any(len(held) > 1 for held in segments)
    assert any(entry.deleted for held in segments for entry in held)


def test_filters_find_the_same(both: tuple[np.random.Generator, Snapshot, Searcher, BruteForce]) -> None:
    random, engine, stock, _ = both
    for _ in range(QUERIES // 5):
        start, end = sorted(FIRST_DAY + datetime.timedelta(int(days)) for days in random.integers(6, size=2))
        sources = tuple(random.choice(SOURCES, random.integers(3)).tolist())
        filters = Filters(start, end, sources, author=("GIA  linh",) * (start == end))
        expected = set.intersection(*(ids(stock, query) for query in compile_filters(filters).values()))
        assert {hit.id for hit in engine.search(SearchRequest(parse(""), filters, size=100)).hits} == expected


def ids(searcher: Searcher, query: object) -> set[str]:
    numbers = searcher.search(query, limit=None).docs()
    column = searcher.reader().column_reader("id")
    return {str(column[number]) for number in numbers}
