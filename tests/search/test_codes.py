"""Days, numbers and codes are found however they are written."""


import pytest

from index.article import Article
from search.codes import as_others_write
from search.parse import parse
from search.results import find
from search.whoosh_engine import WhooshEngine
from tests.sample import build


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    texts = ["Lễ ngày 5/1", "Lễ ngày 05/01", "Lễ ngày 05/1/2018", "Lễ ngày 15/1", "Lễ ngày 5/11", "Điểm 45/60",
             "Đội U23 thắng", "Đội U-23 thua", "Thu 1.500 tỷ", "Chi 1500 tỷ", "Quân số 1.234.567", "Năm 2018"]
    return WhooshEngine(build(tmp_path_factory.mktemp("days"), [Article(str(n), t) for n, t in enumerate(texts)]))


def found(engine: WhooshEngine, typed: str) -> list[str]:
    return [result.article.id for result in find(engine, typed).results]


@pytest.mark.parametrize("typed", ["5/1", "05/01", "05/1", "5-1", "05-01", "lễ 05/01"])
def test_a_day_is_found_with_zeros_and_without(engine: WhooshEngine, typed: str) -> None:
    assert set(found(engine, typed)) == {"0", "1", "2"}


def test_what_was_typed_comes_first(engine: WhooshEngine) -> None:
    assert (found(engine, "5/1")[0], found(engine, "05/01")[0]) == ("0", "1")


@pytest.mark.parametrize(
    ("typed", "those"),
    [
        ("U23", {"6", "7"}),
        ("u-23", {"6", "7"}),
        ("1500 tỷ", {"8", "9"}),
        ("1.500 tỷ", {"8", "9"}),
        ("1234567", {"10"}),
        ("2018", {"2", "11"}),
    ],
)
def test_a_number_or_code_is_found_in_either_form(engine: WhooshEngine, typed: str, those: set[str]) -> None:
    assert set(found(engine, typed)) == those


def test_a_year_is_kept(engine: WhooshEngine) -> None:
    assert found(engine, "5/1/2018") == ["2"]


OTHERS = ["45/60", "0/5", "32/1", "5/13", "3,5%", "covid-19", '"5/1"', "5", "2018", "1.50", "u2345", "0150"]


@pytest.mark.parametrize("typed", OTHERS)
def test_what_has_one_form_stays_as_it_is(typed: str) -> None:
    assert as_others_write(parse(typed)) == parse(typed)
