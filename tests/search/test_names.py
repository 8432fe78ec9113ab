"""People are found by their full name, its last two syllables, or the given name after a title, however typed."""

import pytest

from index.article import Article
from search import phrases
from search.request import Filters
from search.results import find
from search.whoosh_engine import WhooshEngine
from tests.sample import build

ARTICLES = [
    Article("full", "Nhân sự mới", body="Đồng chí Lê Trọng Nghiệm giữ chức chủ tịch huyện."),
    Article("titled", "Một ngày ở huyện", body="Chiều qua, ông Nghiệm đi thăm đê. Bà con vui."),
    Article("both", "Chủ tịch huyện đi thăm đê", body="Ông Lê Trọng Nghiệm thăm đê. Ông Nghiệm nói: đê vững."),
    Article("experience", "Kinh nghiệm của ông", body="Ông có kinh nghiệm, nhiều kinh nghiệm. Ông già kinh nghiệm."),
    Article("trial", "Thí nghiệm ở trường", body="Ông thầy làm thí nghiệm, học trò của ông kinh nghiệm còn ít."),
    Article("other", "Bà Nghiêm về hưu", body="Bà Lê Thị Nghiêm nghỉ. Ông Nghiêm cũng nghỉ."),
    *(Article(f"filler-{n}", "Chợ phiên", body="Ông bán rau, bà bán cá, anh bán hoa.") for n in range(20)),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    return WhooshEngine(build(tmp_path_factory.mktemp("names"), ARTICLES))


def ids(engine: WhooshEngine, typed: str) -> list[str]:
    return [result.article.id for result in find(engine, typed).results]


@pytest.mark.parametrize(
    "typed", ["Lê Trọng Nghiệm", "le trong nghiem", "LÊ TRỌNG NGHIỆM", "Trọng Nghiệm", "trong nghiem"]
)
def test_a_name_or_its_last_two_syllables_find_the_person(engine: WhooshEngine, typed: str) -> None:
    assert set(ids(engine, typed)[:2]) == {"full", "both"}


def test_a_given_name_with_its_title_comes_before_words_that_contain_it(engine: WhooshEngine) -> None:
    assert set(ids(engine, "ông Nghiệm")[:2]) == {"titled", "both"}


def test_a_given_name_with_its_title_is_found_without_diacritics(engine: WhooshEngine) -> None:
    assert set(ids(engine, "ong nghiem")[:3]) == {"titled", "both", "other"}


OTHERS = [Article(f"apart-{n}", body="Bà Lê Thị Mai và ông Nguyễn Thị Hà. Ông Nghiêm nói về kinh Nghiệm.", source="A")
          for n in range(20)]  # fmt: skip
MANY = [
    *OTHERS,
    Article("true", body="Ông nói bà Lê Thị Hà đã về. Chiều qua có nhiều việc ở xã, bà con kể dài.", source="A"),
    Article("slip", body="Bà Lê Thi Hà. Ông Lê Trọng Nghiem.", source="A"),
    *(Article(f"elsewhere-{n}", body="Bà Lê Thị Hà, bà Lê Thị Hà, bà Lê Thị Hà.", source="B") for n in range(40)),
    *(Article(f"nghiem-{n}", body="Ông Lê Trọng Nghiệm về.", source="C") for n in range(60)),
]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    return WhooshEngine(build(tmp_path_factory.mktemp("many"), MANY))


def of_source_a(engine: WhooshEngine, typed: str) -> list[str]:
    return [result.article.id for result in find(engine, typed, Filters(source=("A",))).results]


@pytest.mark.parametrize("typed", ["Lê Thị Hà", "le thi ha"])
def test_a_filter_does_not_hide_who_is_meant(many: WhooshEngine, typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrases, "READ_TO_RANK", 25)  # more than match with the filter, fewer than without
    assert "true" in of_source_a(many, typed)[:2]


def test_what_was_not_read_has_no_row(many: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrases, "READ_TO_RANK", 3)
    for hit in find(many, "Lê Thị Hà", explain=True, size=100).results:
        if any("in a row" in name for name in hit.contributions):
            assert hit.article.id.startswith(("true", "elsewhere", "slip"))


def test_diacritics_left_out_of_part_of_a_name_do_not_hide_it(many: WhooshEngine) -> None:
    found = [result.article.id for result in find(many, "Lê Trọng Nghiem", size=100).results]
    assert all(id_.startswith(("nghiem", "slip")) for id_ in found[:61])
    found = [result.article.id for result in find(many, "lê trong nghiệm", size=100).results]
    assert all(id_.startswith(("nghiem", "slip")) for id_ in found[:61])
