"""A page is light: one HTML response and one style sheet, below 50 kB together."""

import datetime
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


@pytest.mark.parametrize("address", ["/", "/api", "/?q=duong+tinh+linh+son+hoa+binh", "/?from=2000", f"/?q={HEADLINE}"])
def test_a_full_page_is_light(samples: FlaskClient, address: str) -> None:
    page = samples.get(address)
    if "q=" in address:
        assert len(elements(page.text, "h2")) == DEFAULT_SIZE
    (sheet,) = elements(page.text, "link", rel="stylesheet")
    with samples.get(sheet.attributes["href"]) as style:
        assert len(page.data) + len(style.data) < MOST_BYTES


def test_trends_of_two_queries_over_the_most_months_are_light(tmp_path: Path) -> None:
    """Each point is a link: five queries, all of them found in every month, are heavier."""
    months = [datetime.date(2018 + month // 12, month % 12 + 1, 1) for month in range(MOST_MONTHS)]
    articles = [Article(str(day), "Lũ lụt, bão lớn", date=day) for day in months]
    client = create_app(build(tmp_path, articles)).test_client()
    page = client.get("/trends?q=lũ+lụt&q=bão+lớn")
    assert len(elements(page.text, "use", href="#mark-1")) == MOST_MONTHS + 2
    (sheet,) = elements(page.text, "link", rel="stylesheet")
    with client.get(sheet.attributes["href"]) as style:
        assert len(page.data) + len(style.data) < MOST_BYTES


def test_static_files_are_kept_by_browsers_until_they_change(client: FlaskClient) -> None:
    (sheet,) = elements(client.get("/").text, "link", rel="stylesheet")
    address = sheet.attributes["href"]
    assert "?v=" in address
    with client.get(address) as response:
        assert "max-age=31536000" in response.headers["Cache-Control"]
