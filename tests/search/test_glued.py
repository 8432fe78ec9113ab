"""Words in one piece find the syllables apart, and are found by them."""

from pathlib import Path

import pytest

from index.article import Article
from search.results import Results, find
from search.whoosh_engine import WhooshEngine
from tests.sample import build

ARTICLES = [
    *(Article(f"apart-{n}", "Chợ đêm Lạng Sơn", body="Thế giới di động ở Lạng Sơn.") for n in range(4)),
    Article("glued", "Chợ đêm", body="Xem thêm ở #langson và thegioididong.com"),
    Article("sơn", "Làng nghề sơn mài", body="Lạng người đi vì sơn."),
    *(Article(f"honda-{n}", "Xe Honda mới") for n in range(4)),
    *(Article(f"hơn-{n}", "Nhiều hơn đã nói") for n in range(2)),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    return WhooshEngine(build(tmp_path_factory.mktemp("glued"), ARTICLES))


def ids(found: Results) -> set[str]:
    return {result.article.id for result in found.results}


@pytest.mark.parametrize(
    ("typed", "apart"),
    [("langson", "lang son"), ("#langson", "lang son"), ("LangSon", "lang son"), ("thegioididong", "the gioi di dong")],
)
def test_a_piece_finds_its_syllables_and_is_told(engine: WhooshEngine, typed: str, apart: str) -> None:
    found = find(engine, typed)
    assert {"apart-0", "apart-1", "apart-2", "apart-3", "glued"} <= ids(found)
    assert "sơn" not in ids(found)
    assert [(one.abbreviation, one.text) for one in found.understood.expansions] == [(apart.replace(" ", ""), apart)]


@pytest.mark.parametrize("typed", ["lạng sơn", "lang son", "thế giới di động", "lang son cho dem"])
def test_syllables_find_the_piece_and_come_first(engine: WhooshEngine, typed: str) -> None:
    found = find(engine, typed)
    assert "glued" in ids(found)
    assert found.results[0].article.id.startswith("apart")
    assert found.understood.expansions == ()


@pytest.mark.parametrize("typed", ["honda", "xyzxyzxyz", "lang", "nghieng", '"langson"', "langson*", "l" * 40, "2018"])
def test_what_is_a_word_of_its_own_is_not_cut(engine: WhooshEngine, typed: str) -> None:
    assert find(engine, typed).understood.expansions == ()


@pytest.mark.parametrize(("typed", "marked"), [("TPHCM", "HCM"), ("covid19", "Covid"), ("CoVid19", "19")])
def test_codes_in_one_piece_find_those_with_marks(tmp_path: Path, typed: str, marked: str) -> None:
    texts = ["Dịch Covid-19 ở TP.HCM", "Covid-19 lùi ở TP.HCM", "U23 đá ở sân 19"]
    engine = WhooshEngine(build(tmp_path, [Article(str(n), text) for n, text in enumerate(texts)]))
    found = find(engine, typed)
    assert ids(found) == {"0", "1"}
    assert f"<mark>{marked}</mark>" in found.results[0].title_html
    assert find(engine, "u23").understood.expansions == find(engine, "san19").understood.expansions == ()


def test_a_literal_search_keeps_to_the_letter(engine: WhooshEngine) -> None:
    assert ids(find(engine, "langson", literal=True)) == {"glued"}


def test_the_longest_pieces_are_cut_in_time(tmp_path: Path) -> None:
    engine = WhooshEngine(build(tmp_path, [Article(str(n), "a an na ana nan anan") for n in range(3)]))
    for length in range(5, 30):
        find(engine, ("an" * length)[:length])
