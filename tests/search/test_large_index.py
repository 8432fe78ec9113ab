"""What shows only in an index of many articles: documents left behind, blocks of scores, chunks of phrases, threads."""

import math
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.article import Article
from index.update import delete
from search import postings, ranking
from search.deadline import Deadline
from search.parse import parse
from search.phrases import CHUNK
from search.query import Query
from search.ranking import BLOCK, WORTH_DROPPING
from search.request import SearchRequest
from search.snapshot import Snapshot
from search.terms import terms
from search.whoosh_engine import WhooshEngine
from tests.sample import build

ARTICLES = 2 * BLOCK + 3_000
SYLLABLES = [
    f"{first}{vowel}" for first in ("b", "h", "kh", "ngh", "tr") for vowel in ("a", "á", "ơ", "ờ", "u", "ứ", "ô")
]
SAID, UNSAID = "một hai ba", "hai ba một hai"


def texts(chance: random.Random) -> Iterator[str]:
    """Yield texts whose syllables are as unevenly common as in a language."""
    weights = [1 / (rank + 1) for rank in range(len(SYLLABLES))]
    while True:
        yield " ".join(chance.choices(SYLLABLES, weights, k=chance.randint(3, 25)))


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    some = texts(random.Random(5))
    index = build(
        tmp_path_factory.mktemp("large"),
        (
            Article(str(number), next(some)[:12], body=f"{next(some)} {UNSAID if number % 2 else SAID}")
            for number in range(ARTICLES)
        ),
    )
    delete([str(number) for number in range(0, ARTICLES, 97)], index)
    return WhooshEngine(index).pinned()


def queries(count: int) -> Iterator[Query]:
    chance = random.Random(6)
    for _ in range(count):
        typed = " ".join(chance.choices(SYLLABLES, k=chance.randint(1, 6)))
        yield parse(typed if chance.random() < 0.5 else typed.replace("á", "a").replace("ờ", "ơ"))


@pytest.mark.parametrize("count", [10, 1_000])
def test_what_is_left_behind_is_not_among_the_best(
    snapshot: Snapshot, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranker, alive = snapshot._ranker, snapshot.source.living()
    for query in queries(60):
        places, scores = ranker.best(ranker.read(terms(query), alive, Deadline()), alive, count)
        with monkeypatch.context() as patch:
            patch.setattr(ranking, "WORTH_DROPPING", ARTICLES + 1)  # so that none is left behind
            all_places, all_scores = ranker.best(ranker.read(terms(query), alive, Deadline()), alive, count)
        assert places.tolist() == all_places.tolist()
        assert scores.tolist() == pytest.approx(all_scores.tolist(), rel=1e-5)


def test_some_documents_are_left_behind(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the test above shows nothing."""
    assert ARTICLES > WORTH_DROPPING
    scored = []
    saturated = ranking._saturated

    def counting(*arguments: object) -> object:
        scored.append(len(arguments[0]))  # type: ignore[arg-type]
        return saturated(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(ranking, "_saturated", counting)
    query, alive = parse("nghú bô khờ"), snapshot.source.living()
    snapshot._ranker.best(snapshot._ranker.read(terms(query), alive, Deadline()), alive, 10)
    assert 0 < sum(scored) < 0.9 * ARTICLES * len(terms(query))


def test_scores_are_what_is_explained_wherever_a_document_lies(snapshot: Snapshot) -> None:
    far = 0
    for query in queries(40):
        for hit in snapshot.search(SearchRequest(query, size=100, explain=True)).hits[::9]:
            far += snapshot.columns.number(hit.id) > BLOCK
            assert hit.score == pytest.approx(sum(hit.contributions.values()), rel=1e-4)
    assert far > 40


def test_a_phrase_is_read_in_all_chunks(snapshot: Snapshot) -> None:
    alive = np.flatnonzero(snapshot.source.living())
    ids = [int(snapshot.columns.id(number)) for number in alive.tolist()]
    assert len(ids) > 2 * CHUNK
    answer = snapshot.search(SearchRequest(parse(f'"{SAID}"')))
    assert answer.total == sum(number % 2 == 0 for number in ids)


def test_threads_find_the_same_while_lists_are_forgotten(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    requests = [SearchRequest(query, budget_ms=math.inf) for query in queries(100)]
    alone = list(map(snapshot.search, requests))
    monkeypatch.setattr(postings, "CACHE_BYTES", 400_000)
    monkeypatch.setattr(snapshot, "source", postings.PostingSource(snapshot.segments))
    monkeypatch.setattr(snapshot._evaluator, "_source", snapshot.source)
    monkeypatch.setattr(snapshot._ranker, "_source", snapshot.source)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(snapshot.search, requests * 3))
    assert together == alone * 3
