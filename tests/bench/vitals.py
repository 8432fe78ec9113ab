"""Core Web Vitals of the site in Chromium, over an index: `python -m tests.bench.vitals INDEX`.

Largest contentful paint, cumulative layout shift and interaction to next paint, as browsers report them (Performance
Timeline, Event Timing and Layout Instability of the W3C), and what a page weighs: its HTML and CSS, and with scripts
and pictures.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import chromium
from tests.web.site_process import running

RUNS = 5  # of each page, of which the worst is told
OBSERVE = """
window.vitals = { lcp: 0, cls: 0, inp: 0 };
const observe = (type, each) => new PerformanceObserver((list) => list.getEntries().forEach(each))
  .observe({ type, buffered: true, durationThreshold: 16 });
observe("largest-contentful-paint", (entry) => { vitals.lcp = entry.startTime; });
observe("layout-shift", (entry) => { if (!entry.hadRecentInput) vitals.cls += entry.value; });
observe("event", (entry) => { if (entry.interactionId) vitals.inp = Math.max(vitals.inp, entry.duration); });
"""
PAINTED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"
WEIGHTS = """() => ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type))
  .filter((entry) => entry.initiatorType !== "fetch")
  .map((entry) => [new URL(entry.name).pathname, entry.decodedBodySize])"""


@dataclass(frozen=True, slots=True)
class Vitals:
    """What was measured of one page: LCP and INP in ms, CLS, and bytes; `interaction` is 0 below 16 ms."""

    paint: float
    shift: float
    interaction: float
    page_bytes: int
    all_bytes: int


def type_a_query(page: Page) -> None:
    """Type into the combobox, walk through the completions and leave them."""
    box = page.get_by_role("combobox")
    box.clear()
    box.press_sequentially("học s", delay=30)
    expect(page.get_by_role("option").first).to_be_visible()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "Escape"):
        page.keyboard.press(key)


def unfold(page: Page) -> None:
    """Unfold the facets and the timeline, narrow a list down and tick a value."""
    for summary in page.locator("main summary").filter(visible=True).all():
        summary.click()
    for box in page.locator(".rest input[type=text]").all():
        box.press_sequentially("n", delay=30)
    for box in page.get_by_role("checkbox").filter(visible=True).all()[:1]:
        box.check()


def read(page: Page) -> None:
    """Go from one marked word to the next, and unfold the citation."""
    for _ in range(3):
        page.get_by_role("button", name="Từ tiếp theo").click()
    page.get_by_text("Trích dẫn bài này").click()


def turn_the_page(page: Page) -> None:
    """Go to the second page of results: that one is measured."""
    page.get_by_role("link", name="Sau", exact=True).click()
    expect(page).to_have_url(re.compile("page=2"))


def open_the_first(page: Page) -> None:
    """Open the first result and read it: that page is measured."""
    page.locator(".hits h2 a").first.click()
    expect(page.locator("article")).to_be_visible()
    read(page)


PAGES: Mapping[str, tuple[str, Callable[[Page], None]]] = {
    "home, typing": ("", type_a_query),
    "results, facets unfolded": ("?q=của", unfold),
    "results, typing": ("?q=thanh+pho", type_a_query),
    "results of a range of days": ("?q=của&from=2000", unfold),
    "the second page of results": ("?q=của", turn_the_page),
    "an article, from word to word": ("?q=thanh+pho", open_the_first),
}


def measure(browser: Browser, address: str, act: Callable[[Page], None]) -> Vitals:
    """Open a page as a new visitor does, act, and return what the browser has seen by then."""
    with browser.new_context(locale="vi-VN") as context:
        page = context.new_page()
        page.add_init_script(OBSERVE)
        page.goto(address, wait_until="load")
        act(page)
        page.wait_for_load_state("load")
        page.evaluate(PAINTED)
        page.wait_for_function("vitals.lcp > 0")
        weights = dict(page.evaluate(WEIGHTS))
        seen = page.evaluate("vitals")
    page_bytes = sum(size for path, size in weights.items() if not path.endswith((".js", ".svg")))
    return Vitals(seen["lcp"], seen["cls"], seen["inp"], page_bytes, sum(weights.values()))


@click.command()
@click.argument("index", type=click.Path(exists=True, path_type=Path))
def main(index: Path) -> None:
    """Measure the pages of a site over INDEX, each RUNS times, and print the worst of each."""
    path = chromium.find()
    if path is None:
        raise click.ClickException(chromium.MISSING)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    click.echo(f"{'':32}{'LCP ms':>8}{'CLS':>8}{'INP ms':>8}{'page kB':>9}{'all kB':>8}")
    with running(index) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        for name, (address, act) in PAGES.items():
            seen = [measure(browser, site + address, act) for _ in range(RUNS)]
            paint, shift = max(one.paint for one in seen), max(one.shift for one in seen)
            interaction = max(one.interaction for one in seen)
            page_bytes, all_bytes = max(one.page_bytes for one in seen), max(one.all_bytes for one in seen)
            told = f"{paint:8.0f}{shift:8.3f}{interaction:8.0f}{page_bytes / 1e3:9.1f}{all_bytes / 1e3:8.1f}"
            click.echo(f"{name:32}{told}")
        browser.close()


if __name__ == "__main__":
    main()
