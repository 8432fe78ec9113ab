"""Whatever goes wrong is answered in plain words, never with a stack trace."""

import logging
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.article import Article
from index.lock import writer_lock
from index.memory import DEFAULT_MEMORY, Budget
from index.writer import WhooshWriter
from search.keystrokes import Keystrokes
from search.query import Query
from search.request import Answer, Expansion, Hit, Respelling, SearchRequest, Stats, Suggestion
from search.whoosh_engine import WhooshEngine
from tests.web.answers import get_json, json_of
from tests.web.markup import elements, link
from web.app import create_app
from web.errors import BUILDING_SECONDS


class BrokenEngine:
    """An engine whose every answer is a fault that nobody foresaw."""

    def pinned(self) -> "BrokenEngine":
        return self

    def search(self, request: SearchRequest) -> Answer:
        raise RuntimeError("secret detail")

    def article(self, article_id: str) -> Article | None:
        raise RuntimeError("secret detail")

    def keystrokes(self, typed: str) -> Keystrokes | None:
        raise RuntimeError("secret detail")

    def expand(self, query: Query) -> tuple[Query, tuple[Expansion, ...]]:
        raise RuntimeError("secret detail")

    def respell(self, query: Query) -> Respelling | None:
        raise RuntimeError("secret detail")

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        raise RuntimeError("secret detail")

    def similar(self, article_id: str, limit: int) -> tuple[Hit, ...]:
        raise RuntimeError("secret detail")

    def reprints(self, article_id: str) -> tuple[str, ...]:
        raise RuntimeError("secret detail")

    def stats(self) -> Stats:
        raise RuntimeError("secret detail")


@pytest.fixture
def empty(tmp_path: Path) -> FlaskClient:
    return create_app(tmp_path / "index").test_client()


@pytest.fixture
def broken() -> FlaskClient:
    return create_app(engine=BrokenEngine()).test_client()


@pytest.mark.parametrize("address", ["/", "/?q=lua", "/article/x"])
def test_without_an_index_the_page_says_how_to_make_one(empty: FlaskClient, address: str) -> None:
    response = empty.get(address)
    assert response.status_code == 503
    assert "timbao rebuild" in elements(response.text, "code")[0].text
    assert elements(response.text, "h1")[0].text == "Chưa có chỉ mục"


def test_without_an_index_the_query_stays_in_its_box(empty: FlaskClient) -> None:
    assert elements(empty.get("/?q=mùa+lúa").text, "input", name_="q")[0].attributes["value"] == "mùa lúa"


def test_without_an_index_the_api_says_so(empty: FlaskClient) -> None:
    response = empty.get("/api/v1/search?q=lua")
    assert response.status_code == 503
    assert json_of(response)["error"]["code"] == "index_missing"
    assert "timbao rebuild" in json_of(response)["error"]["message"]


def test_a_damaged_index_is_told_apart_and_no_path_is_shown(tmp_path: Path) -> None:
    (tmp_path / "current").write_text("no/generation\n")
    client = create_app(tmp_path).test_client()
    page, api = client.get("/?q=lua"), client.get("/api/v1/search?q=lua")
    assert (page.status_code, api.status_code) == (503, 503)
    assert "bị hỏng" in page.text
    assert json_of(api)["error"]["code"] == "index_unavailable"
    assert str(tmp_path) not in page.text + api.text


def test_an_index_being_built_is_told_until_it_is_served(tmp_path: Path) -> None:
    client = create_app(tmp_path / "index").test_client()
    with WhooshWriter(tmp_path / "index", Budget.of(DEFAULT_MEMORY, 1)) as writer:
        page, api, health = client.get("/?q=mùa+lúa"), client.get("/api/v1/search?q=lua"), client.get("/healthz")
        assert [response.status_code for response in (page, api, health)] == [503, 503, 503]
        assert elements(page.text, "h1")[0].text == "Chỉ mục đang được lập"
        assert elements(page.text, "input", name_="q")[0].attributes["value"] == "mùa lúa"
        assert "timbao rebuild" not in page.text + api.text
        assert link(page.text, "Tải lại ngay") == ""
        (reloads,) = elements(page.text, "p", id_="reloads")
        assert reloads.attributes["data-seconds"] == str(BUILDING_SECONDS)
        assert json_of(api)["error"]["code"] == json_of(health)["error"]["code"] == "index_unfinished"
        for response in (page, api):
            assert response.headers["Retry-After"] == str(BUILDING_SECONDS)
            assert "Refresh" not in response.headers  # it would wipe what is being typed
            assert response.headers["Cache-Control"] == "no-store"
        writer.add([Article("1", "Mùa lúa mới")])
        writer.publish()
        assert client.get("/?q=mùa+lúa").status_code == 200


def test_an_index_that_cannot_be_read_is_told_to_be_built_while_it_is(tmp_path: Path) -> None:
    (tmp_path / "current").write_text("no/generation\n")
    client = create_app(tmp_path).test_client()
    with writer_lock(tmp_path):
        assert json_of(client.get("/api/v1/search"))["error"]["code"] == "index_unfinished"
    assert json_of(client.get("/api/v1/search"))["error"]["code"] == "index_unavailable"


def test_an_index_that_was_not_finished_is_missing(tmp_path: Path) -> None:
    with WhooshWriter(tmp_path, Budget.of(DEFAULT_MEMORY, 1)):
        pass
    assert json_of(create_app(tmp_path).test_client().get("/api/v1/search"))["error"]["code"] == "index_missing"


def test_an_index_made_while_the_site_runs_is_served(index: Path, tmp_path: Path) -> None:
    client = create_app(tmp_path / "index").test_client()
    assert client.get("/?q=lua").status_code == 503
    (tmp_path / "index").symlink_to(index)
    assert client.get("/?q=lua").status_code == 200


@pytest.mark.parametrize(
    "address", ["/", "/?q=lua", "/article/x", "/api/v1/search?q=lua", "/api/v1/suggest?q=lua", "/healthz"]
)
def test_an_unforeseen_fault_is_logged_and_told_without_details(
    broken: FlaskClient, caplog: pytest.LogCaptureFixture, address: str
) -> None:
    with caplog.at_level(logging.ERROR):
        response = broken.get(address)
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    assert "secret detail" in caplog.text


def test_an_unknown_page_is_told_in_words(client: FlaskClient) -> None:
    response = client.get("/khong-co-trang-nay")
    assert response.status_code == 404
    assert elements(response.text, "h1")[0].text == "Không tìm thấy trang này"


@pytest.mark.parametrize("address", ["/api/", "/api/v1/nothing", "/api/v2/search?q=lua"])
def test_an_unknown_place_of_the_api_is_told_in_json(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    error = {"code": "not_found", "message": "There is nothing at this address.", "field": None}
    assert json_of(response) == {"error": error}


@pytest.mark.parametrize("address", ["/", "/article/x", "/api/v1/search", "/healthz"])
def test_other_methods_are_refused_with_those_that_work(client: FlaskClient, address: str) -> None:
    response = client.post(address)
    assert response.status_code == 405
    assert {"GET", "HEAD"} <= set(response.headers["Allow"].split(", "))


@pytest.mark.parametrize("address", ["/", "/?q=lua", "/?page=x", "/api/v1/search?q=lua", "/healthz", "/nothing"])
def test_head_answers_like_get_without_the_body(client: FlaskClient, address: str) -> None:
    head, get = client.head(address), client.get(address)
    assert (head.status_code, head.mimetype, head.text) == (get.status_code, get.mimetype, "")


def test_the_default_engine_is_whoosh_over_the_folder_in_the_environment(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIMBAO_INDEX", str(index))
    generation = WhooshEngine(index).stats().generation
    assert get_json(create_app().test_client(), "/healthz")["generation"] == generation
