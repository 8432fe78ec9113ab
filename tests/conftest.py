"""Settings that every test shares."""

import gc
import os
from collections.abc import Iterator
from multiprocessing import forkserver, get_context
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from index import segment_worker
from tests.web import states

# By seconds, not by tests: what is begun last must be short, lest one process is left with it while the others wait.
BEGUN_FIRST = (
    *("test_accessibility", "test_every_way", "test_conformance", "test_cli", "test_differential", "test_rebuild"),
    *("test_against_stock_whoosh", "test_large_index", "test_bench", "test_valid_html", "test_update", "test_engine"),
    *("test_vitals", "test_server", "test_suggestions", "test_proxy", "test_quality", "test_comfort", "test_tasks"),
)

# No test may depend on how fast the machine is; and a failure in CI must be repeatable.
settings.register_profile(
    "timbao", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("timbao")

# What a person set for the site of their own must not leak into the tests, nor the tests into it.
for name in [name for name in os.environ if name.startswith("TIMBAO_")]:
    del os.environ[name]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first."""
    places = {name: place for place, name in enumerate(BEGUN_FIRST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


def pytest_collection_finish() -> None:
    """Keep what was collected out of every later search for garbage, which takes longer the more tests there are."""
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def forked_workers() -> Iterator[None]:
    """Fork indexing processes from one that has imported all they need: to import it anew takes more than most tests.

    The command, in `test_cli.py` and where it is killed, starts them as for people; so does who uses `spawned_workers`.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.prefork"])
    forkserver.ensure_running()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segment_worker, "PROCESSES", context)
        yield


@pytest.fixture
def spawned_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start indexing processes as for people."""
    monkeypatch.setattr(segment_worker, "PROCESSES", get_context("spawn"))


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the archive that `states.sites` are over; nothing writes to it."""
    folder = tmp_path_factory.mktemp("archive")
    states.build_archive(folder)
    return folder
