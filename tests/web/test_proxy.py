"""Behind a proxy, under a path, every address that the site gives is the one that readers know."""

import re
from collections import deque
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from index.article import Article
from tests.web import articles
from tests.web.markup import elements
from web.app import create_app
from web.links import article_link
from web.settings import Settings

SITE = "https://paper.example/tim/"
OTHERS = {article.url for article in articles.ALL}
MOST_PAGES = 150  # of the crawl: every kind of page is among them
KINDS = {"", "article", "static", "feed.atom", "export.csv", "export.jsonl", "opensearch.xml"}


@pytest.fixture
def client(index: Path) -> FlaskClient:
    return create_app(index, settings=Settings(base_url=SITE, proxies=1)).test_client()


def addresses(html: str) -> list[str]:
    """Return every address in a page, but for those of the papers."""
    given = (element.attributes.get(name, "#") for element in elements(html) for name in ("href", "src", "action"))
    return [address for address in given if not address.startswith("#") and address not in OTHERS]


@pytest.mark.parametrize("start", ["/tim/", "/tim", "/"])
def test_every_link_form_and_asset_lies_under_the_path(client: FlaskClient, start: str) -> None:
    waiting = deque([start, "/tim/?q=hoa+binh&page=x", "/tim/?q=zzz", "/tim/?q=lua"])
    seen: set[str] = set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.popleft()
        if address in seen:
            continue
        seen.add(address)
        with client.get(address) as response:
            assert response.status_code in (200, 400), address
            if response.mimetype != "text/html":
                continue
            for found in addresses(response.get_data(as_text=True)):
                assert found.startswith("/tim/"), (address, found)
                waiting.append(found)
    assert {re.split("[?/]", address.removeprefix("/tim/"))[0] for address in seen} >= KINDS


@pytest.mark.parametrize("path", ["/tim", ""])
@pytest.mark.parametrize("article", articles.ALL, ids=lambda article: article.id)
def test_an_article_is_found_whether_the_proxy_cuts_off_the_path_or_not(
    client: FlaskClient, path: str, article: Article
) -> None:
    with client.application.test_request_context():
        address = article_link(article.id)
    response = client.get(path + address)
    assert response.status_code == 200
    assert (article.title or "Phiên chợ") in response.text or article is articles.HOSTILE


def test_what_leaves_the_site_gives_whole_addresses_that_no_header_changes(client: FlaskClient) -> None:
    lies = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "ftp",
            "X-Forwarded-Prefix": "/evil", "Forwarded": "host=evil.example"}  # fmt: skip
    feed = client.get("/tim/feed.atom?q=lua", headers=lies)
    description = client.get("/tim/opensearch.xml", headers=lies)
    cited = client.get("/tim/article/khong-ngay", headers=lies)
    assert "evil" not in feed.text + description.text + cited.text
    links = [
        link.get("href", "") for link in ElementTree.fromstring(feed.data).iter("{http://www.w3.org/2005/Atom}link")
    ]
    assert f"{SITE}feed.atom?q=lua" in links
    assert f"{SITE}?q=lua" in links
    assert f"{SITE}article/lua-25" in links
    assert all(link.startswith(SITE) for link in links)
    assert f'template="{SITE}?q={{searchTerms}}"' in description.text
    assert f"{SITE}article/khong-ngay" in elements(cited.text, "pre", id="bibtex")[0].text


def test_without_a_base_url_addresses_are_those_of_the_request(index: Path) -> None:
    client = create_app(index).test_client()
    feed = client.get("/feed.atom?q=lua", base_url="http://near.example:81/", headers={"X-Forwarded-Prefix": "/evil"})
    assert 'href="http://near.example:81/?q=lua"' in feed.text
    assert client.get("/tim/").status_code == 404
