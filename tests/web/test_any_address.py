"""No address makes the site fail."""

from urllib.parse import parse_qs, quote, urlencode, urlsplit

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.urls import iri_to_uri

from search.request import Filters
from tests.web.answers import json_of
from tests.web.markup import elements
from web.links import search_link
from web.parameters import SearchParameters

NAMES = ("q", "page", "from", "to", "source", "category", "author", "sort", "size", "endpoint", "_external")
TYPED = st.one_of(
    st.text(max_size=60),
    st.sampled_from(("lúa", '"lúa', "-", "-lúa", "từ:", "nguồn:x", 'tiêu đề:"a')),
    st.sampled_from(("2018", "31/02/2018", "0", "1", "oldest")),
    st.integers().map(str),
)
QUERIES = st.lists(st.tuples(st.sampled_from(NAMES) | st.text(max_size=9), TYPED), max_size=8)


@given(QUERIES)
def test_any_parameters_give_a_page_or_a_sentence(app: Flask, parameters: list[tuple[str, str]]) -> None:
    response = app.test_client().get("/?" + urlencode(parameters))
    assert response.status_code in (200, 400)
    assert elements(response.text, "input", name_="q")


@given(QUERIES)
def test_any_parameters_give_an_answer_or_an_error_object(app: Flask, parameters: list[tuple[str, str]]) -> None:
    response = app.test_client().get("/api/v1/search?" + urlencode(parameters))
    assert response.status_code in (200, 400)
    assert ("error" in json_of(response)) == (response.status_code == 400)


@given(st.text(max_size=60), st.text(max_size=20))
def test_a_link_on_a_page_leads_to_the_very_same_search(app: Flask, q: str, source: str) -> None:
    asked = SearchParameters(q, Filters(source=(source,) if source else ()))
    with app.test_request_context():
        followed = iri_to_uri(search_link(asked))  # as browsers do
    given = parse_qs(urlsplit(followed).query)
    assert (given.get("q", [""]), given.get("source", [""])) == ([q], [source])


@given(st.binary(max_size=80))
def test_any_bytes_give_a_page_or_a_sentence(app: Flask, query: bytes) -> None:
    response = app.test_client().get("/?q=" + quote(query) + "&page=" + quote(query[::-1]))
    assert response.status_code in (200, 400)


@given(st.text(min_size=1, max_size=60), TYPED)
def test_any_id_gives_a_page(app: Flask, article_id: str, q: str) -> None:
    response = app.test_client().get("/article/" + quote(article_id, safe="") + "?" + urlencode({"q": q}))
    assert response.status_code in (200, 404)
