"""Values to filter by: every year, the most frequent of all else, and how the others are found."""

import datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.article import Article
from search.counting import MAX_FACET_VALUES
from tests.sample import build
from tests.web.markup import elements
from web.app import create_app
from web.refine import MOST_VALUES
from web.settings import Settings

YEARS, SOURCES, AUTHORS = 24, 20, MAX_FACET_VALUES + 3
RARE = "Báo Hiếm Có"  # the source of one article alone, where all others have several
ARTICLES = [
    Article(f"a{n}", f"Lúa {n}", date=datetime.date(2000 + n % YEARS, 3, 4), category=f"Mục {n % MOST_VALUES}",
            source=f"Báo {n % (SOURCES - 1)}" if n else RARE, author=f"Người viết {n % AUTHORS}")
    for n in range(2 * AUTHORS)
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("facets"), ARTICLES)


@pytest.fixture
def client(folder: Path) -> FlaskClient:
    return create_app(folder).test_client()


def offered(html: str, field: str) -> list[str]:
    return [box.attributes["value"] for box in elements(html, "input", type="checkbox", name_=field)]


def paragraphs(html: str) -> list[str]:
    return [paragraph.text for paragraph in elements(html, "p")]


def test_every_year_can_be_chosen_the_last_first(client: FlaskClient) -> None:
    assert offered(client.get("/?q=lúa").text, "year") == [str(2000 + n) for n in reversed(range(YEARS))]


def test_values_that_are_not_listed_are_counted_and_found_as_the_page_says(client: FlaskClient) -> None:
    html = client.get("/?q=lúa").text
    assert RARE not in offered(html, "source")
    assert len(offered(html, "source")) == MOST_VALUES
    told = [text for text in paragraphs(html) if text.startswith("Có ")]
    assert told == [
        f'Có {SOURCES} nguồn; gõ thêm nguồn:"tên" vào từ khóa để tìm nguồn khác.',
        f'Có ít nhất {MAX_FACET_VALUES} tác giả; gõ thêm tác giả:"tên" vào từ khóa để tìm tác giả khác.',
    ]  # and nothing of sections, all of which are listed
    found = client.get("/", query_string={"q": f'lúa nguồn:"{RARE}"'}).text
    assert offered(found, "source") == [RARE]


def test_ticked_values_are_among_those_counted(client: FlaskClient) -> None:
    html = client.get("/", query_string={"q": "lúa", "source": RARE}).text
    assert offered(html, "source")[0] == RARE
    assert len(offered(html, "source")) == MOST_VALUES + 1
    assert any(text.startswith(f"Có {SOURCES} nguồn") for text in paragraphs(html))


def test_the_lists_of_trends_say_so_too(client: FlaskClient) -> None:
    html = client.get("/trends").text
    sources, sections = elements(html, "select")
    (told,) = elements(html, "p", id_=sources.attributes["aria-describedby"])
    assert told.text == f'Có {SOURCES} nguồn; gõ thêm nguồn:"tên" vào từ khóa để tìm nguồn khác.'
    assert "aria-describedby" not in sections.attributes
    trend = client.get("/trends", query_string={"q": f'lúa nguồn:"{RARE}"'}).text
    assert "1 bài" in elements(trend, "ul", class_="keys")[0].text


def test_what_is_said_in_english_works(folder: Path) -> None:
    client = create_app(folder, settings=Settings(language="en")).test_client()
    sources = f'There are {SOURCES} sources; add source:"name" to your words to find others.'
    assert sources in paragraphs(client.get("/trends").text)
    authors = f'There are at least {MAX_FACET_VALUES} authors; add author:"name" to your words to find others.'
    assert authors in paragraphs(client.get("/?q=lúa").text)
    found = client.get("/", query_string={"q": f'lúa source:"{RARE}"'}).text
    assert offered(found, "source") == [RARE]
