"""The document at /api/v1/openapi.json says what the API does: no more, no less, and by the same bounds."""

import copy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError
from openapi_spec_validator import validate
from werkzeug.test import TestResponse

from index.rebuild import rebuild
from search.request import MAX_RANK, SORTS
from tests.sample import ROOT, SAMPLES
from tests.web.answers import get_json, json_of
from tests.web.conformance import DOCUMENT, closed
from web.app import create_app
from web.documented import STATUSES
from web.errors import ErrorCode
from web.settings import Settings

ARTICLE = "bls-2019-09-05-mua-lu-loc-dien"
SEARCH = "/api/v1/search"
PATHS = {
    SEARCH,
    "/api/v1/suggest",
    "/api/v1/trends",
    "/api/v1/articles/{article_id}",
    "/api/v1/articles/{article_id}/duplicates",
    "/api/v1/articles/{article_id}/similar",
    "/api/v1/openapi.json",
    "/feed.atom",
    "/export.csv",
    "/export.jsonl",
    "/opensearch.xml",
    "/trends.csv",
    "/healthz",
}
# The routes that are not for programs: pages, what they are made of, and what watches over the site.
NOT_API = {
    "/",
    "/api",
    "/article/<article_id:article_id>",
    "/compare",
    "/metrics",
    "/static/<path:filename>",
    "/trends",
}
# Two possible values of the parameters that not every text is possible for.
TWO = dict.fromkeys(("from", "to", "year"), ("2018", "2019")) | {"sort": SORTS[:2], "literal": ("0", "1")}
# What makes an answer say all that it can: each field is there with something in it in one of these.
SEARCHES = (
    "q=thong+tin+doi+ngoai",
    "q=dieenx+bieens",
    "q=UBND+tinh",
    "q=hoa+bjnh",
    "q=xyzzyx+lu+loc+dien&size=100",
    "q=từ:31/02/2018+lũ",
    "q=mưa&from=01/2019&to=2019-02-20&source=Báo+Lĩnh+Sơn&source=Khác&sort=oldest&page=2&size=1",
    "q=",
    "q=%00%22%28%2A&literal=1",
    "size=100",
    "q=%22mưa+xyzq%22+lũ&from=2001",
)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return the site over the sample articles."""
    folder = tmp_path_factory.mktemp("samples")
    rebuild([SAMPLES], folder, jobs=1)
    return create_app(folder)


@pytest.fixture(scope="module")
def document(samples: Flask) -> Any:
    return get_json(samples.test_client(), "/" + DOCUMENT)


@pytest.fixture
def reader(samples: Flask) -> FlaskClient:
    return samples.test_client()


NEEDS_TEXT = ("/trends", "/trends.csv", "/suggest")


def address_of(path: str) -> str:
    return path.replace("{article_id}", ARTICLE) + ("?q=lu" if path.endswith(NEEDS_TEXT) else "")


def responses_of(document: Any, path: str) -> Any:
    return document["paths"][path]["get"]["responses"]


def parameters_of(document: Any) -> Iterator[tuple[str, str, Any]]:
    """Yield the address, the name and the schema of every parameter of a query."""
    for path, item in document["paths"].items():
        for parameter in item["get"]["parameters"]:
            if parameter["in"] == "query":
                schema = parameter["schema"]
                yield address_of(path), parameter["name"], schema.get("items", schema)


def with_value(address: str, **values: Any) -> str:
    """Return an address with more parameters."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(values)}"


def conform(document: Any, path: str, response: TestResponse) -> Any:
    """Fail where a response is not as the document says; return its JSON, if it is JSON."""
    documented = responses_of(document, path)[str(response.status_code)]
    assert set(documented["content"]) == {response.mimetype}
    if response.mimetype != "application/json":
        return None
    answer = json_of(response)
    fit(document, documented["content"][response.mimetype]["schema"], answer)
    return answer


def fit(document: Any, schema: Any, answer: Any) -> None:
    """Fail where an answer is not of a schema of the document, or says more."""
    strict = closed(copy.deepcopy(document))
    Draft202012Validator(schema | {"components": strict["components"]}).validate(answer)


def test_it_is_a_valid_openapi_document(document: Any) -> None:
    validate(document)
    assert document["openapi"] == "3.1.0"


def test_every_route_is_in_it_or_a_page(tmp_path: Path, document: Any) -> None:
    assert set(document["paths"]) == PATHS
    documented = {path.replace("{", "<article_id:").replace("}", ">") for path in document["paths"]}
    rules = {rule.rule for rule in create_app(tmp_path, settings=Settings(metrics=True)).url_map.iter_rules()}
    untold = rules - documented - NOT_API
    assert not untold, f"Say what these answer, with @document, or name them in NOT_API: {untold}"
    assert not NOT_API - rules


def test_everything_in_it_is_described(document: Any) -> None:
    for item in document["paths"].values():
        assert item["get"]["summary"]
        assert all(parameter["description"] for parameter in item["get"]["parameters"])
    assert all(schema["description"] for schema in document["components"]["schemas"].values())


@pytest.mark.parametrize("path", sorted(PATHS))
def test_an_answer_is_as_described(reader: FlaskClient, document: Any, path: str) -> None:
    response = reader.get(address_of(path))
    assert response.status_code == 200
    conform(document, path, response)


def test_search_answers_are_as_described_whatever_they_say(reader: FlaskClient, document: Any) -> None:
    answers = [conform(document, SEARCH, reader.get(f"{SEARCH}?{query}")) for query in SEARCHES]
    never = {name for name in answers[0] if not any(answer[name] for answer in answers)}
    assert never <= {"partial"}  # that time runs out is not for a test to bring about
    assert any(hit["duplicates"] for answer in answers for hit in answer["hits"])


def test_reprints_and_completions_are_as_described(reader: FlaskClient, document: Any) -> None:
    printed = [hit["id"] for hit in get_json(reader, SEARCH + "?size=100")["hits"] if hit["duplicates"]]
    path = "/api/v1/articles/{article_id}/duplicates"
    assert conform(document, path, reader.get(path.replace("{article_id}", printed[0])))["count"]
    suggest = reader.get("/api/v1/suggest?q=l&limit=20")
    assert conform(document, "/api/v1/suggest", suggest)["suggestions"]


def test_trends_are_as_described(reader: FlaskClient, document: Any) -> None:
    answer = reader.get("/api/v1/trends?q=dieenx+bieens&q=UBND+tinh&q=từ:31/02/2018+lũ&q=")
    trends = conform(document, "/api/v1/trends", answer)["trends"]
    assert all(any(trend[name] for trend in trends) for name in ("keystrokes", "expansions", "problems", "points"))


def test_an_article_may_have_fields_of_its_source(document: Any) -> None:
    schema = document["components"]["schemas"]["WholeArticle"]
    assert schema["additionalProperties"] is True


@pytest.mark.parametrize("change", [{"undocumented": 1}, {"total": "many"}, {"sort": "best"}])
def test_an_answer_that_is_not_as_described_fails(reader: FlaskClient, document: Any, change: Any) -> None:
    schema = responses_of(document, SEARCH)["200"]["content"]["application/json"]["schema"]
    answer = get_json(reader, SEARCH)
    fit(document, schema, answer)
    with pytest.raises(ValidationError):
        fit(document, schema, answer | change)


@pytest.mark.parametrize("path", sorted(PATHS))
def test_not_modified_is_documented_where_it_is_answered(reader: FlaskClient, document: Any, path: str) -> None:
    etag = reader.get(address_of(path)).headers.get("ETag", "none")
    response = reader.get(address_of(path), headers={"If-None-Match": etag})
    assert (response.status_code == 304) == ("304" in responses_of(document, path))


@pytest.mark.parametrize("path", sorted(PATHS))
def test_a_missing_index_is_documented_where_it_matters(tmp_path: Path, document: Any, path: str) -> None:
    response = create_app(tmp_path).test_client().get(address_of(path))
    assert response.status_code == (503 if "503" in responses_of(document, path) else 200)
    conform(document, path, response)


@pytest.mark.parametrize("path", sorted(PATHS))
def test_a_missing_article_is_documented_where_one_is_asked_for(reader: FlaskClient, document: Any, path: str) -> None:
    assert ("404" in responses_of(document, path)) == ("{article_id}" in path)
    if "{article_id}" in path:
        conform(document, path, reader.get(path.replace("{article_id}", quote("không có/bài này", safe=""))))


def test_too_many_requests_are_told_when_to_come_again(document: Any) -> None:
    for path in document["paths"]:
        for status in {"429", "503"} & set(responses_of(document, path)):
            assert "Retry-After" in responses_of(document, path)[status]["headers"]


def test_numbers_have_the_bounds_that_are_documented(reader: FlaskClient, document: Any) -> None:
    bounds = [found for found in parameters_of(document) if found[2]["type"] == "integer"]
    assert {name for _, name, _ in bounds} == {"page", "size", "limit"}
    for address, name, schema in bounds:
        rest = {"size": 1} if name == "page" else {}
        for value in ("minimum", "maximum", "default"):
            assert reader.get(with_value(address, **{name: schema[value]}, **rest)).status_code == 200
        for number in (schema["minimum"] - 1, schema["maximum"] + 1):
            assert reader.get(with_value(address, **{name: number}, **rest)).status_code == 400
    assert {schema["maximum"] for _, name, schema in bounds if name == "page"} == {MAX_RANK}


def test_what_is_documented_as_default_is_the_default(reader: FlaskClient, document: Any) -> None:
    taken = {name: schema for at, name, schema in parameters_of(document) if at == SEARCH}
    defaults = {name: schema["default"] for name, schema in taken.items() if "default" in schema}
    answer = get_json(reader, SEARCH)
    assert defaults == {name: answer[name] for name in defaults}
    assert defaults.keys() == {"page", "size"}


@pytest.mark.parametrize(("name", "possible"), [("sort", list(SORTS)), ("literal", ["0", "1"])])
def test_values_to_choose_from_are_those_that_are_documented(
    reader: FlaskClient, document: Any, name: str, possible: list[str]
) -> None:
    documented = {at: schema["enum"] for at, one, schema in parameters_of(document) if one == name}
    assert documented[SEARCH] == possible
    for address, values in documented.items():
        assert {reader.get(with_value(address, **{name: value})).status_code for value in values} == {200}
        assert reader.get(with_value(address, **{name: "best"})).status_code == 400


def test_what_may_be_repeated_is_documented_as_an_array(reader: FlaskClient, document: Any) -> None:
    taken = [(path, one) for path, item in document["paths"].items() for one in item["get"]["parameters"]]
    for path, parameter in taken:
        if parameter["in"] == "query":
            name, repeated = parameter["name"], parameter["schema"]["type"] == "array"
            several = urlencode({"q": "a", name: TWO.get(name, ("1", "2"))}, doseq=True)
            response = reader.get(f"{path.replace('{article_id}', ARTICLE)}?{several}", buffered=True)
            assert response.status_code == (200 if repeated else 400), (path, name)
            assert ("repeat" in parameter["description"]) == repeated


@pytest.mark.parametrize("query", ["", "?q=", "?q=+&q="])
def test_what_is_required_is_documented(reader: FlaskClient, document: Any, query: str) -> None:
    required = [
        (path, parameter["name"])
        for path, item in document["paths"].items()
        for parameter in item["get"]["parameters"]
        if parameter["in"] == "query" and parameter.get("required")
    ]
    assert required == [("/api/v1/trends", "q"), ("/api/v1/suggest", "q"), ("/trends.csv", "q")]
    for path, _ in required:
        response = reader.get(path + query)
        assert response.status_code == 400
        conform(document, path, response)
    error = json_of(reader.get("/api/v1/trends" + query))["error"]
    assert (error["field"], error["code"]) == ("q", "invalid_parameter")
    assert error["message"] == '"q" is missing; give it once for each query to count, 5 times at most.'


@pytest.mark.parametrize("name", ["from", "to", "year"])
def test_only_what_is_written_as_documented_is_taken(samples: Flask, document: Any, name: str) -> None:
    (pattern,) = {schema["pattern"] for _, one, schema in parameters_of(document) if one == name}
    validator = Draft202012Validator({"pattern": pattern})
    client = samples.test_client()

    @given(st.text("0123456789/-. năm", max_size=11) | st.from_regex(pattern, fullmatch=True))
    @example("2018")
    @example("20180")
    def holds(value: str) -> None:
        response = client.get(f"/api/v1/search?{urlencode({name: value, 'size': 1})}")
        assert response.status_code == 400 or validator.is_valid(value.strip())

    holds()
    assert client.get(f"/api/v1/search?{name}=2018").status_code == 200


@pytest.mark.parametrize(
    "query", ["page=x", "size=0", "from=x", "to=x", "year=x", "sort=x", "from=2019&to=2018", "page=999"]
)
def test_an_error_is_as_described(reader: FlaskClient, document: Any, query: str) -> None:
    response = reader.get(f"{SEARCH}?{query}")
    assert response.status_code == 400
    assert conform(document, SEARCH, response)["error"]["field"] == query.partition("=")[0]


@pytest.mark.parametrize("path", ["/feed.atom", "/export.csv", "/export.jsonl"])
def test_an_error_where_people_read_is_a_page(reader: FlaskClient, document: Any, path: str) -> None:
    conform(document, path, reader.get(f"{path}?from=x"))


def test_every_code_of_an_error_belongs_to_a_status() -> None:
    codes = [code for status in STATUSES.values() for code in status.codes]
    every = [code for part in get_args(ErrorCode) for code in get_args(part)]
    assert sorted(codes) == sorted(every)


def test_it_is_kept_until_the_program_changes(reader: FlaskClient, tmp_path: Path) -> None:
    etag = reader.get("/" + DOCUMENT).headers["ETag"]
    elsewhere = create_app(tmp_path).test_client()
    assert elsewhere.get("/" + DOCUMENT).headers["Cache-Control"] == "no-cache"
    assert elsewhere.get("/" + DOCUMENT, headers={"If-None-Match": etag}).status_code == 304


def test_its_addresses_are_below_the_place_of_the_site(reader: FlaskClient) -> None:
    assert get_json(reader, "/" + DOCUMENT)["servers"] == [{"url": "/"}]
    below = reader.get("/" + DOCUMENT, environ_overrides={"SCRIPT_NAME": "/tin"})
    assert json_of(below)["servers"] == [{"url": "/tin"}]


def test_its_libraries_are_imported_only_for_those_who_ask() -> None:
    program = "import sys, web.server; sys.exit(bool({'apispec', 'msgspec'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
