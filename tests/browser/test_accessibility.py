"""axe-core finds nothing wrong on any page in any state: light and dark, wide and narrow, with JavaScript and not."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.web.states import STATES, served, sites

# A scheme changes colours alone, and a width none, so that not every pair of them need be looked at.
VIEWS = (("light", 1280), ("dark", 360))
STYLE_SHEET = Path(__file__).parents[2] / "web" / "static" / "timbao.css"
UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
AXE = Axe().axe_script  # read and brought into a page once, and run in each view
RUN = "axe.run({ resultTypes: ['violations'] }).then((found) => found.violations)"


@pytest.fixture(scope="module")
def addresses(archive: Path) -> Iterator[dict[str, str]]:
    with served(sites(archive)) as addresses:
        yield addresses


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """Return a page that shows one state after the other: to open a new one takes longer than to look at it."""
    with browser.new_context(locale="vi-VN") as context:
        yield context.new_page()


def turn(page: Page, scheme: str, width: int) -> None:
    """Show a page as it is in a scheme and width."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 740})


def violations(page: Page) -> list[str]:
    """Return what axe finds on a page as it is, in each of VIEWS."""
    page.evaluate(AXE)
    found = []
    for scheme, width in VIEWS:
        turn(page, scheme, width)
        found += [
            f"{scheme}, {width} px, {one['id']}: {node['target']} {node['failureSummary']}"
            for one in page.evaluate(RUN)
            for node in one["nodes"]
        ]
    return found


@pytest.mark.parametrize("name", STATES)
def test_every_state_unfolded(window: Page, addresses: dict[str, str], name: str) -> None:
    state = STATES[name]
    turn(window, *VIEWS[0])
    response = window.goto(addresses[state.site] + state.address)
    assert response
    assert response.status == state.status
    assert state.shows in response.text()
    window.evaluate(UNFOLD)
    assert violations(window) == []


@pytest.mark.parametrize("name", ["home", "chips", "an article among results"])
def test_as_it_comes_and_without_javascript(page: Page, addresses: dict[str, str], name: str) -> None:
    page.route("**/timbao.js*", lambda route: route.abort())  # axe itself needs a browser that runs scripts
    page.goto(addresses["full"] + STATES[name].address)
    expect(page.get_by_role("combobox")).to_have_count(0)
    assert violations(page) == []


def complete(page: Page) -> None:
    page.get_by_role("combobox").press_sequentially("linh s")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")


def recall(page: Page) -> None:
    page.goto(page.url + "?q=cầu treo")
    page.goto(page.url.partition("?")[0])
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Xóa các lần tìm gần đây")).to_be_visible()


@pytest.mark.parametrize("do", [complete, recall])
def test_the_list_below_the_search_box(page: Page, addresses: dict[str, str], do: Callable[[Page], None]) -> None:
    page.goto(addresses["full"] + "/")
    do(page)
    assert violations(page) == []


def test_a_narrowed_list_of_values(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["full"] + STATES["a middle page"].address)
    page.evaluate(UNFOLD)
    page.get_by_label("Lọc danh sách tác giả").fill("thu 1")
    assert violations(page) == []


def test_from_word_to_word_in_an_article(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["full"] + STATES["an article among results"].address)
    page.get_by_role("button", name="Từ tiếp theo").click()
    expect(page.locator("mark.here")).to_have_count(1)
    assert violations(page) == []


def test_schemes_change_colours_alone_and_widths_none() -> None:
    rules: dict[str, set[str]] = {"scheme": set(), "width": set()}
    blocks = re.findall(
        r"^@media \(.*?(scheme|width).*?\) {\n(.*?)^}", STYLE_SHEET.read_text(), re.DOTALL | re.MULTILINE
    )
    for kind, block in blocks:
        rules[kind] |= set(re.findall(r"[\s{;]([\w-]+): ", block))
    assert "--ink" in rules["scheme"]
    assert all(name.startswith("--") for name in rules["scheme"])
    assert "display" in rules["width"]
    assert not [name for name in rules["width"] if re.search("color|background|^fill|^stroke|opacity|^--", name)]


def test_axe_finds_what_is_wrong(page: Page, addresses: dict[str, str]) -> None:
    page.goto(addresses["full"] + "/")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert "html-has-lang" in violations(page)[0]
