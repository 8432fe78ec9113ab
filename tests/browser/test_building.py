"""The page of an index that is being built loads itself again, unless somebody is at work on it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.web.states import STATES, Unfinished, served
from web.app import create_app
from web.errors import BUILDING_SECONDS


@pytest.fixture(scope="module")
def unfinished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a search on a site whose index is being built."""
    app = create_app(engine=Unfinished(tmp_path_factory.mktemp("nothing")))
    with served({"unfinished": app}) as addresses:
        yield addresses["unfinished"] + STATES["an index being built"].address


def loads_of(page: Page) -> list[Request]:
    """Return a list to which every load of a page is added."""
    loads: list[Request] = []
    page.on("request", lambda request: loads.append(request) if request.is_navigation_request() else None)
    return loads


def test_it_loads_itself_again_while_nobody_touches_it(page: Page, unfinished: str) -> None:
    page.clock.install()
    page.goto(unfinished)
    expect(page.get_by_text("trang này tự tải lại")).to_be_visible()
    for _ in range(2):
        with page.expect_navigation():
            page.clock.run_for(BUILDING_SECONDS * 1000)
        expect(page.locator("#q")).to_have_value("duong")


def test_it_waits_for_whoever_types_or_has_the_focus_on_it(page: Page, unfinished: str) -> None:
    page.clock.install()
    page.goto(unfinished)
    loads = loads_of(page)
    box = page.get_by_role("combobox")
    box.focus()
    page.clock.run_for(3 * BUILDING_SECONDS * 1000)
    box.fill("duong xa")
    box.blur()
    page.clock.run_for(3 * BUILDING_SECONDS * 1000)
    expect(box).to_have_value("duong xa")
    assert not loads
    box.fill("duong")
    box.blur()
    with page.expect_navigation():
        page.clock.run_for(BUILDING_SECONDS * 1000)
    assert len(loads) == 1


def test_without_javascript_it_stays_and_a_link_loads_it_again(browser: Browser, unfinished: str) -> None:
    with browser.new_context(locale="vi-VN", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(unfinished)
        expect(page.get_by_text("trang này tự tải lại")).to_be_hidden()
        with page.expect_navigation():
            page.get_by_role("link", name="Tải lại ngay").click()
        expect(page.locator("#q")).to_have_value("duong")


def test_no_other_page_loads_itself_again(page: Page, site: str) -> None:
    page.clock.install()
    page.goto(f"{site}?q=duong")
    loads = loads_of(page)
    page.clock.run_for(3 * BUILDING_SECONDS * 1000)
    expect(page.locator(".hits > li").first).to_be_visible()
    assert not loads
