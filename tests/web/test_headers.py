"""Every response tells the browser to run, load and send nothing that is not the site's own."""

import pytest
from flask.testing import FlaskClient

from tests.web.markup import elements

PAGES = ["/", "/api", "/?q=lua", "/?page=x", "/article/lua-1", "/article/khuyet"]


@pytest.mark.parametrize("address", [*PAGES, "/api/v1/search?q=lua", "/healthz", "/static/logo.svg"])
def test_security_headers_are_on_every_response(client: FlaskClient, address: str) -> None:
    with client.get(address) as response:
        headers = response.headers
    policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["style-src"] == policy["script-src"] == policy["img-src"] == policy["form-action"] == "'self'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", PAGES)
def test_no_page_needs_what_the_policy_forbids(client: FlaskClient, address: str) -> None:
    html = client.get(address).text
    assert not elements(html, "style")
    assert not [element for element in elements(html) if "style" in element.attributes]
    assert not [script for script in elements(html, "script") if script.text]
    for element in elements(html):
        for name in ("src", "action"):
            assert element.attributes.get(name, "/").startswith("/")
    assert all(link.attributes["href"].startswith("/") for link in elements(html, "link"))
    assert all(sheet.attributes["href"].startswith("/static/") for sheet in elements(html, "link", rel="stylesheet"))


def test_pages_are_html_in_utf_8(client: FlaskClient) -> None:
    assert client.get("/?q=lua").headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("address", ["/", "/?page=x", "/api/v1/search", "/api/v1/openapi.json", "/feed.atom"])
@pytest.mark.parametrize("method", ["GET", "OPTIONS"])
def test_no_other_site_s_script_may_read_answers(client: FlaskClient, address: str, method: str) -> None:
    asked = {"Origin": "https://other.example", "Access-Control-Request-Method": "GET"}
    headers = client.open(address, method=method, headers=asked).headers
    assert not [name for name, _ in headers if name.lower().startswith("access-control-")]
