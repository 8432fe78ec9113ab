"""Reprints on the pages: folded up under the earliest, and told of in full beside each."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from search.results import MAX_REPRINTS
from tests.sample import build
from tests.search.test_reprints import PRINTED
from tests.web.answers import get_json
from tests.web.markup import elements, link
from web.app import create_app
from web.pages import PRINTED as PRINTED_AT_MOST


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return create_app(build(tmp_path_factory.mktemp("reprints"), PRINTED)).test_client()


def test_other_papers_are_folded_up_under_the_earliest(client: FlaskClient) -> None:
    html = client.get("/?q=suối").text
    (hit,) = elements(html, "h2")
    assert hit.text == "Cầu treo vùng cao đã sửa xong"
    (folded,) = elements(html, "details", class_="reprints")
    assert folded.text.startswith("2 báo khác đăng")
    links = {a.text: a.attributes["href"] for a in elements(html, "a") if a.text in folded.text}
    address = links["Thông xe cầu treo Nậm Lĩnh"]
    assert "Thông xe cầu treo" in elements(client.get(address).text, "h1")[0].text
    compared = [a.attributes["href"] for a in elements(html, "a") if a.text == "So sánh hai bản"]
    assert compared == ["/compare?one=first&other=second", "/compare?one=first&other=third"]


def test_the_count_says_that_some_are_grouped(client: FlaskClient) -> None:
    (status,) = elements(client.get("/?q=suối").text, "p", role="status")
    assert status.text.startswith("Tìm thấy 3 bài (1 mục, bài đăng lại được gộp)")
    (status,) = elements(client.get("/?q=suối&source=Tin+Đồi").text, "p", role="status")
    assert "gộp" not in status.text


def test_a_feed_has_one_entry_of_each_group(client: FlaskClient) -> None:
    entries = re.findall(r"<entry>\n<id>[^<]*/article/(\w+)</id>", client.get("/feed.atom?q=suối").text)
    assert entries == ["first"]
    assert len(client.get("/export.jsonl?q=suối").text.splitlines()) == 3


def test_an_article_tells_which_others_print_it_and_keeps_the_way_back(client: FlaskClient) -> None:
    html = client.get("/article/second?q=suối").text
    (section,) = elements(html, "details", class_="reprints")
    assert "2 báo khác đăng" in section.text
    assert "Tin Đồi" in section.text
    assert html.index('class="reprints"') < html.index('class="body"')
    assert any(a.attributes["href"].startswith("/article/first?q=") for a in elements(html, "a"))
    assert not elements(client.get("/article/other").text, "details", class_="reprints")


def test_the_same_paper_is_not_called_another(tmp_path: Path) -> None:
    twice = [replace(article, source="Báo Lĩnh Sơn") for article in PRINTED]
    html = create_app(build(tmp_path, twice)).test_client().get("/?q=suối").text
    assert "2 bài khác gần như giống hệt" in [summary.text for summary in elements(html, "summary")]


def test_all_of_a_large_group_can_be_seen(tmp_path: Path) -> None:
    many = [replace(PRINTED[1], id=f"p{number:03}", source=f"Báo {number}") for number in range(PRINTED_AT_MOST + 30)]
    site = create_app(build(tmp_path, many)).test_client()
    html = site.get("/?q=suối").text
    more = link(html, f"và {len(many) - 1 - MAX_REPRINTS} bài nữa")
    assert more.endswith("#reprints")
    html = site.get(more).text
    assert html.count("So sánh hai bản") == PRINTED_AT_MOST
    assert "và 29 bài nữa" in html
    answer = get_json(site, "/api/v1/articles/p000/duplicates")
    assert answer["count"] == len(answer["duplicates"]) == len(many) - 1
    assert site.get("/api/v1/articles/none/duplicates").status_code == 404
