"""The JSON of `/api/v1/search` has the shape that others build on."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from index.article_json import article_from_json
from tests.web import articles
from tests.web.answers import get_json, json_of
from web.app import create_app

DESIGN = Path(__file__).parents[3] / "shared" / "DESIGN.md"
# The contract: every key an answer has, in the words of the design.
CONTRACT = """
  {"query","total","relaxed","took_ms","page","size","sort",
   "hits":[{"id","title","title_html","url","date","source","category","author","score","snippet_html","duplicates":[...]}],
   "facets":{"source":[{"value","count"}],"category":[...],"author":[...]},
   "timeline":{"interval":"month","buckets":[{"start":"2018-07","count":3}]}, "did_you_mean":null|"..."}
"""
TOP = {"query", "total", "relaxed", "took_ms", "page", "size", "sort", "hits", "facets", "timeline", "did_you_mean"}
HIT = {
    "id", "title", "title_html", "url", "date", "source", "category", "author", "score", "snippet_html", "duplicates",
}  # fmt: skip


def test_the_contract_here_is_the_one_of_the_design() -> None:
    if not DESIGN.exists():
        pytest.skip("the design is not beside this checkout")
    assert re.sub(r"\s", "", CONTRACT) in re.sub(r"\s", "", DESIGN.read_text(encoding="utf-8"))


def test_an_answer_has_every_key_of_the_contract(client: FlaskClient) -> None:
    answer = get_json(client, "/api/v1/search?q=doi+ngoai")
    assert answer.keys() >= TOP
    assert answer["hits"][0].keys() >= HIT
    assert answer["facets"].keys() == {"source", "category", "author", "year"}
    assert answer["facets"]["source"] == [{"value": "Báo Lĩnh Sơn", "count": 1}]
    assert answer["timeline"] == {"interval": "month", "buckets": [{"start": "2018-07", "count": 1}]}


def test_a_hit_is_the_article(client: FlaskClient) -> None:
    (hit,) = get_json(client, "/api/v1/search?q=doi+ngoai")["hits"]
    report = articles.REPORT
    assert (hit["id"], hit["title"], hit["url"], hit["date"]) == (report.id, report.title, report.url, "2018-07-04")
    assert (hit["source"], hit["category"], hit["author"]) == (report.source, report.category, report.author)
    assert hit["title_html"] == "Sơ kết công tác thông tin <mark>đối ngoại</mark>"
    assert "<mark>đối ngoại</mark>" in hit["snippet_html"]
    assert hit["score"] > 0


def test_what_is_unknown_is_null(client: FlaskClient) -> None:
    (hit,) = get_json(client, "/api/v1/search?q=khuoi+tat")["hits"]
    assert (hit["date"], hit["author"], hit["category"], hit["url"]) == (None, None, None, None)


def test_it_takes_the_parameters_of_the_page_and_a_size(client: FlaskClient) -> None:
    address = "/api/v1/search?q=lua&size=2&page=2&sort=oldest&source=Báo+Lĩnh+Sơn&category=Kinh+tế&category=Xã+hội"
    answer = get_json(client, address + "&author=Lê+Minh+Đạt&from=02/01/2019&to=2019-01-31")
    assert (answer["query"], answer["size"], answer["page"], answer["sort"]) == ("lua", 2, 2, "oldest")
    assert answer["total"] == 5
    assert [hit["id"] for hit in answer["hits"]] == ["lua-15", "lua-20"]


def test_the_page_and_the_api_find_the_same(client: FlaskClient) -> None:
    html = client.get("/?q=lua&page=2&sort=oldest").text
    for hit in get_json(client, "/api/v1/search?q=lua&page=2&sort=oldest")["hits"]:
        assert hit["title_html"] in html


def test_a_page_after_the_last_is_empty(client: FlaskClient) -> None:
    answer = get_json(client, "/api/v1/search?q=lua&page=7")
    assert (answer["total"], answer["hits"]) == (25, [])


def test_without_words_everything_is_listed_newest_first(client: FlaskClient) -> None:
    answer = get_json(client, "/api/v1/search")
    assert (answer["total"], answer["sort"]) == (len(articles.ALL), "newest")
    assert answer["hits"][0]["id"] == articles.HOSTILE.id


def test_vietnamese_is_sent_as_it_is_written(client: FlaskClient) -> None:
    response = client.get("/api/v1/search?q=doi+ngoai")
    assert response.mimetype == "application/json"
    assert "Báo Lĩnh Sơn" in response.text


def test_health_tells_what_is_served(client: FlaskClient) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert json_of(response).keys() == {
        "status", "generation", "format", "built_at", "age_seconds", "articles",
    }  # fmt: skip
    assert (json_of(response)["status"], json_of(response)["articles"]) == ("ok", len(articles.ALL))


def test_health_fails_without_an_index(tmp_path: Path) -> None:
    response = create_app(tmp_path).test_client().get("/healthz")
    assert response.status_code == 503
    assert json_of(response)["error"]["code"] == "index_missing"


def test_an_article_is_answered_whole(client: FlaskClient) -> None:
    for one in (articles.REPORT, articles.HOSTILE):
        answer = get_json(client, "/api/v1/articles/" + quote(one.id, safe=""))
        assert article_from_json(answer) == one
    missing = client.get("/api/v1/articles/none-such")
    assert missing.status_code == 404
    assert json_of(missing)["error"]["code"] == "not_found"


def test_similar_articles_are_answered(client: FlaskClient) -> None:
    answer = get_json(client, "/api/v1/articles/lua-1/similar?size=3")
    assert answer["id"] == "lua-1"
    assert len(answer["hits"]) == 3
    assert set(answer["hits"][0]) == {"id", "title", "url", "date", "source", "category", "author", "score"}
    assert "lua-1" not in [hit["id"] for hit in answer["hits"]]
    assert client.get("/api/v1/articles/none-such/similar").status_code == 404
    assert client.get("/api/v1/articles/lua-1/similar?size=0").status_code == 400


def test_completions_are_answered(client: FlaskClient) -> None:
    answer = get_json(client, "/api/v1/suggest?q=Tin+m&limit=2")
    assert answer["query"] == "Tin m"
    assert answer["suggestions"][0] == {"text": "tin mùa lúa số", "kind": "phrase", "count": 25}
    assert len(answer["suggestions"]) == 2
    assert get_json(client, "/api/v1/suggest?q=linh+son")["suggestions"] == [
        {"text": "Báo Lĩnh Sơn", "kind": "name", "count": 6}
    ]


def test_what_is_in_no_article_has_no_completions(client: FlaskClient) -> None:
    assert get_json(client, "/api/v1/suggest?q=xyzzy&limit=20")["suggestions"] == []


@pytest.mark.parametrize("query", ["", "q=", "q=+", "q=&q=+&limit=20"])
def test_nothing_typed_cannot_be_completed(client: FlaskClient, query: str) -> None:
    response = client.get("/api/v1/suggest?" + query)
    assert response.status_code == 400
    error = {"code": "invalid_parameter", "message": '"q" is missing; give what was typed so far.', "field": "q"}
    assert json_of(response) == {"error": error}


@pytest.mark.parametrize("limit", ["0", "21", "-1", "x", "9" * 5_000])
def test_a_limit_that_is_none_is_told(client: FlaskClient, limit: str) -> None:
    response = client.get(f"/api/v1/suggest?q=lua&limit={limit}")
    assert response.status_code == 400
    error = json_of(response)["error"]
    assert (error["code"], error["field"]) == ("invalid_parameter", "limit")
    assert error["message"].endswith("a whole number from 1 to 20 is possible.")
