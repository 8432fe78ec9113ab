"""Letters in an address are taken as they are; what cannot be read, or is too long, is refused in our own words."""

import json
import socket
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.web import site_process
from tests.web.markup import elements
from web.parameters import LONGEST_ADDRESS
from web.settings import DEFAULTS

SEARCH = "/api/v1/search?q="
UNREADABLE = [f"a{chr(byte)}b" for byte in (*range(0x21), 0x7F)]  # all that no address may hold, among letters


@pytest.fixture(scope="module")
def site(index: Path) -> Iterator[str]:
    with site_process.running(index) as address:
        yield address


def ask(site: str, address: str, *, method: str = "GET", rest: str = " HTTP/1.1") -> tuple[int, str, str]:
    """Send an address as it is, in UTF-8; return the status, the type of content and the content."""
    place = urlsplit(site)
    with socket.create_connection((place.hostname, place.port), site_process.SECONDS) as connection:
        connection.sendall(f"{method} {address}{rest}\r\nHost: site\r\nConnection: close\r\n\r\n".encode())
        with closing(HTTPResponse(connection, method=method)) as response:
            response.begin()
            assert response.headers["Content-Security-Policy"]
            return response.status, response.headers.get_content_type(), response.read().decode()


def test_letters_need_not_be_encoded(site: str) -> None:
    for address, encoded in (
        (f"{SEARCH}lúa", f"{SEARCH}l%C3%BAa"),
        (f"{SEARCH}%22mùa+lúa", f"{SEARCH}%22m%C3%B9a+l%C3%BAa"),
    ):
        (status, _, raw), (_, _, proper) = ask(site, address), ask(site, encoded)
        answers = [json.loads(text) | {"took_ms": 0} for text in (raw, proper)]
        assert status == 200
        assert answers[0] == answers[1]
        assert answers[0]["total"]
    assert ask(site, "/?q=lúa")[0] == 200
    assert ask(site, "/không-có")[0] == 404


@pytest.mark.parametrize("typed", UNREADABLE)
def test_what_no_address_may_hold_is_told_to_programs(site: str, typed: str) -> None:
    status, media, text = ask(site, SEARCH + typed)
    assert (status, media) == (400, "application/json")
    error = json.loads(text)["error"]
    assert (error["code"], error["field"]) == ("bad_request", None)
    assert "curl -G --data-urlencode 'q=lạng sơn'" in error["message"]


def test_what_no_address_may_hold_is_told_to_people(site: str) -> None:
    for address in ("/?q=lạng sơn", "/article/a b", "/a\tb"):
        status, media, text = ask(site, address)
        assert (status, media) == (400, "text/html")
        assert "dấu cách phải viết là %20" in elements(text, "main")[0].text
    assert ask(site, "/?q=a b", method="HEAD") == (400, "text/html", "")


@pytest.mark.parametrize(
    ("method", "address", "rest"), [("get", "/", " HTTP/1.1"), ("GET", "/", " HTTP/7"), ("?", "", "")]
)
def test_what_is_no_request_at_all_is_told(site: str, method: str, address: str, rest: str) -> None:
    status, media, text = ask(site, address, method=method, rest=rest)
    assert (status, media) == (400, "text/html")
    assert "gunicorn" not in text


@pytest.mark.parametrize("path", ["api/v1/search?q=", "api/v1/articles/"])
def test_programs_are_told_that_an_address_is_too_long(site: str, path: str) -> None:
    status, media, text = ask(site, f"/{path}{'x' * LONGEST_ADDRESS}")
    assert (status, media) == (414, "application/json")
    message = "The address is too long; the first line of a request may have 8,190 bytes."
    assert json.loads(text) == {"error": {"code": "address_too_long", "message": message, "field": None}}


@pytest.mark.parametrize("path", ["?q=", "article/", "feed.atom?q="])
def test_people_are_told_that_an_address_is_too_long(site: str, path: str) -> None:
    status, media, text = ask(site, f"/{path}{'x' * LONGEST_ADDRESS}")
    assert (status, media) == (414, "text/html")
    assert elements(text, "h1")[0].text == "Địa chỉ này quá dài"
    assert DEFAULTS.site_name in text


def test_an_address_may_be_as_long_as_is_told(site: str) -> None:
    room = LONGEST_ADDRESS - len(f"GET {SEARCH} HTTP/1.1")
    assert ask(site, SEARCH + "x" * room)[0] == 200
    assert ask(site, SEARCH + "x" * (room + 1))[0] == 414


def test_headers_that_are_too_large_are_told(site: str) -> None:
    status, _, text = ask(site, f"{SEARCH}a", rest=f" HTTP/1.1\r\nCookie: {'x' * 9000}")
    assert (status, json.loads(text)["error"]["code"]) == (431, "headers_too_large")


def test_no_client_can_ask_for_an_error(site: str) -> None:
    for header in ("Refused-As: 418", "Refused_As: 418"):
        assert ask(site, f"{SEARCH}a", rest=f" HTTP/1.1\r\n{header}")[0] == 200
    assert ask(site, f"{SEARCH}a", rest=" HTTP/1.1\r\nRefused As: 418")[0] == 400


def test_it_is_answered_below_the_path_of_the_site(index: Path) -> None:
    settings = {"TIMBAO_BASE_URL": "https://paper.example/tim/", **site_process.QUIET}
    with site_process.running(index, settings) as site:
        assert ask(site, "/tim/api/v1/search?q=a b")[1] == "application/json"
        home = elements(ask(site, "/tim/?q=a b")[2], "a", class_="brand")[0]
        assert home.attributes["href"] == "/tim/"


def test_what_could_not_be_read_is_in_the_access_log_without_what_was_sought(index: Path, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    with site_process.running(index, {"TIMBAO_ACCESS_LOG": str(log)}) as site:
        ask(site, "/?q=bi mat")
    assert '"GET / HTTP/1.1" 400' in log.read_text()
    assert "mat" not in log.read_text()
