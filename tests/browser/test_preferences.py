"""What people set in their browser or system is kept to: larger text, forced colours, less motion, a narrow window."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_search import PAGES

ADDRESSES = (*PAGES, "article/bls-2018-07-04-thong-tin-doi-ngoai?q=dien+bien&rank=1")
WIDER = """() => [...document.querySelectorAll("main *, header *, footer *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
  .filter((one) => !one.closest(".unseen, svg, .skip, [role=region] > table")) // a table of numbers scrolls by itself
  .map((one) => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("address", ADDRESSES)
def test_text_of_twice_the_size_fits(page: Page, site: str, address: str) -> None:
    page.goto(site + address)
    page.evaluate("""() => {
        document.documentElement.style.fontSize = "200%";
        for (const one of document.querySelectorAll("details")) one.open = true;
    }""")
    for width in (1280, 640, 320):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate(WIDER) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_is_current_or_marked_is_told_apart_in_forced_colours(page: Page, site: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(f"{site}?q=duong")
    for chosen, other in (
        (".orders [aria-current]", ".orders a:not([aria-current])"),
        (".paging [aria-current]", ".paging ol a:not([aria-current])"),
        ("mark", ".snippet"),
    ):
        assert look(page, chosen) != look(page, other), chosen
    fill, paper = page.locator(".timeline rect").first.evaluate(
        "bar => [getComputedStyle(bar).fill, getComputedStyle(document.body).backgroundColor]"
    )
    assert fill != paper
    page.get_by_role("combobox").fill("linh s")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert look(page, "[role=option][aria-selected=true]") != look(page, "[role=option][aria-selected=false]")


def look(page: Page, selector: str) -> list[str]:
    """Return what of an element's style is seen in forced colours."""
    seen = page.locator(selector).first.evaluate(
        """one => {
            const style = getComputedStyle(one);
            return [style.color, style.backgroundColor, style.fontWeight, style.outlineStyle, style.borderBottom];
        }"""
    )
    return list(map(str, seen))


@pytest.mark.parametrize(("motion", "seconds"), [("reduce", {"0s"}), ("no-preference", {"0.12s"})])
def test_nothing_moves_for_who_wants_no_motion(page: Page, site: str, motion: str, seconds: set[str]) -> None:
    page.emulate_media(reduced_motion="reduce" if motion == "reduce" else "no-preference")
    page.goto(f"{site}?q=duong")
    durations = page.evaluate(
        """[...document.querySelectorAll("main a, button")]
            .flatMap((one) => getComputedStyle(one).transitionDuration.split(", "))"""
    )
    assert set(durations) == seconds
    behaviours = page.evaluate("[...document.querySelectorAll('*')].map((one) => getComputedStyle(one).scrollBehavior)")
    assert set(behaviours) == {"auto"}
