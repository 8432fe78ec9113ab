"""Scripts on pages of others may read the API where the settings list them, and nothing else of the site."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from web.app import create_app
from web.settings import Settings

LISTED, OTHER = "https://paper.example", "https://other.example"
ALLOWED = "Access-Control-Allow-Origin"


@pytest.fixture
def open_to_one(index: Path) -> FlaskClient:
    return create_app(index, settings=Settings(cors_origins=(LISTED,), rate_limit="2/hour")).test_client()


def test_by_default_no_page_of_others_may(client: FlaskClient) -> None:
    response = client.get("/api/v1/search?q=lua", headers={"Origin": LISTED})
    assert ALLOWED not in response.headers
    assert "Origin" not in response.headers["Vary"]


def test_a_listed_one_may_read_the_api(open_to_one: FlaskClient) -> None:
    response = open_to_one.get("/api/v1/search?q=lua", headers={"Origin": LISTED})
    assert (response.headers[ALLOWED], response.headers["Vary"]) == (LISTED, "Origin, Accept-Encoding")
    etag = response.headers["ETag"]
    again = open_to_one.get("/api/v1/search?q=lua", headers={"Origin": LISTED, "If-None-Match": etag})
    assert (again.status_code, again.headers[ALLOWED]) == (304, LISTED)
    refused = open_to_one.get("/api/v1/search?q=lua", headers={"Origin": LISTED})
    assert (refused.status_code, refused.headers[ALLOWED]) == (429, LISTED)


@pytest.mark.parametrize("origin", [OTHER, "null", LISTED + ".evil.example", LISTED.upper(), ""])
def test_another_may_not_and_caches_know_it_depends(open_to_one: FlaskClient, origin: str) -> None:
    response = open_to_one.get("/api/v1/search?q=lua", headers={"Origin": origin})
    assert ALLOWED not in response.headers
    assert response.headers["Vary"].startswith("Origin")


@pytest.mark.parametrize("address", ["/", "/?q=lua", "/healthz", "/export.csv", "/feed.atom", "/static/timbao.css"])
def test_it_is_the_api_alone(open_to_one: FlaskClient, address: str) -> None:
    with open_to_one.get(address, headers={"Origin": LISTED}) as response:
        assert response.status_code == 200
        assert ALLOWED not in response.headers
