"""People are found by their full name, its last two syllables, or the given name after a title, however typed."""

import pytest

from index.article import Article
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
