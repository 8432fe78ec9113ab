"""Trends as a person uses them: two topics typed by keyboard, a point followed to exactly its articles."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

QUERY = "trends?q=duong&q=hoa+binh&q=lũ&q=chợ&q=UBND"


def type_two_topics_and_follow_a_point(page: Page, site: str) -> None:
    page.goto(f"{site}trends")
    page.get_by_label("Từ khóa 1").focus()
    page.keyboard.type("duong")
    page.keyboard.press("Tab")
    page.keyboard.type("hoa binh")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Từ khóa 2")).to_have_value("hoa binh")
    expect(page.locator(".keys li")).to_have_count(2)
    point = page.get_by_role("link", name=re.compile("^hoa binh, .*: [2-9] bài")).first
    told = re.search(r"(\d+) bài", point.text_content() or "")
    assert told
    point.focus()
    expect(point).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".count strong")).to_have_text(f"{told[1]} bài")
    expect(page.locator("#q")).to_have_value("hoa binh")
    expect(page.locator(".hits > li")).to_have_count(int(told[1]))


def test_a_point_leads_to_exactly_the_articles_it_tells(page: Page, site: str) -> None:
    type_two_topics_and_follow_a_point(page, site)


def test_the_same_without_javascript(browser: Browser, site: str) -> None:
    with browser.new_context(locale="vi-VN", java_script_enabled=False) as context:
        type_two_topics_and_follow_a_point(context.new_page(), site)


def test_a_point_is_followed_by_mouse_where_it_is_drawn(page: Page, site: str) -> None:
    page.goto(f"{site}trends?q=hoa+binh")
    point = page.locator(".plot a").first
    told = re.search(r"(\d+) bài", point.text_content() or "")
    assert told
    point.locator("use").click()
    expect(page.locator(".count strong")).to_have_text(f"{told[1]} bài")


def test_every_mark_lies_on_its_line_however_wide_the_page(page: Page, site: str) -> None:
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(f"{site}trends?q=duong")
        ends = page.evaluate(
            """() => {
                const path = document.querySelector(".plot path"), drawn = path.getBoundingClientRect();
                const marks = [...document.querySelectorAll(".plot a use")].map((one) => one.getBoundingClientRect());
                const middle = (one) => (one.left + one.right) / 2;
                return [middle(marks[0]) - drawn.left, middle(marks.at(-1)) - drawn.right];
            }"""
        )
        assert ends == pytest.approx([0, 0], abs=1.5)


def test_the_keyboard_can_pass_the_points_over(page: Page, site: str) -> None:
    page.goto(site + QUERY)
    skip = page.get_by_role("link", name="Bỏ qua biểu đồ, đến bảng số liệu")
    skip.focus()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".numbers summary")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table")).to_be_visible()
    expect(page.get_by_role("columnheader", name="hoa binh")).to_be_visible()


@pytest.mark.parametrize("colors", ["none", "active"])
def test_lines_are_told_apart_without_colour(browser: Browser, site: str, colors: str) -> None:
    with browser.new_context(forced_colors="active" if colors == "active" else "none") as context:
        page = context.new_page()
        page.goto(site + QUERY)
        lines = page.locator(".plot path")
        dashes = lines.evaluate_all("all => all.map((one) => getComputedStyle(one).strokeDasharray)")
        marks = page.locator(".keys use").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
        assert len(set(dashes)) == len(set(marks)) == 5


def test_nothing_on_the_page_breaks_its_own_policy(page: Page, site: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(site + QUERY)
    assert complaints == []
