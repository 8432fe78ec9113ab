"""A site in English, used by somebody whose browser speaks English: what pages and script say, and that it works."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.visitors import DESK, TELEPHONE
from tests.web.states import STATES, served, sites
from web.refine import MOST_VALUES, SHOWN_VALUES
from web.settings import Settings

TWO_MONTHS = "/trends?q=tin+vắn&from=01/01/2001&to=28/02/2001"
UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"


@pytest.fixture(scope="module")
def full(archive: Path) -> Iterator[str]:
    """Return the address of a site in English with everything to be found on it."""
    with served({"full": sites(archive, Settings(language="en"))["full"]}) as addresses:
        yield addresses["full"]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(locale="en-GB", viewport=DESK) as context:
        yield context.new_page()


def test_one_searches_filters_and_reads(page: Page, full: str) -> None:
    page.goto(full)
    page.get_by_role("combobox", name="Search the articles").press_sequentially("linh s")
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="suggestion")).to_have_count(1)
    page.get_by_role("combobox").fill("lua")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".count")).to_contain_text("Found 38 articles")
    page.get_by_role("group", name="Source").get_by_role("checkbox").first.check()
    page.get_by_label("From").fill("4/1/2019")
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page.get_by_role("link", name="Remove filter date: from 4 January 2019")).to_be_visible()
    title = page.locator(".hits h2").first.inner_text()
    page.locator(".hits h2 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("heading", level=1)).to_have_attribute("lang", "vi")
    page.get_by_role("button", name="Next match (0/").click()
    expect(page.get_by_role("button", name="Next match (1/")).to_be_visible()
    page.get_by_text("Cite this article").click()
    expect(page.get_by_role("button", name="Copy BibTeX")).to_be_visible()
    page.get_by_role("link", name="Back to the results").click()
    page.get_by_role("link", name="Clear all").click()
    expect(page.locator(".chips")).to_have_count(0)


def test_recent_searches_and_the_key_are_told_in_english(page: Page, full: str) -> None:
    page.goto(f"{full}/?q=lua")
    expect(page.get_by_text("/ moves the cursor to the search box. Turn this key off")).to_be_visible()
    page.get_by_role("button", name="Turn this key off").click()
    expect(page.get_by_role("button", name="Turn this key on")).to_be_visible()
    page.goto(full)
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("status").filter(has_text="1 recent search")).to_have_count(1)
    expect(page.get_by_role("button", name="Clear recent searches")).to_be_visible()


def test_a_long_list_of_values_is_filtered(page: Page, full: str) -> None:
    page.goto(f"{full}/?q=tin+van")
    page.get_by_role("group", name="Author").get_by_text(f"{MOST_VALUES - SHOWN_VALUES} more").click()
    page.get_by_role("textbox", name="Filter the list of authors").fill("nguoi viet")
    expect(page.get_by_role("group", name="Author").locator(".rest .box").filter(visible=True)).to_have_count(
        MOST_VALUES - SHOWN_VALUES
    )


def test_trends_lead_to_the_articles_of_a_day(page: Page, full: str) -> None:
    page.goto(f"{full}/?q=tin+van")
    page.get_by_role("link", name="Compare the trend with other topics").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trends over time")
    page.goto(full + TWO_MONTHS)
    page.get_by_text("Table of the numbers").click()
    expect(page.get_by_role("rowheader", name="3 Jan 2001", exact=True)).to_be_visible()
    page.get_by_role("link", name="tin vắn, 3 Jan 2001: 15 articles").click()
    expect(page.locator(".count strong")).to_have_text("15 articles")


@pytest.mark.parametrize("size", [DESK, TELEPHONE], ids=["desk", "telephone"])
def test_the_days_below_the_plot_have_room(page: Page, full: str, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.goto(full + TWO_MONTHS)
    names = page.locator(".plot text[text-anchor=middle]").filter(visible=True)
    boxes = [box for one in names.all() if (box := one.bounding_box())]
    assert len(boxes) >= 3
    assert all(left["x"] + left["width"] < right["x"] for left, right in pairwise(boxes))
    assert boxes[0]["x"] >= 0
    assert boxes[-1]["x"] + boxes[-1]["width"] <= size["width"]


@pytest.mark.parametrize("name", ["home", "chips", "an article with reprints", "trends", "versions compared"])
def test_axe_finds_nothing_wrong(page: Page, full: str, name: str) -> None:
    page.goto(full + STATES[name].address)
    page.evaluate(UNFOLD)
    assert Axe().run(page).response["violations"] == []
