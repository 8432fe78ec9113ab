"""The access log has a line for each request, with its time, and says what was searched for only when asked to."""

import os
import pty
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

import pytest

from index.errors import TimbaoError
from tests.web import site_process
from web.server import serve
from web.settings import Settings

LINE = re.compile(
    r'(?P<client>\S+) - - \[\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] "(?P<request>[^"]*)" (?P<status>\d{3}) '
    r'(?P<bytes>\d+|-) "(?P<from>[^"]*)" "(?P<program>[^"]*)" (?P<ms>\d+)'
)


def ask(address: str, path: str) -> None:
    headers = {
        "Referer": f"{address}?q=bi+mat#bi",
        "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
        "User-Agent": 'a"b',
    }
    with urllib.request.urlopen(urllib.request.Request(address + path, headers=headers)) as response:
        assert response.status == 200


def lines(log: str) -> list[Mapping[str, str]]:
    found = [LINE.fullmatch(line.replace('\\"', "'")) for line in log.splitlines()]
    assert all(found)
    return [line.groupdict() for line in found if line]


def test_a_line_says_who_asked_for_what_and_how_long_it_took_but_not_what_was_sought(
    index: Path, tmp_path: Path
) -> None:
    log = tmp_path / "access.log"
    with site_process.running(index, {"TIMBAO_ACCESS_LOG": str(log), "TIMBAO_PROXIES": "1"}) as address:
        ask(address, "?q=bi+mat&source=bi")
        ask(address, urllib.parse.quote("article/khong-ngay") + "?q=bi+mat")
        ask(address, "api/v1/suggest?q=bi+mat")
    written = log.read_text()
    page, article, suggestions = lines(written)
    assert (page["client"], page["request"], page["status"]) == ("198.51.100.7", "GET / HTTP/1.1", "200")
    assert int(page["bytes"]) > 1000
    assert article["request"] == "GET /article/khong-ngay HTTP/1.1"
    assert suggestions["request"] == "GET /api/v1/suggest HTTP/1.1"
    assert {line["from"] for line in (page, article, suggestions)} == {address}
    assert page["program"] == "a'b"
    assert "bi" not in written.replace("khong-ngay", "")


def test_with_queries_it_says_what_was_sought(index: Path, tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    with site_process.running(index, {"TIMBAO_ACCESS_LOG": str(log), "TIMBAO_LOG_QUERIES": "true"}) as address:
        ask(address, "?q=bi+mat")
    (line,) = lines(log.read_text())
    assert line["request"] == "GET /?q=bi+mat HTTP/1.1"
    assert "?q=bi+mat" in line["from"]
    assert line["client"] == "127.0.0.1"


def test_by_default_it_goes_to_standard_output(index: Path) -> None:
    process = site_process.start(index, settings={})
    assert process.stdout is not None
    address = process.stdout.readline().removeprefix("Tìm Báo: ").strip()
    ask(address, "healthz")
    process.terminate()
    output, errors = process.communicate(timeout=site_process.SECONDS)
    assert [line["request"] for line in lines(output)] == ["GET /healthz HTTP/1.1"]
    assert errors == ""


@pytest.mark.parametrize(("settings", "logged"), [({}, False), ({"TIMBAO_ACCESS_LOG": "/dev/stdout"}, True)])
def test_on_a_terminal_the_address_stays_in_sight(index: Path, settings: Mapping[str, str], logged: bool) -> None:
    ours, theirs = pty.openpty()
    process = site_process.start(index, settings=settings, output=theirs)
    os.close(theirs)
    with open(ours, encoding="utf-8") as terminal:
        address = terminal.readline().removeprefix("Tìm Báo: ").strip()
        ask(address, "healthz")
        if logged:
            assert "GET /healthz" in terminal.readline()
        process.terminate()
        _, errors = process.communicate(timeout=site_process.SECONDS)
        assert (rest_of(terminal), errors) == ("", "")


def rest_of(terminal: TextIO) -> str:
    """Return what stands on a terminal that nobody writes to any more."""
    try:
        return terminal.read()
    except OSError:  # as Linux says that
        return ""


@pytest.mark.parametrize("path", ["a%22b%0Ac?q=x", "%C4%91?q=x"])
def test_nothing_asked_for_breaks_a_line(index: Path, tmp_path: Path, path: str) -> None:
    log = tmp_path / "access.log"
    with site_process.running(index, {"TIMBAO_ACCESS_LOG": str(log)}) as address:
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(address + path)
        refused.value.close()
    (line,) = lines(log.read_text())
    assert line["request"] == f"GET /{path.partition('?')[0]} HTTP/1.1"


def test_an_access_log_that_cannot_be_written_is_one_sentence(index: Path, tmp_path: Path) -> None:
    with pytest.raises(TimbaoError, match=r"log cannot be written to .*/none/log: No such file .* access_log\.$"):
        serve(index, "127.0.0.1", 0, 1, Settings(access_log=str(tmp_path / "none" / "log")))
