"""Answers are sent in fewer bytes to whoever takes them so, and are the same once they are read."""

import gzip
import sys
from collections.abc import Callable, Mapping

import brotli
import pytest
from flask.testing import FlaskClient

from tests.web.markup import elements
from web.compression import LEAST_BYTES

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

READ: Mapping[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": zstd.decompress,
}
ADDRESSES = ["/api", "/?q=lua", "/trends?q=lua", "/api/v1/search?q=lua", "/feed.atom?q=lua"]


@pytest.mark.parametrize("taken", READ)
@pytest.mark.parametrize("address", ADDRESSES)
def test_an_answer_is_the_same_in_fewer_bytes(client: FlaskClient, address: str, taken: str) -> None:
    plain, small = client.get(address), client.get(address, headers={"Accept-Encoding": taken})
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == taken
    assert all("Accept-Encoding" in answer.headers["Vary"] for answer in (plain, small))
    assert len(small.data) < len(plain.data)
    if "api/v1/search" not in address and "/?q" not in address:  # these tell how long they took
        assert READ[taken](small.data) == plain.data
    else:
        assert abs(len(READ[taken](small.data)) - len(plain.data)) < 10


def test_browsers_get_what_takes_the_least_time(client: FlaskClient) -> None:
    answer = client.get("/?q=lua", headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
    assert answer.headers["Content-Encoding"] == "zstd"


@pytest.mark.parametrize(
    ("taken", "sent"),
    [
        ("gzip;q=0", None),
        ("gzip;q=0, identity", None),
        ("gzip;q=0.5, identity;q=0.9", None),
        ("*;q=0", None),
        ("gzip, identity", "gzip"),
        ("zstd;q=0, br;q=0.1, gzip;q=0.2", "gzip"),
        ("zstd;q=0, *", "br"),
        ("*", "zstd"),
    ],
)
def test_what_a_client_refuses_is_not_sent(client: FlaskClient, taken: str, sent: str | None) -> None:
    answer = client.get("/api", headers={"Accept-Encoding": taken})
    assert answer.headers.get("Content-Encoding") == sent
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_part_of_a_file_is_sent_as_it_is(client: FlaskClient) -> None:
    (sheet,) = elements(client.get("/").text, "link", rel="stylesheet")
    address, asked = sheet.attributes["href"], {"Range": "bytes=100-4099", "Accept-Encoding": "gzip"}
    with client.get(address) as whole, client.get(address, headers=asked) as part:
        assert (part.status_code, part.data) == (206, whole.data[100:4100])
        assert part.headers["Content-Range"] == f"bytes 100-4099/{len(whole.data)}"
        assert "Content-Encoding" not in part.headers


def test_the_style_sheet_is_compressed_too(client: FlaskClient) -> None:
    (sheet,) = elements(client.get("/").text, "link", rel="stylesheet")
    with client.get(sheet.attributes["href"]) as plain, client.get(
        sheet.attributes["href"], headers={"Accept-Encoding": "br"}
    ) as small:
        assert brotli.decompress(small.data) == plain.data
        assert small.headers["Cache-Control"] == plain.headers["Cache-Control"]


def test_what_fits_into_a_packet_is_sent_as_it_is(client: FlaskClient) -> None:
    answer = client.get("/healthz", headers={"Accept-Encoding": "gzip"})
    assert len(answer.data) < LEAST_BYTES
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("address", ["/export.csv?q=lua", "/export.jsonl?q=lua", "/trends.csv?q=lua"])
def test_an_export_is_sent_as_it_is_written(client: FlaskClient, address: str) -> None:
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.data == client.get(address).data


def test_whoever_holds_the_answer_is_told_so_however_it_was_sent(client: FlaskClient) -> None:
    address = "/?q=lua"
    taken = {"Accept-Encoding": "gzip"}
    first, plain = client.get(address, headers=taken), client.get(address)
    assert first.headers["ETag"] == plain.headers["ETag"]
    again = client.get(address, headers={**taken, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_head_has_the_length_of_what_would_be_sent(client: FlaskClient) -> None:
    taken = {"Accept-Encoding": "gzip"}
    sent = client.get("/api", headers=taken)
    assert client.head("/api", headers=taken).headers["Content-Length"] == str(len(sent.data))
