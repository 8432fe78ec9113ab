"""What leaves the site: feeds, exports, and the description by which browsers add the engine."""

import csv
import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from werkzeug.http import parse_options_header

from index.article_json import article_from_json
from index.rebuild import rebuild
from search import export
from search.whoosh_engine import WhooshEngine
from tests.web import articles
from tests.web.answers import get_json
from tests.web.markup import elements
from web.outside import EXPORTS_AT_ONCE, turns
from web.server import THREADS

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "http://localhost"


def feed(client: FlaskClient, query: str) -> ElementTree.Element:
    response = client.get(f"/feed.atom{query}")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.data)


def texts(element: ElementTree.Element, path: str) -> list[str]:
    return [found.text or "" for found in element.iterfind(path)]


def test_a_feed_holds_the_newest_matches_whatever_the_order_of_the_page(client: FlaskClient) -> None:
    found = feed(client, "?q=lua&sort=oldest&source=Báo+Lĩnh+Sơn")
    titles = texts(found, f"{ATOM}entry/{ATOM}title")
    newest = get_json(client, "/api/v1/search?q=lua&sort=newest&source=Báo+Lĩnh+Sơn&size=100")["hits"]
    assert titles == [hit["title"] for hit in newest]
    moments = texts(found, f"{ATOM}entry/{ATOM}updated")
    assert moments == sorted(moments, reverse=True)
    assert texts(found, f"{ATOM}updated") == moments[:1]
    assert len(set(texts(found, f"{ATOM}entry/{ATOM}id"))) == len(titles)


def test_a_feeds_links_lead_to_its_articles_and_its_search(client: FlaskClient) -> None:
    found = feed(client, "?q=thong+tin")
    (page,) = [link for link in found.iterfind(f"{ATOM}link") if link.get("rel") == "alternate"]
    assert page.get("href") == f"{SITE}/?q=thong+tin"
    for link in found.iterfind(f"{ATOM}entry/{ATOM}link"):
        address = link.get("href", "")
        assert client.get(address.removeprefix(SITE)).status_code == 200


@pytest.mark.parametrize(
    "query", ["", "?q=%3Cb%3E%26%00%0B%EF%BF%BE&source=%3C", "?q=tan+cong", "?q=" + "x" * 600, "?q=khong+co+gi"]
)
def test_a_feed_is_xml_whatever_is_asked_and_found(client: FlaskClient, query: str) -> None:
    found = feed(client, query)
    assert texts(found, f"{ATOM}id")
    assert texts(found, f"{ATOM}updated")


def test_a_page_tells_of_its_feed_and_exports(client: FlaskClient) -> None:
    html = client.get("/?q=lua&from=2019-01-02").text
    (link,) = elements(html, "link", type="application/atom+xml")
    assert link.attributes["href"] == "/feed.atom?q=lua&from=2019-01-02"
    addresses = [a.attributes["href"] for a in elements(html, "a")]
    for ending in ("csv", "jsonl"):
        assert f"/export.{ending}?q=lua&from=2019-01-02" in addresses


def test_a_table_holds_every_match_in_the_order_of_the_page(client: FlaskClient) -> None:
    response = client.get("/export.csv?q=lua&sort=newest")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.data.startswith(b"\xef\xbb\xbfid,")
    rows = list(csv.DictReader(response.data.decode("utf-8-sig").splitlines()))
    assert [row["title"] for row in rows] == [f"Tin mùa lúa số {number}" for number in range(25, 0, -1)]


@pytest.mark.parametrize(
    ("query", "plain", "exact"),
    [
        ("export.csv", "timbao.csv", None),
        ("export.csv?q=lua&from=2018&to=31/12/2018", "timbao-lua-from-2018-01-01-to-2018-12-31.csv", None),
        ("export.jsonl?q=mùa+lúa&to=2018", "timbao-mua-lua-to-2018-12-31.jsonl", "timbao-mùa-lúa-to-2018-12-31.jsonl"),
        ("export.csv?q=mu%CC%80a&year=2018&year=2019", "timbao-mua-2018-2019.csv", "timbao-mùa-2018-2019.csv"),
        ("export.csv?q=../%22a%22%0D%0A:*?%00%5Cb;c%C2%A0.d", "timbao-a-b-c-d.csv", None),
        ("export.csv?q=東+lúa", "timbao-lua.csv", "timbao-東-lúa.csv"),
        ("export.csv?q=" + "x" * 400, f"timbao-{'x' * 150}.csv", None),
        ("export.csv?q=" + "ế" * 400, f"timbao-{'e' * 150}.csv", f"timbao-{'ế' * 50}.csv"),
        ("trends.csv?q=lũ&q=bão&from=2018", "timbao-trends-lu-bao-from-2018-01-01.csv",
         "timbao-trends-lũ-bão-from-2018-01-01.csv"),
    ],
)  # fmt: skip
def test_a_file_is_called_by_what_it_holds(client: FlaskClient, query: str, plain: str, exact: str | None) -> None:
    with client.get(f"/{query}", buffered=True) as response:
        kind, options = parse_options_header(response.headers["Content-Disposition"])
        assert kind == "attachment"
        assert options["filename"] == (exact or plain)
        written = response.headers["Content-Disposition"].partition("filename=")[2]
        assert written == plain + (f"; filename*=UTF-8''{quote(exact)}" if exact else "")


@pytest.mark.parametrize("ask", [FlaskClient.get, FlaskClient.head])
@pytest.mark.parametrize("address", ["/export.csv?q=lua", "/export.jsonl?q=lua", "/export.csv?from=x"])
def test_an_export_leaves_its_turn_to_the_next(client: FlaskClient, ask: Any, address: str) -> None:
    expected = 400 if "x" in address.partition("?")[2] else 200
    for _ in range(EXPORTS_AT_ONCE + 1):
        with ask(client, address, buffered=True) as response:
            assert response.status_code == expected


def test_an_export_has_its_turn_until_all_is_sent(client: FlaskClient) -> None:
    assert EXPORTS_AT_ONCE < THREADS
    with ExitStack() as others:
        for _ in range(EXPORTS_AT_ONCE - 1):
            others.enter_context(turns)
        being_sent = client.get("/export.jsonl?q=lua")
        for place in ("/export.csv", "/export.jsonl"):
            response = client.get(f"{place}?q=lua")
            assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
            assert elements(response.text, "h1")[0].text == "Máy chủ đang bận"
        assert client.get("/feed.atom?q=lua").status_code == 200
        assert len(being_sent.text.splitlines()) == 25
        assert client.get("/export.csv?q=lua", buffered=True).status_code == 200


def test_no_cell_is_a_formula(client: FlaskClient) -> None:
    lines = list(export.csv_lines([articles.UNDATED, articles.HOSTILE]))
    assert lines[1] == "khong-ngay,,Phố Lĩnh Online,,,,\n"
    assert export.csv_line(["=1+1", "+1", "-1", "@a", "\ta", "a=1"]) == "'=1+1,'+1,'-1,'@a,'\ta,a=1\n"


def test_exported_articles_can_be_indexed_again(client: FlaskClient, tmp_path: Path) -> None:
    response = client.get("/export.jsonl")
    assert response.headers["Content-Type"] == "application/x-ndjson"
    exported = [article_from_json(json.loads(line)) for line in response.text.splitlines()]
    assert {article.id: article for article in exported} == {article.id: article for article in articles.ALL}
    (tmp_path / "again.jsonl").write_text(response.text, encoding="utf-8")
    rebuild([tmp_path / "again.jsonl"], tmp_path / "index", jobs=1)
    assert WhooshEngine(tmp_path / "index").stats().articles == len(articles.ALL)


def test_an_export_is_bounded(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.export.MOST_ARTICLES", 7)
    assert len(client.get("/export.jsonl?q=lua").text.splitlines()) == 7


@pytest.mark.parametrize("place", ["/feed.atom", "/export.csv", "/export.jsonl"])
def test_what_cannot_be_read_is_told(client: FlaskClient, place: str) -> None:
    response = client.get(f"{place}?from=31/02/2018")
    assert response.status_code == 400
    assert "không phải là một ngày" in response.text


def test_browsers_can_add_the_engine(client: FlaskClient) -> None:
    (link,) = elements(client.get("/").text, "link", rel="search")
    response = client.get(link.attributes["href"])
    assert response.headers["Content-Type"].startswith("application/opensearchdescription+xml")
    description = ElementTree.fromstring(response.data)
    (page,) = [
        url for url in description.iter("{http://a9.com/-/spec/opensearch/1.1/}Url") if url.get("type") == "text/html"
    ]
    address = page.get("template", "").replace("{searchTerms}", "lua").removeprefix(SITE)
    assert "<strong>25 bài</strong>" in client.get(address).text
