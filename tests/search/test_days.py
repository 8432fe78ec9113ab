"""A day is the same however many digits it is written with."""


import pytest

from index.article import Article
from search.days import with_days
from search.parse import parse
from search.results import find
from search.whoosh_engine import WhooshEngine
from tests.sample import build


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    texts = ["Lễ ngày 5/1", "Lễ ngày 05/01", "Lễ ngày 05/1/2018", "Lễ ngày 15/1", "Lễ ngày 5/11", "Tỷ số 45/60"]
    return WhooshEngine(build(tmp_path_factory.mktemp("days"), [Article(str(n), t) for n, t in enumerate(texts)]))


def found(engine: WhooshEngine, typed: str) -> list[str]:
    return [result.article.id for result in find(engine, typed).results]


@pytest.mark.parametrize("typed", ["5/1", "05/01", "05/1", "5-1", "05-01", "lễ 05/01"])
def test_a_day_is_found_with_zeros_and_without(engine: WhooshEngine, typed: str) -> None:
    assert set(found(engine, typed)) == {"0", "1", "2"}


def test_what_was_typed_comes_first(engine: WhooshEngine) -> None:
    assert (found(engine, "5/1")[0], found(engine, "05/01")[0]) == ("0", "1")


def test_a_year_is_kept(engine: WhooshEngine) -> None:
    assert found(engine, "5/1/2018") == ["2"]


@pytest.mark.parametrize("typed", ["45/60", "0/5", "32/1", "5/13", "3,5%", "covid-19", '"5/1"', "5"])
def test_what_is_no_plain_day_stays_as_it_is(typed: str) -> None:
    assert with_days(parse(typed)) == parse(typed)
