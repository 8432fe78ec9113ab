"""A page is light: one HTML response and one style sheet, below 50 kB together."""

import datetime
import gzip
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.article import Article
from index.rebuild import rebuild
from search.intervals import MOST_MONTHS
from search.request import DEFAULT_SIZE
from tests.sample import build
from tests.web.markup import elements
from web.app import create_app
from web.settings import Settings

MOST_BYTES = 50_000
SAMPLES = Path(__file__).parents[2] / "index" / "samples"


@pytest.fixture(scope="module", params=["vi", "en"])
def samples(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> FlaskClient:
    """Return a client of the site, in each language, over the sample articles, real ones in length."""
    folder = tmp_path_factory.mktemp("samples")
    rebuild([SAMPLES], folder, jobs=1)
    return create_app(folder, settings=Settings(language=request.param)).test_client()


HEADLINE = "Lĩnh Sơn sơ kết thông tin đối ngoại: Nói đúng, nói sớm để bà con không nghe nhầm"

PARAGRAPH = (HEADLINE + ". Nước lũ về trên sông Kỳ Khê, cả bản thức trắng đêm dọn nhà. ") * 3


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Return a client of a site with an article in each of as many months as a timeline has."""
    days = [datetime.date(2018 + month // 12, month % 12 + 1, 1) for month in range(MOST_MONTHS)]
    articles = [Article(str(day), f"Lũ lụt, bão lớn, {PARAGRAPH}", date=day) for day in days]
    return create_app(build(tmp_path_factory.mktemp("months"), articles)).test_client()


@pytest.mark.parametrize("address", ["/", "/api", "/?q=duong+tinh+linh+son+hoa+binh", "/?from=2000", f"/?q={HEADLINE}"])
def test_a_full_page_is_light(samples: FlaskClient, address: str) -> None:
    page = samples.get(address)
    if "q=" in address:
        assert len(elements(page.text, "h2")) == DEFAULT_SIZE
    (sheet,) = elements(page.text, "link", rel="stylesheet")
    with samples.get(sheet.attributes["href"]) as style:
        assert len(page.data) + len(style.data) < MOST_BYTES


def test_trends_of_two_queries_over_the_most_months_are_light(months: FlaskClient) -> None:
    """Each point is a link."""
    page = months.get("/trends?q=lũ+lụt&q=bão+lớn")
    assert len(elements(page.text, "use", href="#mark-1")) == MOST_MONTHS + 2
    (sheet,) = elements(page.text, "link", rel="stylesheet")
    with months.get(sheet.attributes["href"]) as style:
        assert len(page.data) + len(style.data) < MOST_BYTES


def test_trends_of_the_most_queries_over_the_most_months_are_light_as_browsers_take_them(months: FlaskClient) -> None:
    """Five queries, all of them found in every month."""
    taken = {"Accept-Encoding": "gzip"}
    page = months.get("/trends?q=lũ+lụt&q=bão+lớn&q=nói+đúng&q=nói+sớm&q=nước+lũ", headers=taken)
    text = gzip.decompress(page.data).decode()
    assert len(elements(text, "use", href="#mark-4")) == MOST_MONTHS + 2
    (sheet,) = elements(text, "link", rel="stylesheet")
    with months.get(sheet.attributes["href"], headers=taken) as style:
        assert len(page.data) + len(style.data) < MOST_BYTES / 3


@pytest.mark.parametrize(
    ("q", "drawn", "listed"), [("nước lũ", MOST_MONTHS, MOST_MONTHS), (HEADLINE, 0, MOST_MONTHS), (PARAGRAPH, 0, 0)]
)
def test_the_longer_a_search_is_the_fewer_links_of_the_timeline_repeat_it(
    months: FlaskClient, q: str, drawn: int, listed: int
) -> None:
    html = months.get("/", query_string={"q": q}).text
    assert len(elements(html, "rect")) == MOST_MONTHS
    assert len(elements(html, "a", tabindex="-1")) == drawn
    assert len(elements(html, "g")) == MOST_MONTHS - drawn
    assert all("href" in anchor.attributes for anchor in elements(html, "a"))
    (table,) = re.findall("<tbody>.*</tbody>", html, re.DOTALL)
    assert len(elements(table, "a")) == listed


def test_static_files_are_kept_by_browsers_until_they_change(client: FlaskClient) -> None:
    (sheet,) = elements(client.get("/").text, "link", rel="stylesheet")
    address = sheet.attributes["href"]
    assert "?v=" in address
    with client.get(address) as response:
        assert "max-age=31536000" in response.headers["Cache-Control"]
