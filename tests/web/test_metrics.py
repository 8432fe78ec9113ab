"""/metrics tells Prometheus of the requests to all workers and of what is served; only where it is asked for."""

import urllib.request
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from tests.web import articles, site_process
from tests.web.answers import get_json
from web.app import create_app
from web.settings import Settings

MOST_SCRAPES = 1000  # until the server is done: far more than it takes


def samples(text: str) -> Mapping[tuple[str, ...], float]:
    """Return the values by name and the values of labels."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture
def measured(index: Path) -> FlaskClient:
    return create_app(index, settings=Settings(metrics=True, rate_limit="4/hour")).test_client()


def test_it_is_off_by_default(client: FlaskClient) -> None:
    assert client.get("/metrics").status_code == 404


def test_requests_are_counted_by_endpoint_and_status(measured: FlaskClient) -> None:
    for address in ("/?q=lua", "/?page=x", "/none", "/api/v1/search?q=lua", "/?q=lua", "/?q=lua"):
        measured.get(address).close()
    response = measured.get("/metrics")
    assert response.headers["Content-Type"].startswith("text/plain; version=")
    assert response.headers["Cache-Control"] == "no-store"
    found = samples(response.text)
    assert found["timbao_requests_total", "pages.search", "200"] == 1
    assert found["timbao_requests_total", "pages.search", "400"] == 1
    assert found["timbao_requests_total", "none", "404"] == 1
    assert found["timbao_requests_total", "api.search", "200"] == 1
    assert found["timbao_requests_total", "pages.search", "429"] == 2
    assert found["timbao_request_seconds_count", "pages.search"] == 4
    assert found["timbao_request_seconds_sum", "pages.search"] > 0
    assert found["timbao_request_seconds_bucket", "pages.search", "+Inf"] == 4


def test_a_download_is_measured_to_its_end(measured: FlaskClient) -> None:
    response = measured.get("/export.csv?q=lua")
    assert ("timbao_request_seconds_count", "outside.export_csv") not in samples(measured.get("/metrics").text)
    response.close()
    assert samples(measured.get("/metrics").text)["timbao_request_seconds_count", "outside.export_csv"] == 1


def test_it_tells_what_is_served(measured: FlaskClient) -> None:
    found = samples(measured.get("/metrics").text)
    assert found["timbao_articles",] == len(articles.ALL)
    age = get_json(measured, "/healthz")["age_seconds"]
    assert abs(found["timbao_generation_age_seconds",] - age) < 60


def test_without_an_index_it_still_answers(tmp_path: Path) -> None:
    client = create_app(tmp_path, settings=Settings(metrics=True)).test_client()
    assert client.get("/").status_code == 503
    found = samples(client.get("/metrics").text)
    assert found["timbao_requests_total", "pages.search", "503"] == 1
    assert ("timbao_articles",) not in found


def test_all_workers_are_counted_together_whichever_answers(index: Path) -> None:
    def text(address: str) -> str:
        with urllib.request.urlopen(address) as response:
            return str(response.read().decode())

    settings = {"TIMBAO_METRICS": "true", **site_process.QUIET}
    with site_process.running(index, settings) as address, ThreadPoolExecutor(8) as pool:
        list(pool.map(text, [f"{address}?q=lua"] * 40))
        for _ in range(MOST_SCRAPES):  # an answer is at hand a moment before the server is done with it
            if samples(text(f"{address}metrics")).get(("timbao_request_seconds_count", "pages.search")) == 40:
                break
        for _ in range(10):
            found = samples(text(f"{address}metrics"))
            assert found["timbao_requests_total", "pages.search", "200"] == 40
            assert found["timbao_request_seconds_count", "pages.search"] == 40
            assert found["timbao_articles",] == len(articles.ALL)
