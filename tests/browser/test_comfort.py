"""What JavaScript adds, as a person uses it: completions, recent searches, lists narrowed down, jumps, copies."""

import pytest
from playwright.sync_api import Browser, Page, expect

TELEPHONE = {"width": 360, "height": 740}


def type_slowly(page: Page, text: str) -> None:
    page.get_by_role("combobox").press_sequentially(text, delay=20)


def test_completions_are_chosen_by_the_arrow_keys(page: Page, site: str) -> None:
    page.goto(site)
    box = page.get_by_role("combobox")
    type_slowly(page, "linh s")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    assert all("lĩnh s" in option.lower() for option in options.all_inner_texts())
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "suggestion-0")
    expect(box).to_have_value("linh s")  # nothing is put into the box before it is chosen
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option", selected=True)).to_have_count(0)
    page.keyboard.press("ArrowDown")
    chosen = options.first.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator(".count")).to_contain_text("Tìm thấy")
    expect(page.get_by_role("combobox")).to_have_value(chosen)


def test_escape_closes_the_list_and_enter_searches_what_was_typed(page: Page, site: str) -> None:
    page.goto(site)
    type_slowly(page, "linh s")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).not_to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox")).to_have_value("linh s")
    expect(page.locator(".count")).to_be_visible()


def test_a_completion_is_chosen_by_touch(browser: Browser, site: str) -> None:
    with browser.new_context(viewport=TELEPHONE, has_touch=True) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(site)
        type_slowly(page, "linh s")
        option = page.get_by_role("option").first
        text = option.inner_text()
        option.tap()
        expect(page.get_by_role("combobox")).to_have_value(text)
        expect(page.locator(".count")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["width"]


def test_while_a_syllable_is_being_composed_nothing_is_offered(page: Page, site: str) -> None:
    page.goto(site)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest" in request.url else None)
    page.evaluate(
        """() => {
            const box = document.getElementById("q");
            box.focus();
            box.dispatchEvent(new CompositionEvent("compositionstart"));
            box.value = "linh s";
            box.dispatchEvent(new InputEvent("input", { isComposing: true }));
        }"""
    )
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).not_to_be_visible()
    assert asked == []
    page.evaluate('document.getElementById("q").dispatchEvent(new CompositionEvent("compositionend"))')
    expect(page.get_by_role("option").first).to_be_visible()


def test_recent_searches_are_kept_in_this_browser_until_cleared(page: Page, site: str) -> None:
    for typed in ("cầu treo", "mùa lũ", "cầu treo"):
        page.goto(f"{site}?q={typed}")
    page.goto(site)
    page.get_by_role("combobox").click()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option")).to_have_text(["cầu treo", "mùa lũ"])
    page.get_by_role("button", name="Xóa các lần tìm gần đây").click()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option")).to_have_count(0)


def test_the_slash_key_can_be_turned_off(page: Page, site: str) -> None:
    page.goto(f"{site}?q=duong")
    page.get_by_role("button", name="Tắt phím tắt này").click()
    page.goto(f"{site}?q=duong")
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()
    page.get_by_role("button", name="Bật phím tắt này").click()
    page.locator("h1").evaluate("heading => document.activeElement.blur()")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()


def test_from_one_marked_word_to_the_next_and_round_again(page: Page, site: str) -> None:
    page.goto(f"{site}?q=dien bien hoa binh")
    page.locator(".hits h2 a").first.click()
    marks = page.locator("article mark")
    count = marks.count()
    button = page.get_by_role("button", name="Từ tiếp theo")
    for number in range(count):
        button.click()
        expect(button).to_have_text(f"Từ tiếp theo ({number + 1}/{count})")
        expect(marks.nth(number)).to_have_class("here")
        expect(marks.nth(number)).to_be_in_viewport()
    button.click()
    expect(marks.first).to_have_class("here")


@pytest.mark.parametrize(("name", "text"), [("Chép trích dẫn", "#citation"), ("Chép BibTeX", "#bibtex")])
def test_a_citation_is_copied(browser: Browser, site: str, name: str, text: str) -> None:
    with browser.new_context(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.goto(f"{site}?q=dien bien hoa binh")
        page.locator(".hits h2 a").first.click()
        page.get_by_text("Trích dẫn bài này").click()
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("button", name="Đã chép")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == page.locator(text).text_content()


def test_recent_searches_make_way_for_completions(page: Page, site: str) -> None:
    page.goto(f"{site}?q=cầu treo")
    page.goto(site)
    expect(page.get_by_role("combobox")).to_be_focused()
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")
    page.locator("#q").click()
    expect(page.get_by_role("option")).to_have_text(["cầu treo"])
    page.keyboard.press("l")
    expect(page.get_by_role("button", name="Xóa các lần tìm gần đây")).not_to_be_visible()
    type_slowly(page, "inh s")
    expect(page.get_by_role("option").first).to_contain_text("Lĩnh Sơn")
