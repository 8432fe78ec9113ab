"""Ties have one order, by id, whatever segments they lie in and however many they are."""

import random

import pytest

from index.article import Article
from index.update import delete, update
from search.query import Query
from search.request import MAX_RANK, SearchRequest, Sort
from search.whoosh_engine import WhooshEngine
from tests.sample import build, write_jsonl


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    """An engine over several segments of articles that differ in their ids alone, some of them deleted."""
    folder = tmp_path_factory.mktemp("ties")
    ids = [f"{number:x}" for number in range(2_300)]
    random.Random(1).shuffle(ids)
    index = build(folder, [Article(article_id, "cùng một bài") for article_id in ids[:2_000]])
    update([write_jsonl(folder / "more.jsonl", [Article(id_, "cùng một bài") for id_ in ids[2_000:]])], index, jobs=1)
    delete(ids[1_900:2_100:2], index)
    return WhooshEngine(index)


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
@pytest.mark.parametrize("size", [10, 300])
def test_pages_of_ties_follow_the_ids(engine: WhooshEngine, sort: Sort, size: int) -> None:
    assert len(engine.pinned().segments) > 1
    pages = [engine.search(SearchRequest(Query("", ()), sort=sort, page=page, size=size)) for page in range(1, 102)]
    found = [hit.id for answer in pages for hit in answer.hits]
    every = [engine.pinned().columns.id(number) for number in engine.pinned().source.living().nonzero()[0].tolist()]
    assert found == sorted(every)[:MAX_RANK]
