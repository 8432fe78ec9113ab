"""No text, whoever wrote it, becomes markup."""

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.web import articles
from tests.web.answers import get_json
from tests.web.markup import elements

ATTACK = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def assert_harmless(html: str) -> None:
    """Check that the only scripts are the site's own, and that no text brought an element or a handler with it."""
    scripts = elements(html, "script")
    assert all("/static/timbao.js" in script.attributes["src"] and not script.text for script in scripts)
    assert all("/static/logo.svg" in image.attributes["src"] for image in elements(html, "img"))
    assert not [element for element in elements(html) if any(name.startswith("on") for name in element.attributes)]
    drawn = elements(html, "svg", aria_hidden="true", focusable="false")  # the site's own timeline
    assert len(drawn) == len(elements(html, "svg"))
    for name in ("b", "i", "u", "hr"):
        assert not elements(html, name)


@pytest.mark.parametrize(
    "query",
    ["q=ATTACK", "q=lua&source=ATTACK", "q=lua&author=ATTACK", "q=lua&sort=ATTACK", "q=lua&page=ATTACK",
     "q=lua&from=ATTACK", "q=ATTACK&to=ATTACK&category=ATTACK"],
)  # fmt: skip
def test_what_an_address_says_stays_text(client: FlaskClient, query: str) -> None:
    html = client.get("/?" + query.replace("ATTACK", quote(ATTACK))).text
    assert_harmless(html)


def test_the_query_stands_in_its_box_as_typed(client: FlaskClient) -> None:
    html = client.get("/", query_string={"q": ATTACK}).text
    assert elements(html, "input", name_="q")[0].attributes["value"] == ATTACK


@pytest.mark.parametrize(
    "address", ["/", "/?q=tan+cong", "/?q=script+alert", '/?sort=oldest&source=Nguồn+"lạ"+<u>%26amp;']
)
def test_what_an_article_says_stays_text_in_lists(client: FlaskClient, address: str) -> None:
    html = client.get(address).text
    assert articles.HOSTILE.title in [a.text for a in elements(html, "a")]
    assert_harmless(html)


@pytest.mark.parametrize("query", ["", "?q=tan+cong", "?q=script+alert+dam"])
def test_what_an_article_says_stays_text_on_its_page(client: FlaskClient, query: str) -> None:
    html = client.get("/article/" + quote(articles.HOSTILE.id, safe="") + query).text
    assert elements(html, "h1")[0].text == articles.HOSTILE.title
    assert_harmless(html)


def test_a_missing_articles_id_stays_text(client: FlaskClient) -> None:
    assert_harmless(client.get("/article/" + quote(ATTACK)).text)


def test_the_apis_html_is_escaped(client: FlaskClient) -> None:
    hit = get_json(client, "/api/v1/search?q=tan+cong")["hits"][0]
    assert hit["title"] == articles.HOSTILE.title
    for html in (hit["title_html"], hit["snippet_html"]):
        assert {element.name for element in elements(html)} <= {"mark"}
