"""What Prometheus reads: requests and how long they took, over all processes, and what is being served.

The Prometheus client decides when it is imported whether processes share their counts (by PROMETHEUS_MULTIPROC_DIR),
so this module is imported where metrics are wanted, and once that is set.
"""

import time
from collections.abc import Iterator
from pathlib import Path

from flask import Flask, Response, g, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from index.errors import TimbaoError
from web.engines import engine
from web.health import age_seconds

BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)  # s: from a page not modified to out of time
NO_ENDPOINT = "none"  # of an address that there is not


def register(app: Flask, shared: Path | None) -> None:
    """Measure an app's requests and answer at /metrics; `shared` is the folder where processes share their counts."""
    registry = CollectorRegistry()
    requests = Counter("timbao_requests", "Requests answered.", ["endpoint", "status"], registry=registry)
    seconds = Histogram("timbao_request_seconds", "Time until all of the answer was handed over.", ["endpoint"],
                        buckets=BOUNDS, registry=registry)  # fmt: skip
    scraped = CollectorRegistry()
    counted = MultiProcessCollector(None, str(shared)) if shared else registry  # type: ignore[no-untyped-call]
    scraped.register(counted)
    scraped.register(Served())

    def start() -> None:
        g.started = time.perf_counter()

    def measure(response: Response) -> Response:
        endpoint, started = request.endpoint or NO_ENDPOINT, g.started
        requests.labels(endpoint, response.status_code).inc()
        response.call_on_close(lambda: seconds.labels(endpoint).observe(time.perf_counter() - started))
        return response

    app.before_request(start)
    app.after_request(measure)
    app.add_url_rule(
        "/metrics", "metrics.metrics", lambda: Response(generate_latest(scraped), content_type=CONTENT_TYPE_LATEST)
    )


class Served(Collector):
    """The generation that is being served; nothing of it where there is none."""

    def collect(self) -> Iterator[Metric]:
        """Yield its metrics."""
        try:
            stats = engine().stats()
        except TimbaoError:
            return
        yield GaugeMetricFamily("timbao_articles", "Articles in the index.", stats.articles)
        yield GaugeMetricFamily(
            "timbao_generation_age_seconds", "Time since the index was made.", age_seconds(stats.built_at)
        )

    def describe(self) -> list[Metric]:
        """Return nothing: there is no request yet to read an engine by."""
        return []
