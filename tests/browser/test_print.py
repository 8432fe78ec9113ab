"""On paper an article is the article: its text, author, source and address; nothing to click, nothing else to read."""

import pytest
from playwright.sync_api import Page, expect

ASKED = "?q=dien+bien+hoa+binh&rank=1"
ADDRESS = "article/bls-2018-07-04-thong-tin-doi-ngoai"
ON_SCREEN = "nav, form, button, input, summary, details, .similar, .reprints, .colophon, .skip, main a[href]"


@pytest.mark.parametrize("asked", ["", ASKED])
def test_an_article_is_printed_alone(page: Page, site: str, asked: str) -> None:
    page.goto(site + ADDRESS + asked)
    page.get_by_text("Trích dẫn bài này").click()
    expect(page.locator(".address")).not_to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(ON_SCREEN).filter(visible=True)).to_have_count(0)
    lines = [line for line in page.locator("body").inner_text().splitlines() if line.strip()]
    title = page.locator("h1").inner_text()
    assert lines[:4] == ["Tìm Báo", title, "BLS", "04/07/2018"]
    assert lines[-2:] == ["PHÙNG GIA LINH", f"PHÙNG GIA LINH. “{title}”. BLS. 04/07/2018. {site}{ADDRESS}"]
    assert page.locator(".body p").last.inner_text() in lines


def test_results_are_printed_without_what_changes_them(page: Page, site: str) -> None:
    page.goto(f"{site}?q=duong&source=BLS")
    page.emulate_media(media="print")
    for selector in ("form", "nav", ".chips", ".elsewhere", "summary", ".colophon"):
        expect(page.locator(selector).filter(visible=True)).to_have_count(0)
    expect(page.locator(".hits h2").first).to_be_visible()


def test_nothing_is_cut_off_on_the_sheet(page: Page, site: str) -> None:
    page.goto(site + ADDRESS)
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 1000})  # what A4 leaves between its margins
    assert page.evaluate("document.documentElement.scrollWidth") <= 700
