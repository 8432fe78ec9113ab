"""A real browser: `browser` and a running `site` for the session, `page` for each test."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from index.rebuild import rebuild
from tests.browser import chromium
from tests.sample import SAMPLES
from tests.web import site_process

HERE = Path(__file__).parent
# The browser must not talk to anyone but the page under test.
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder `browser`."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a headless Chromium; a machine without one fails the test rather than skip it."""
    path = chromium.find()
    if path is None:
        pytest.fail(chromium.MISSING, pytrace=False)
    # Chromium refuses to start its sandbox as root.
    arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else list(ARGUMENTS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a running site over the sample articles."""
    index = tmp_path_factory.mktemp("site") / "index"
    rebuild([SAMPLES], index, jobs=1)
    with site_process.running(index) as address:
        yield address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return an empty page with cookies and storage of its own, in Vietnamese."""
    with browser.new_context(locale="vi-VN") as context:
        yield context.new_page()
