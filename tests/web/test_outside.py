"""What leaves the site: feeds, exports, and the description by which browsers add the engine."""

import csv
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from index.article_json import article_from_json
from index.rebuild import rebuild
from search import export
from search.whoosh_engine import WhooshEngine
from tests.web import articles
from tests.web.answers import get_json
from tests.web.markup import elements

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
    assert response.headers["Content-Disposition"].endswith(".csv")
    assert response.data.startswith(b"\xef\xbb\xbfid,")
    rows = list(csv.DictReader(response.data.decode("utf-8-sig").splitlines()))
    assert [row["title"] for row in rows] == [f"Tin mùa lúa số {number}" for number in range(25, 0, -1)]


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
