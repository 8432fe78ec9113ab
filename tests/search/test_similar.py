"""Which articles are like another."""

from pathlib import Path

import pytest

from index.article import Article
from index.rebuild import rebuild
from index.update import delete
from search.similar import KEY_TERMS, key_terms
from search.whoosh_engine import WhooshEngine
from tests.sample import SAMPLES, build

ARTICLES = [
    Article("flood-1", "Mưa lũ cuốn trôi cầu tạm", body="Mưa lũ lớn làm cầu tạm bắc qua suối bị cuốn trôi trong đêm."),
    Article("flood-2", "Cầu tạm bị cuốn trôi", body="Đêm qua mưa lũ lớn, chiếc cầu tạm qua suối không còn."),
    Article("school", "Khai giảng năm học mới", body="Học sinh vui đến trường trong ngày khai giảng năm học mới."),
    Article("school-2", "Năm học mới bắt đầu", body="Ngày khai giảng, học sinh vui đến trường."),
    Article("alone", "Xyz", body="Qwerty."),
    Article("empty"),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    return WhooshEngine(build(tmp_path_factory.mktemp("similar"), ARTICLES))


@pytest.mark.parametrize(
    ("article", "like_it"), [("flood-1", "flood-2"), ("flood-2", "flood-1"), ("school", "school-2")]
)
def test_an_article_on_the_same_is_found_first_and_itself_never(
    engine: WhooshEngine, article: str, like_it: str
) -> None:
    ids = [hit.id for hit in engine.similar(article, 10)]
    assert ids[0] == like_it
    assert article not in ids


@pytest.mark.parametrize("article", ["alone", "empty", "none-such"])
def test_where_none_is_like_it_there_is_none(engine: WhooshEngine, article: str) -> None:
    assert engine.similar(article, 10) == ()


def test_no_more_are_found_than_asked_for_best_first(engine: WhooshEngine) -> None:
    hits = engine.similar("flood-1", 1)
    assert len(hits) == 1
    every = engine.similar("flood-1", 10)
    assert every[:1] == hits
    assert [hit.score for hit in every] == sorted((hit.score for hit in every), reverse=True)


def test_deleted_articles_are_not_found(tmp_path: Path) -> None:
    index = build(tmp_path, ARTICLES)
    delete(["flood-2"], index)
    assert "flood-2" not in [hit.id for hit in WhooshEngine(index).similar("flood-1", 10)]


def test_key_terms_are_few_pairs_that_other_articles_have_too(tmp_path_factory: pytest.TempPathFactory) -> None:
    index = tmp_path_factory.mktemp("samples") / "index"
    rebuild([SAMPLES], index, jobs=1)
    snapshot = WhooshEngine(index).pinned()
    for document in range(10):
        terms = key_terms(snapshot.source, snapshot.segments[0], document, snapshot.columns.living)
        assert 0 < len(terms) <= KEY_TERMS
        assert all(snapshot.source.pair_frequency(*term.token.split(" ")) >= 2 for term in terms)
        ids = [hit.id for hit in snapshot.similar(snapshot.columns.id(document), 3)]
        assert snapshot.columns.id(document) not in ids
