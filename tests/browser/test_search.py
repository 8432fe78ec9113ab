"""People search in a real browser: by mouse and by keyboard, wide and narrow, with JavaScript and without."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

TYPED = "dien bien hoa binh"
REPORT = "Lĩnh Sơn sơ kết thông tin đối ngoại: Nói đúng, nói sớm để bà con không nghe nhầm"
TELEPHONE = {"width": 360, "height": 740}
NARROWEST = {"width": 320, "height": 640}
PAGES = (
    "", "?q=duong", "?q=duong&page=2&source=BLS", "?q=xyzzy&source=BLS", "?q=a&from=31/02/2018", "nothing",
    "trends", "trends?q=duong&q=hoa+binh&q=xyzzy&scale=per_thousand", "trends?q=duong&from=01/05/2018&to=20/06/2018",
)  # fmt: skip


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """Return a page that runs no JavaScript."""
    with browser.new_context(locale="vi-VN", java_script_enabled=False) as context:
        yield context.new_page()


def search_narrow_down_and_read(page: Page, site: str) -> None:
    """Do what a reader does, and check what they see on the way."""
    page.goto(site)
    page.locator("#q").fill(TYPED)
    page.get_by_role("button", name="Tìm").click()
    first = page.locator(".hits li").first
    expect(first.get_by_role("heading")).to_have_text(REPORT)
    expect(first.locator("mark").first).to_have_text("diễn biến hòa bình")
    expect(page.locator(".count")).to_contain_text("Tìm thấy")

    page.get_by_role("checkbox", name="BLS").check()
    page.get_by_role("button", name="Lọc").click()
    expect(page.get_by_role("link", name="Bỏ lọc nguồn: BLS")).to_be_visible()
    expect(page.locator(".hits .source").filter(has_not_text="BLS")).to_have_count(0)
    results = page.url

    page.get_by_role("link", name=REPORT).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(REPORT)
    expect(page.locator("article mark").first).to_be_visible()
    page.get_by_role("link", name="Về kết quả tìm kiếm").click()
    expect(page.locator(".hits li").first.get_by_role("heading")).to_have_text(REPORT)
    expect(page.get_by_role("checkbox", name="BLS")).to_be_checked()
    page.go_back()
    page.go_back()
    assert page.url == results
    page.go_back()
    expect(page.get_by_role("checkbox", name="BLS")).not_to_be_checked()


def test_a_reader_finds_narrows_down_reads_and_returns(page: Page, site: str) -> None:
    search_narrow_down_and_read(page, site)


def test_the_same_without_javascript(plain_page: Page, site: str) -> None:
    search_narrow_down_and_read(plain_page, site)


def test_pages_of_results_follow_one_another(page: Page, site: str) -> None:
    page.goto(f"{site}?q=duong")
    first = page.locator(".hits h2").all_inner_texts()
    page.get_by_role("link", name="Sau").click()
    expect(page.locator("[aria-current=page]")).to_have_text("2")
    assert set(first).isdisjoint(page.locator(".hits h2").all_inner_texts())
    page.get_by_role("link", name="Trước").click()
    expect(page.locator(".hits h2")).to_have_text(first)


def test_the_order_can_be_changed(page: Page, site: str) -> None:
    page.goto(f"{site}?q=duong")
    page.get_by_role("link", name="Cũ nhất").click()
    dates = [time.get_attribute("datetime") or "" for time in page.locator(".hits time").all()]
    assert dates == sorted(dates)


def test_a_wrong_date_is_corrected_in_place(page: Page, site: str) -> None:
    page.goto(f"{site}?q=duong")
    page.get_by_label("Từ ngày").fill("31/02/2018")
    page.get_by_role("button", name="Lọc").click()
    expect(page.get_by_role("alert")).to_contain_text("31/02/2018")
    page.get_by_label("Từ ngày").fill("28/02/2018")
    page.get_by_role("button", name="Tìm lại").click()
    expect(page.locator(".count")).to_contain_text("Tìm thấy")


def test_the_keyboard_alone_is_enough(page: Page, site: str) -> None:
    page.goto(site)
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type(TYPED)
    page.keyboard.press("Enter")
    expect(page.locator(".count")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến kết quả")).to_be_focused()
    expect(page.get_by_role("link", name="Đến kết quả")).to_be_in_viewport()
    page.keyboard.press("Enter")
    title = page.get_by_role("link", name=REPORT)
    for _ in range(12):
        page.keyboard.press("Tab")
        if title.evaluate("link => link === document.activeElement"):
            break
    expect(title).to_be_focused()
    assert title.evaluate("link => getComputedStyle(link).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(REPORT)


def test_the_slash_key_goes_to_the_search_box(page: Page, site: str) -> None:
    page.goto(f"{site}?q={TYPED}")
    expect(page.locator("#q")).not_to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value(TYPED)


@pytest.mark.parametrize("size", [TELEPHONE, NARROWEST], ids=lambda size: str(size["width"]))
@pytest.mark.parametrize("address", PAGES)
def test_no_page_is_wider_than_a_telephone(page: Page, site: str, size: dict[str, int], address: str) -> None:
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.goto(site + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_an_article_fits_a_telephone(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{site}?q={TYPED}")
    page.get_by_role("link", name=REPORT).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(REPORT)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_filters_are_folded_up_on_a_telephone_and_open_beside_the_results_on_a_desk(page: Page, site: str) -> None:
    page.goto(f"{site}?q=duong")
    expect(page.get_by_role("checkbox", name="BLS")).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.get_by_role("checkbox", name="BLS")).not_to_be_visible()
    page.get_by_text("Lọc kết quả").click()
    expect(page.get_by_role("checkbox", name="BLS")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_marks_are_readable_in_both_schemes(browser: Browser, site: str, scheme: str) -> None:
    with browser.new_context(color_scheme="dark" if scheme == "dark" else "light") as context:
        page = context.new_page()
        page.goto(f"{site}?q={TYPED}")
        for selector in ("mark", ".snippet", ".about", ".count", ".hits h2 a", ".search button", ".number"):
            assert _contrast(page, selector) >= 4.5, selector


def test_nothing_on_the_page_breaks_its_own_policy(page: Page, site: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for address in ("", "?q=duong"):
        page.goto(site + address)
    assert complaints == []


def _contrast(page: Page, selector: str) -> float:
    """Return the contrast ratio of an element's text to what is behind it (WCAG 2.2, relative luminance)."""
    front, back = page.locator(selector).first.evaluate(
        """element => {
            const color = getComputedStyle(element).color;
            const behind = (e) => getComputedStyle(e).backgroundColor;
            while (behind(element) === "rgba(0, 0, 0, 0)") element = element.parentElement;
            return [color, behind(element)];
        }"""
    )
    lighter, darker = sorted((_luminance(front), _luminance(back)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = [int(number) / 255 for number in color.removeprefix("rgb(").removesuffix(")").split(",")]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
