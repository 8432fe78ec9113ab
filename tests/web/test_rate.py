"""Over the rate limit a client is asked to wait, in words or as the API's error; others are not."""

import urllib.error
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web import site_process
from tests.web.answers import json_of
from tests.web.markup import elements
from web import rate
from web.app import create_app
from web.settings import Settings
from web.wording import wait


class Clock:
    """A clock that goes when told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def app(index: Path) -> Flask:
    return create_app(index, settings=Settings(rate_limit="3/hour", proxies=1, metrics=True))


def used_up(client: FlaskClient) -> FlaskClient:
    assert [client.get("/?q=lua").status_code for _ in range(4)] == [200, 200, 200, 429]
    return client


def test_over_the_limit_a_page_says_so_and_keeps_the_query(client: FlaskClient) -> None:
    response = used_up(client).get("/?q=mùa+lúa")
    assert response.status_code == 429
    assert elements(response.text, "h1")[0].text == "Xin chờ một chút"
    assert elements(response.text, "input", name_="q")[0].attributes["value"] == "mùa lúa"
    seconds = response.headers["Retry-After"]
    assert 3590 <= int(seconds) <= 3600
    assert "Hãy chờ 60 phút rồi tải lại trang này" in response.text
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(1, "1 giây"), (120, "120 giây"), (121, "3 phút"), (7200, "120 phút"), (7201, "3 giờ"), (86_400, "24 giờ")],
)
def test_how_long_to_wait_is_easily_read_and_never_too_short(seconds: int, written: str) -> None:
    assert wait(seconds) == written


def test_over_the_limit_the_api_answers_with_its_error_object(client: FlaskClient) -> None:
    response = used_up(client).get("/api/v1/search?q=lua")
    seconds = response.headers["Retry-After"]
    message = f"Too many requests; try again in {seconds} seconds."
    assert response.status_code == 429
    assert json_of(response) == {"error": {"code": "rate_limited", "message": message, "field": None}}


@pytest.mark.parametrize("address", ["/static/timbao.css", "/healthz", "/metrics"])
def test_parts_of_a_page_and_what_watches_over_the_site_are_not_limited(client: FlaskClient, address: str) -> None:
    for _ in range(5):
        with client.get(address) as response:
            assert response.status_code == 200
    with used_up(client).get(address) as response:
        assert response.status_code == 200


@pytest.mark.parametrize("address", ["/none", "/feed.atom?q=lua", "/export.csv?q=lua", "/api/v1/suggest?q=lua"])
def test_all_else_is_limited(client: FlaskClient, address: str) -> None:
    with used_up(client).get(address) as response:
        assert response.status_code == 429


def test_what_is_not_modified_counts_too(client: FlaskClient) -> None:
    etag = client.get("/").headers["ETag"]
    statuses = [client.get("/", headers={"If-None-Match": etag}).status_code for _ in range(3)]
    assert statuses == [304, 304, 429]


def test_clients_are_told_apart_as_far_as_the_proxies_are_trusted(client: FlaskClient) -> None:
    def status(forwarded: str) -> int:
        return client.get("/", headers={"X-Forwarded-For": forwarded}).status_code

    assert [status(f"10.0.0.{number}, 198.51.100.1") for number in range(4)] == [200, 200, 200, 429]
    assert status("198.51.100.2") == 200


def test_without_proxies_no_header_makes_another_client(index: Path) -> None:
    client = create_app(index, settings=Settings(rate_limit="1/hour")).test_client()
    forwarded = [{"X-Forwarded-For": f"198.51.100.{number}"} for number in range(2)]
    assert [client.get("/", headers=headers).status_code for headers in forwarded] == [200, 429]


def test_a_client_is_an_ipv4_address_or_an_ipv6_network() -> None:
    assert rate.client("198.51.100.7") == rate.client("::ffff:198.51.100.7") == "198.51.100.7"
    assert rate.client("2001:db8:1:2:3::4") == rate.client("2001:db8:1:2::9") == "2001:db8:1:2::/64"
    assert rate.client("2001:db8:1:3::9") != rate.client("2001:db8:1:2::9")
    assert rate.client("") == ""


def test_a_window_opens_with_the_first_request_and_ends(tmp_path: Path) -> None:
    clock = Clock()
    counts = rate.Counts(tmp_path / "rates", 60, clock)
    assert [counts.add("a"), counts.add("b"), counts.add("a")] == [(1, 60), (1, 60), (2, 60)]
    clock.seconds += 59
    assert counts.add("a") == (3, 1)
    clock.seconds += 1
    assert counts.add("a") == (1, 60)


def test_where_requests_cannot_be_counted_none_is_refused(
    index: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = create_app(index, settings=Settings(rate_limit="1/hour"), shared=tmp_path / "none").test_client()
    assert [client.get("/").status_code for _ in range(3)] == [200, 200, 200]
    assert "Requests cannot be counted" in caplog.text


def test_all_workers_count_together(index: Path) -> None:
    def status(address: str) -> int:
        try:
            with urllib.request.urlopen(address) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    settings = {"TIMBAO_RATE_LIMIT": "25/hour", **site_process.QUIET}
    with site_process.running(index, settings) as address, ThreadPoolExecutor(8) as pool:
        assert Counter(pool.map(status, [address] * 60)) == {200: 25, 429: 35}
