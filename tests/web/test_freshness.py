"""Browsers keep answers while the same generation is served, and not longer."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.article import Article
from index.update import update
from tests.sample import build, write_jsonl
from web.app import create_app

KEPT = [
    "/",
    "/?q=lua",
    "/article/lua-1",
    "/api/v1/search?q=lua",
    "/feed.atom?q=lua",
    "/export.csv?q=lua",
    "/trends?q=lua&q=hoa",
    "/trends.csv?q=lua",
    "/api/v1/trends?q=lua",
    "/opensearch.xml",
    "/api",
    "/api/v1/openapi.json",
]


@pytest.mark.parametrize("address", KEPT)
def test_what_did_not_change_is_not_sent_again(client: FlaskClient, address: str) -> None:
    first = client.get(address)
    assert first.headers["Cache-Control"] == "no-cache"
    assert first.headers["ETag"].startswith("W/")
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert client.get(address, headers={"If-None-Match": 'W/"other"'}).status_code == 200


def test_another_generation_is_sent(tmp_path: Path) -> None:
    index = build(tmp_path, [Article("a", "Lúa")])
    client = create_app(index).test_client()
    etag = client.get("/?q=lua").headers["ETag"]
    update([write_jsonl(tmp_path / "more.jsonl", [Article("b", "Lúa")])], index, jobs=1)
    changed = client.get("/?q=lua", headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert "<strong>2 bài</strong>" in changed.text


@pytest.mark.parametrize("address", ["/healthz", "/article/none", "/?page=x", "/api/v1/articles/none"])
def test_errors_and_the_state_of_the_moment_are_not_kept(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers


def test_without_an_index_nothing_is_kept(tmp_path: Path) -> None:
    response = create_app(tmp_path).test_client().get("/", headers={"If-None-Match": "*"})
    assert (response.status_code, response.headers["Cache-Control"]) == (503, "no-store")
