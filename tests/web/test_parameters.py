"""A parameter that cannot be used is answered with a sentence, to people and programs alike."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from tests.web.answers import json_of
from tests.web.markup import elements, link
from web.values import ParameterError, number

BAD = [
    ("page=0", "page", "invalid_parameter"),
    ("page=-1", "page", "invalid_parameter"),
    ("page=hai", "page", "invalid_parameter"),
    ("page=1.5", "page", "invalid_parameter"),
    ("page=" + "9" * 5000, "page", "page_too_deep"),
    ("page=101", "page", "page_too_deep"),
    ("sort=best", "sort", "invalid_parameter"),
    ("from=31/02/2018", "from", "invalid_parameter"),
    ("to=hôm+qua", "to", "invalid_parameter"),
    ("year=abc", "year", "invalid_parameter"),
    ("year=2018&year=20188", "year", "invalid_parameter"),
    ("from=2019-01-02&to=2019-01-01", "from", "invalid_parameter"),
    ("page=1&page=2", "page", "invalid_parameter"),
    ("page=&page=x", "page", "invalid_parameter"),
    ("to=2018&to=2019", "to", "invalid_parameter"),
    ("sort=newest&sort=oldest", "sort", "invalid_parameter"),
    ("q=bão", "q", "invalid_parameter"),
    ("literal=yes", "literal", "invalid_parameter"),
    ("literal=0&literal=1", "literal", "invalid_parameter"),
]
BAD_FOR_PROGRAMS = [
    ("size=0", "size", "invalid_parameter"),
    ("size=101", "size", "invalid_parameter"),
    ("size=x", "size", "invalid_parameter"),
    ("size=1&size=2", "size", "invalid_parameter"),
    ("size=100&page=11", "page", "page_too_deep"),
]


@pytest.mark.parametrize(("query", "field", "code"), [*BAD, *BAD_FOR_PROGRAMS])
def test_the_api_names_the_field(client: FlaskClient, query: str, field: str, code: str) -> None:
    response = client.get(f"/api/v1/search?q=lua&{query}")
    assert response.status_code == 400
    assert json_of(response).keys() == {"error"}
    assert json_of(response)["error"].keys() == {"code", "message", "field"}
    assert (json_of(response)["error"]["field"], json_of(response)["error"]["code"]) == (field, code)
    assert json_of(response)["error"]["message"].endswith(".")


@pytest.mark.parametrize(("query", "field", "code"), BAD)
def test_the_page_keeps_the_query_and_says_what_to_do(client: FlaskClient, query: str, field: str, code: str) -> None:
    response = client.get(f"/?q=mùa+lúa&{query}")
    assert response.status_code == 400
    assert elements(response.text, "input", name_="q")[0].attributes["value"] == "mùa lúa"
    (sentence,) = elements(response.text, "p", id_="fault")
    assert "hãy" in sentence.text
    if code == "page_too_deep":
        assert "1.000 bài đầu" in sentence.text


@pytest.mark.parametrize("query", ["page=x", "page=101", "sort=best"])
def test_the_way_on_keeps_everything_else(client: FlaskClient, query: str) -> None:
    html = client.get(f"/?q=lua&source=Báo+Lĩnh+Sơn&{query}").text
    assert link(html, "Về trang đầu của kết quả") == "/?q=lua&source=Báo+Lĩnh+Sơn"


def test_the_way_on_from_two_texts_is_the_one_in_the_box(client: FlaskClient) -> None:
    html = client.get("/?q=lua&source=Báo+Lĩnh+Sơn&q=bão").text
    assert link(html, "Về trang đầu của kết quả") == "/?q=lua&source=Báo+Lĩnh+Sơn"


def test_the_way_on_stays_on_this_site_whatever_else_is_asked(client: FlaskClient) -> None:
    html = client.get("/?q=lua&page=x&endpoint=api.search&_external=1&_scheme=javascript").text
    assert link(html, "Về trang đầu của kết quả").startswith("/?q=lua&")


def test_a_wrong_date_can_be_corrected_in_place(client: FlaskClient) -> None:
    html = client.get("/?q=lua&from=31/02/2018&to=01/03/2018&source=Báo+Lĩnh+Sơn&sort=newest").text
    start, end = elements(html, "input", type="text")
    assert (start.attributes["value"], end.attributes["value"]) == ("31/02/2018", "01/03/2018")
    assert start.attributes["aria-describedby"] == "fault"
    assert "aria-invalid" not in end.attributes
    kept = {field.attributes["name"]: field.attributes["value"] for field in elements(html, type="hidden")}
    assert kept == {"q": "lua", "source": "Báo Lĩnh Sơn", "sort": "newest"}


TAKEN = [
    "page=100",
    "page=",
    "page=&page=2",
    "from=&to=",
    "sort=",
    "sort=newest&sort=newest",
    "source=",
    "size=x",
    "z=1",
    "q=",
    "q=lua+",
    "literal=",
    "literal=0",
    "literal=1",
]


@pytest.mark.parametrize("query", TAKEN)
def test_what_can_be_understood_is_no_error(client: FlaskClient, query: str) -> None:
    assert client.get(f"/?q=lua&{query}").status_code == 200


def test_a_page_at_the_last_rank_is_shown(client: FlaskClient) -> None:
    assert client.get("/api/v1/search?q=lua&size=100&page=10").status_code == 200


def test_completions_are_of_one_text(client: FlaskClient) -> None:
    response = client.get("/api/v1/suggest?q=mua&q=lua")
    assert (response.status_code, json_of(response)["error"]["field"]) == (400, "q")
    assert json_of(client.get("/api/v1/suggest?q=mua+l"))["query"] == "mua l"


def test_a_number_that_cannot_be_used_is_told_by_the_name_of_its_parameter(app: Flask) -> None:
    with app.test_request_context():
        for name, most in (("size", 100), ("limit", 20)):
            with pytest.raises(ParameterError) as refused:
                number(MultiDict({name: "x"}), name, 10, most)  # type: ignore[arg-type]
            assert refused.value.sentence == f"“{name}” không thể là “x”; hãy ghi một số từ 1 đến {most}."
        with pytest.raises(ParameterError, match="page") as refused:
            number(MultiDict({"page": "0"}), "page", 1)
        assert refused.value.sentence.startswith("Số trang “0”")


@pytest.mark.parametrize("given", ["literal=%C2%85", "literal=%20", "sort=%20newest", "page=%09", "size=+"])
def test_white_space_is_no_value(client: FlaskClient, given: str) -> None:
    assert client.get(f"/api/v1/search?q=lua&{given}").status_code == 400
