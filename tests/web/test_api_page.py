"""The page about the API tells of every route, and each of its commands works as it stands there."""

import shlex
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from index.rebuild import rebuild
from tests.sample import SAMPLES
from tests.web import articles, site_process
from tests.web.markup import elements
from web.app import create_app
from web.documented import STATUSES, routes


def commands(html: str) -> list[str]:
    return [element.text for element in elements(html, "pre")]


def test_every_command_works_as_it_stands_there(tmp_path: Path) -> None:
    if shutil.which("curl") is None:
        pytest.fail("curl was not found: install it and try again.", pytrace=False)
    rebuild([SAMPLES], tmp_path, jobs=1)
    with site_process.running(tmp_path) as site:
        page = subprocess.run(["curl", "--silent", "--noproxy", "*", f"{site}api"], capture_output=True, check=True)
        shown = commands(page.stdout.decode())
        assert len(shown) == len(routes(create_app(tmp_path)))
        for command in shown:
            done = subprocess.run(
                f"{command} --fail --silent --show-error --noproxy '*'", shell=True, capture_output=True, check=False
            )
            assert (done.returncode, done.stderr) == (0, b""), command
            assert len(done.stdout) > 1, command
            assert b'"hits":[]' not in done.stdout, command


def test_every_route_parameter_and_status_is_told(client: FlaskClient, app: Flask) -> None:
    html = client.get("/api").text
    headings = [element.text for element in elements(html, "h2")]
    explained = {element.attributes["id"] for element in elements(html, "dt") if "id" in element.attributes}
    codes = [element.text for element in elements(html, "code")]
    for route in routes(app):
        assert route.operation.heading in headings
        assert f"GET {route.path}" in codes
        assert {f"tham-so-{parameter.name}" for parameter in route.operation.takes} <= explained
    for status, told in STATUSES.items():
        assert {str(status), *told.codes} <= set(codes)


def test_what_is_sought_is_shown_as_a_person_writes_it(client: FlaskClient) -> None:
    search = next(command for command in commands(client.get("/api").text) if "/search" in command)
    assert search.startswith("curl -G http://localhost/api/v1/search --data-urlencode 'q=hòa bình' -d from=2018 ")


def test_a_parameter_that_means_something_else_is_told_where_it_does(client: FlaskClient) -> None:
    sections = [section.text.strip() for section in elements(client.get("/api").text, "section")]
    for heading, told in (
        ("Xu hướng theo thời gian", "lặp lại để so sánh, nhiều nhất 5 từ khóa"),
        ("Bảng CSV của xu hướng", "lặp lại để so sánh, nhiều nhất 5 từ khóa"),
        ("Gợi ý khi đang gõ", "Phần đã gõ"),
    ):
        assert told in next(section for section in sections if section.startswith(heading))


def test_links_within_the_page_lead_somewhere(client: FlaskClient) -> None:
    html = client.get("/api").text
    ids = {element.attributes.get("id") for element in elements(html)}
    within = [link.attributes["href"] for link in elements(html, "a") if link.attributes["href"].startswith("#")]
    assert within
    assert {link[1:] for link in within} <= ids


def test_an_awkward_id_is_quoted_for_the_shell(client: FlaskClient) -> None:
    arguments = [shlex.split(command) for command in commands(client.get("/api").text)]
    assert all(words[0] == "curl" for words in arguments)
    newest = quote(articles.HOSTILE.id, safe="")
    assert any(
        newest in quote(address.partition("/articles/")[2], safe="%") for address in (words[1] for words in arguments)
    )


def test_without_an_index_the_page_still_tells(tmp_path: Path) -> None:
    page = create_app(tmp_path).test_client().get("/api")
    assert page.status_code == 200
    assert "/api/v1/articles/ID" in page.text


@pytest.mark.parametrize("address", ["/", "/?q=lua", "/khong-co"])
def test_every_page_links_to_it(client: FlaskClient, address: str) -> None:
    assert "/api" in [link.attributes["href"] for link in elements(client.get(address).text, "a")]
