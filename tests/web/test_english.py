"""A site that is set to English speaks English alone; what articles say stays as it is, and is marked as Vietnamese."""

import datetime
import json
import re
from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from index.article import Article
from search.problems import _SENTENCES
from tests.sample import build
from tests.web import site_process
from tests.web.markup import VOID, elements
from tests.web.states import STATES, sites
from web.app import create_app
from web.documented import SEARCH
from web.parameters import LONGEST_ADDRESS
from web.settings import DEFAULTS, Settings

ENGLISH = Settings(language="en")
SCRIPT = Path(__file__).parents[2] / "web" / "static" / "timbao.js"
VIETNAMESE = re.compile(r"[^\x00-\x7F–…“”×←]")  # and all else that English pages have no use for
# The attributes that people are told.
SAID = ("alt", "aria-label", "content", "data-narrow", "data-texts", "placeholder", "title")
WHEN = datetime.date(2018, 7, 4)


class OwnWords(HTMLParser):
    """What a page says itself: text and attributes outside of elements that are marked as Vietnamese."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._open: list[bool] = []  # for each open element, whether it is within one in Vietnamese

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        foreign = self._open[-1:] == [True] or ("lang", "vi") in attrs
        if not foreign:
            self.said += [value or "" for name, value in attrs if name in SAID]
        if tag not in VOID:
            self._open.append(foreign)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Leave elements of drawings alone that close themselves."""

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open[-1:] != [True]:
            self.said.append(data)


def own_words(html: str) -> list[str]:
    reader = OwnWords()
    reader.feed(html)
    reader.close()
    return [said for said in reader.said if said.strip()]


@pytest.fixture(scope="module")
def english(archive: Path) -> dict[str, Flask]:
    return sites(archive, ENGLISH)


@pytest.fixture(scope="module")
def client(english: dict[str, Flask]) -> FlaskClient:
    return english["full"].test_client()


def quoted(html: str, address: str) -> Iterator[str]:
    """Yield what the page says without being its own: the site's name, headlines, queries and the values of filters."""
    yield DEFAULTS.site_name
    for link in (address, *(a.attributes["href"] for a in elements(html, "a"))):
        for values in parse_qs(urlsplit(link).query).values():
            yield from values
    yield from (quotation.text for quotation in elements(html, lang="vi"))


@pytest.mark.parametrize("name", STATES)
def test_no_page_says_anything_in_vietnamese(english: dict[str, Flask], name: str) -> None:
    state = STATES[name]
    response = english[state.site].test_client().get(state.address)
    assert response.status_code == state.status
    assert elements(response.text, "html", lang="en")
    not_its_own = sorted(quoted(response.text, state.address), key=len, reverse=True)
    said = own_words(response.text)
    assert len(said) > 10
    for text in said:
        for known in not_its_own:
            text = text.replace(known, "")
        assert not VIETNAMESE.search(text), text


def test_the_test_finds_what_is_not_translated(client: FlaskClient) -> None:
    said = own_words('<p>Found <span lang="vi">đường <b>sắt</b></span> <a title="Bỏ lọc">x</a></p>')
    assert said == ["Found ", "Bỏ lọc", "x"]
    assert VIETNAMESE.search("Bỏ lọc")
    assert VIETNAMESE.search("â")


def test_the_script_says_nothing_of_itself(client: FlaskClient) -> None:
    script = SCRIPT.read_text(encoding="utf-8")
    assert not VIETNAMESE.search(script)
    (element,) = elements(client.get("/").text, "script")
    assert set(re.findall(r"\btexts\.(\w+)", script)) == json.loads(element.attributes["data-texts"]).keys()


def test_feed_and_search_description_are_in_english(client: FlaskClient) -> None:
    feed = client.get("/feed.atom?q=dien+bien").text
    assert '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">' in feed
    assert feed.count("<entry") == feed.count('<entry xml:lang="vi">') > 0
    opensearch = client.get("/opensearch.xml").text
    assert "<Description>Search Vietnamese news articles, with or without diacritics</Description>" in opensearch


@pytest.fixture
def thousands(tmp_path: Path) -> FlaskClient:
    articles = [Article(f"{n}", f"Tin lũ số {n}", date=WHEN, source=f"Báo {n}", category="Xã hội") for n in range(1300)]
    return create_app(build(tmp_path, articles), settings=ENGLISH).test_client()


def test_numbers_and_dates_are_written_as_in_english(thousands: FlaskClient) -> None:
    html = thousands.get("/?q=lũ+số&from=4/7/2018").text
    assert "Found <strong>1,300 articles</strong>" in html
    assert '<time datetime="2018-07-04">4 July 2018</time>' in html
    assert elements(html, "a", aria_label="Remove filter date: from 4 July 2018")
    assert {box.attributes["value"] for box in elements(html, "input", name_="from")} == {"04/07/2018"}
    assert "Found <strong>1 article</strong>" in thousands.get('/?q="số+7"').text
    assert ">0.77</td>" in thousands.get('/trends?q="số+7"&scale=per_thousand').text


def test_what_was_left_out_of_a_query_is_told_in_english(client: FlaskClient) -> None:
    for typed, kind in (("từ:31/02/2018", "bad_date"), ("*a*", "star"), ("(" * 30 + "a", "too_deep")):
        (notice, *_) = elements(client.get("/", query_string={"q": typed}).text, "p", class_="notice")
        assert notice.text.endswith(_SENTENCES[kind][1].rpartition("}")[2])  # type: ignore[index]


def test_a_page_of_the_other_language_is_not_taken_for_this_one(english: dict[str, Flask], index: Path) -> None:
    engine = english["full"].extensions["timbao.engine"]
    etags = {
        create_app(engine=engine, settings=Settings(language=language)).test_client().get("/").headers["ETag"]
        for language in ("vi", "en")
    }
    assert len(etags) == 2


def test_an_address_too_long_for_the_server_is_refused_in_english(index: Path) -> None:
    with site_process.running(index, {"TIMBAO_LANGUAGE": "en", **site_process.QUIET}) as address:
        connection = HTTPConnection(urlsplit(address).netloc)
        connection.request("GET", f"/?q={'a' * LONGEST_ADDRESS}")
        with closing(connection), connection.getresponse() as response:
            assert response.status == 414
            assert "This address is too long" in response.read().decode()


def test_both_languages_are_spoken_side_by_side(client: FlaskClient, english: dict[str, Flask]) -> None:
    vietnamese = create_app(engine=english["full"].extensions["timbao.engine"]).test_client()
    for _ in range(2):
        assert "Newest articles" in client.get("/").text
        assert "Bài mới nhất" in vietnamese.get("/").text


def test_the_page_about_the_api_tells_of_every_parameter_what_its_document_does(client: FlaskClient) -> None:
    page = client.get("/api").text
    for parameter in SEARCH:
        assert parameter.english.replace("`", "") in elements(page, "main")[0].text
    assert "<code>1</code> takes <code>q</code> to the letter" in page
