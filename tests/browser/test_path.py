"""Under a path behind a proxy, the script asks the site and not its neighbours."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from index.rebuild import rebuild
from tests.sample import SAMPLES
from tests.web import site_process


@pytest.fixture
def site_under_a_path(tmp_path: Path) -> Iterator[str]:
    """Return the address of a site that takes itself to be at the path /tim/ of where it listens."""
    rebuild([SAMPLES], tmp_path / "index", jobs=1)
    port = site_process.free_port()
    address = f"http://127.0.0.1:{port}/tim/"
    with site_process.running(tmp_path / "index", {"TIMBAO_BASE_URL": address, **site_process.QUIET}, port=port):
        yield address


def test_completions_and_recent_searches_work(page: Page, site_under_a_path: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site_under_a_path)
    box = page.get_by_role("combobox")
    box.press_sequentially("hoa")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Enter")
    expect(page).to_have_url(f"{site_under_a_path}?q=hoa")
    expect(page.locator(".hits li").first).to_be_visible()
    page.get_by_role("link", name="Tìm Báo").click()
    page.get_by_role("combobox").fill("")
    page.locator("h1").click()
    page.get_by_role("combobox").click()
    expect(page.get_by_role("option")).to_have_text(["hoa"])
    assert all(url.startswith(site_under_a_path) for url in asked), asked
