"""The histogram above the results: what it counts, where its bars lead, and its twin as a table."""

import datetime
import re
from collections import Counter
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.article import Article
from tests.sample import build
from tests.web.answers import get_json
from tests.web.markup import elements
from web.app import create_app

DAYS = [datetime.date(2018, 7, day) for day in (1, 1, 4, 30)] + [datetime.date(2018, 9, 2), datetime.date(2012, 1, 1)]
ARTICLES = [Article(f"a{n}", f"Lúa {n}", date=day, source="Báo Lĩnh Sơn") for n, day in enumerate([*DAYS, None])]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return create_app(build(tmp_path_factory.mktemp("timeline"), ARTICLES)).test_client()


def table(html: str) -> list[tuple[str, int]]:
    """Return the rows of the table of a page's timeline."""
    start = html.find('<div class="timeline">')
    rows = re.findall(r'<th scope="row">(?:<a[^>]*>)?([^<]*)(?:</a>)?</th><td>(\d+)</td>', html[start:])
    return [(name, int(count)) for name, count in rows]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/?q=lua", [("2012", 1), *((str(year), 0) for year in range(2013, 2018)), ("2018", 5)]),
        ("/?q=lua&from=2018", [("07/2018", 4), ("08/2018", 0), ("09/2018", 1)]),
        ("/?q=lua&from=01/07/2018&to=04/07/2018",
         [("01/07/2018", 2), ("02/07/2018", 0), ("03/07/2018", 0), ("04/07/2018", 1)]),
        ("/?q=lua&year=2012", []),
        ("/?q=lua&page=2&from=2018", []),
    ],
)  # fmt: skip
def test_it_counts_by_day_month_or_year_without_leaving_out_any(
    client: FlaskClient, address: str, expected: list[tuple[str, int]]
) -> None:
    assert table(client.get(address).text) == expected


def test_a_bar_leads_to_the_articles_it_counts(client: FlaskClient) -> None:
    address = "/?q=lua&from=2018&to=2018"
    html = client.get(address).text
    bars = elements(html, "a", tabindex="-1")
    assert [bar.text for bar in bars] == ["07/2018: 4 bài", "09/2018: 1 bài"]
    assert "<strong>4 bài</strong>" in client.get(bars[0].attributes["href"]).text
    by_day = client.get(bars[0].attributes["href"]).text
    assert Counter(dict(table(by_day))) == Counter(
        f"{day:%d/%m/%Y}" for day in DAYS if (day.year, day.month) == (2018, 7)
    )
    narrowed = client.get("/?q=lua&from=2018-07-02&to=2019").text
    assert "<strong>2 bài</strong>" in client.get(elements(narrowed, "a", tabindex="-1")[0].attributes["href"]).text


def test_the_drawing_is_for_the_eye_alone_and_the_table_has_the_links(client: FlaskClient) -> None:
    html = client.get("/?q=lua").text
    assert elements(html, "svg", aria_hidden="true", focusable="false")
    drawn = html[html.index("<svg") : html.index("</svg>") + len("</svg>")]
    assert {bar.attributes["tabindex"] for bar in elements(drawn, "a")} == {"-1"}
    links = {a.text: a.attributes["href"] for a in elements(html, "a") if a.text in ("2012", "2018")}
    assert links == {"2012": "/?q=lua&from=2012-01-01&to=2012-12-31", "2018": "/?q=lua&from=2018-01-01&to=2018-12-31"}


def test_years_are_boxes_the_last_first_and_several_may_be_ticked(client: FlaskClient) -> None:
    html = client.get("/?q=lua").text
    boxes = [box for box in elements(html, "input") if box.attributes.get("name") == "year"]
    assert [box.attributes["value"] for box in boxes] == ["2018", "2012"]
    html = client.get("/?q=lua&year=2012&year=2018").text
    assert "<strong>6 bài</strong>" in html
    assert elements(html, "a", aria_label="Bỏ lọc năm: 2012")
    assert "<strong>1 bài</strong>" in client.get("/?q=lua&year=2012").text


def test_presets_count_back_from_the_newest_article(client: FlaskClient) -> None:
    html = client.get("/?q=lua").text
    (preset,) = [a for a in elements(html, "a") if a.text == "30 ngày cuối"]
    assert preset.attributes["href"] == "/?q=lua&from=2018-08-04&to=2018-09-02"
    assert "aria-current" in client.get(preset.attributes["href"]).text.split("30 ngày cuối")[0].split("7 ngày cuối")[1]


def test_the_api_counts_days_in_a_short_range_and_months_elsewhere(client: FlaskClient) -> None:
    short = get_json(client, "/api/v1/search?q=lua&from=2018-07-01&to=2018-07-31")["timeline"]
    assert short["interval"] == "day"
    assert short["buckets"][0] == {"start": "2018-07-01", "count": 2}
    assert len(short["buckets"]) == 30
    assert get_json(client, "/api/v1/search?q=lua")["timeline"]["interval"] == "month"


def test_an_archive_without_dates_has_none_of_it(tmp_path: Path) -> None:
    html = create_app(build(tmp_path, [Article("a", "Lúa"), Article("b", "Lúa")])).test_client().get("/?q=lua").text
    assert not elements(html, "svg")
    assert "ngày cuối" not in html
