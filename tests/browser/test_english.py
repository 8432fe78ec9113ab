"""An English site, used: search, filter, open, read on, compare trends; what the script says is English as well."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from index.rebuild import rebuild
from tests.sample import SAMPLES
from tests.web import site_process


@pytest.fixture
def english_site(tmp_path: Path) -> Iterator[str]:
    rebuild([SAMPLES], tmp_path / "index", jobs=1)
    with site_process.running(tmp_path / "index", {"TIMBAO_LANGUAGE": "en", **site_process.QUIET}) as address:
        yield address


def test_search_filter_read_and_compare(page: Page, english_site: str) -> None:
    page.goto(english_site)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("combobox").fill("duong")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".count")).to_contain_text("articles")
    page.get_by_role("group", name="Source").get_by_text("BLS", exact=True).click()
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page.get_by_role("list", name="Filters that are on")).to_contain_text("source: BLS")
    page.locator(".hits h2 a").first.click()
    expect(page.locator("article h1")).to_have_attribute("lang", "vi")
    expect(page.get_by_role("link", name="Back to the results")).to_be_visible()
    page.get_by_text("Next match").click()
    page.goto(f"{english_site}trends?q=duong&q=hoa+binh")
    expect(page.get_by_role("heading", level=1)).to_have_text("Trends over time")
    expect(page.locator(".keys li").first).to_contain_text("articles")


def test_recent_searches_are_offered_in_english(page: Page, english_site: str) -> None:
    page.goto(f"{english_site}?q=duong")
    page.goto(english_site)
    page.get_by_role("combobox").click()
    expect(page.get_by_role("option")).to_have_text(["duong"])
    expect(page.get_by_role("button", name="Clear recent searches")).to_be_visible()
