"""All that a page offers, used in every way: wide and narrow, light and dark, with scripts and without, by keyboard."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.visitors import WAYS, Visitor, visiting
from tests.web.states import STATES, served, sites
from web.refine import MOST_VALUES, SHOWN_VALUES

STOPS = 14  # of the Tab key to the first result: the search box, orders and the timeline, but no filter


@pytest.fixture(scope="module")
def full(archive: Path) -> Iterator[str]:
    """Return the address of a site with everything to be found on it."""
    with served({"full": sites(archive)["full"]}) as addresses:
        yield addresses["full"]


@pytest.fixture(scope="module", params=WAYS, ids=str)
def visitor(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """Let somebody come once for all tests: to open a page takes the browser longer than most of them."""
    with visiting(browser, request.param) as somebody:
        yield somebody


def count(visitor: Visitor) -> int:
    """Return how many articles the page says to have found."""
    said = visitor.page.locator(".count strong").inner_text()
    return int(said.removesuffix(" bài").replace(".", ""))


def test_filters_are_ticked_taken_off_one_by_one_and_all_at_once(visitor: Visitor, full: str) -> None:
    page = visitor.page
    page.goto(f"{full}/?q=lua")
    everything = count(visitor)
    visitor.open_filters()
    sources = page.get_by_role("group", name="Nguồn")
    boxes = sources.get_by_role("checkbox")
    numbers = [int(text) for text in sources.locator(".box .number").all_inner_texts()[:2]]
    for number in range(2):
        visitor.use(boxes.nth(number))
        expect(boxes.nth(number)).to_be_checked()
    visitor.use(page.get_by_role("button", name="Lọc"))
    chips = page.get_by_role("list", name="Bộ lọc đang dùng").get_by_role("link")
    expect(chips).to_have_count(3)
    assert count(visitor) == sum(numbers)
    visitor.use(chips.first)
    expect(chips).to_have_count(1)
    assert count(visitor) == numbers[1]
    page.go_back()
    visitor.use(page.get_by_role("link", name="Xóa tất cả"))
    expect(chips).to_have_count(0)
    assert count(visitor) == everything
    expect(page.get_by_role("searchbox" if not visitor.way.scripts else "combobox")).to_have_value("lua")


def test_a_facet_shows_five_values_and_unfolds_the_rest(visitor: Visitor, full: str) -> None:
    page = visitor.page
    page.goto(f"{full}/?q=tin+van")
    visitor.open_filters()
    authors = page.get_by_role("group", name="Tác giả")
    expect(authors.get_by_role("checkbox").filter(visible=True)).to_have_count(SHOWN_VALUES)
    visitor.use(authors.get_by_text(f"Thêm {MOST_VALUES - SHOWN_VALUES}"))
    expect(authors.get_by_role("checkbox").filter(visible=True)).to_have_count(MOST_VALUES)
    if visitor.way.scripts:
        last = authors.locator(".box span:first-of-type").last.inner_text()
        visitor.write(authors.get_by_role("textbox", name="Lọc danh sách tác giả"), last.lower().replace("ờ", "o"))
        assert last in authors.locator(".rest .box").filter(visible=True).all_inner_texts()[0]
        authors.get_by_role("textbox", name="Lọc danh sách tác giả").fill("")
        expect(authors.get_by_role("checkbox").filter(visible=True)).to_have_count(MOST_VALUES)
    else:
        expect(authors.get_by_role("textbox")).to_have_count(0)


def test_days_are_written_corrected_and_chosen(visitor: Visitor, full: str) -> None:
    page = visitor.page
    page.goto(f"{full}/?q=lua")
    visitor.open_filters()
    visitor.write(page.get_by_label("Từ ngày"), "31/02/2019")
    visitor.use(page.get_by_role("button", name="Lọc"))
    box = page.get_by_label("Từ ngày")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_accessible_description(re.compile("31/02/2019"))
    expect(page.locator("#q")).to_have_value("lua")
    visitor.write(box, "1/1/2019")
    visitor.write(page.get_by_label("Đến ngày"), "2019-01-10")
    visitor.use(page.get_by_role("button", name="Tìm lại"))
    expect(page.get_by_role("link", name="Bỏ lọc ngày: từ 01/01/2019 đến 10/01/2019")).to_be_visible()
    visitor.open_filters()
    preset = page.get_by_role("link", name="một năm cuối")
    visitor.use(preset)
    visitor.open_filters()
    expect(preset).to_have_attribute("aria-current", "true")


def test_a_source_and_a_section_are_chosen_for_trends_and_taken_off(visitor: Visitor, full: str) -> None:
    page = visitor.page
    page.goto(f"{full}/trends")
    visitor.write(page.get_by_label("Từ khóa 1"), "lua")
    sources, sections = (page.get_by_role("combobox", name=name) for name in ("Nguồn", "Chuyên mục"))
    visitor.choose(sources, "Biên Mậu Ngày Nay")
    visitor.choose(sections, "Kinh tế")
    visitor.use(page.get_by_role("button", name="So sánh"))
    chips = page.get_by_role("list", name="Bộ lọc đang dùng").get_by_role("link")
    section = re.compile("chuyên mục: Kinh tế")
    expect(chips).to_have_text([re.compile("nguồn: Biên Mậu Ngày Nay"), section, "Xóa tất cả"])
    for place in (sources, sections):
        box = place.bounding_box()
        assert box
        assert box["x"] + box["width"] <= visitor.way.size["width"]
    visitor.use(page.locator(".keys a").first)
    few = count(visitor)
    page.go_back()
    visitor.use(chips.first)
    expect(chips).to_have_text([section])
    expect(page.get_by_label("Từ khóa 1")).to_have_value("lua")
    visitor.use(page.locator(".keys a").first)
    assert 0 < few < count(visitor)


def test_a_day_of_the_timeline_leads_to_its_articles(visitor: Visitor, full: str) -> None:
    page = visitor.page
    page.goto(full + STATES["days"].address)
    if visitor.way.keyboard:  # the drawing is one stop less: its table says the same
        visitor.use(page.get_by_text("Số bài theo ngày"))
        row = page.get_by_role("row", name="03/01/2001")
        said = row.get_by_role("cell").inner_text()
        visitor.use(row.get_by_role("link"))
    else:
        bar = page.locator(".timeline svg a").nth(2)
        said = (bar.locator("title").text_content() or "").removeprefix("03/01/2001: ").removesuffix(" bài")
        bar.click()
    expect(page.get_by_role("link", name="Bỏ lọc ngày: từ 03/01/2001 đến 03/01/2001")).to_be_visible()
    assert count(visitor) == int(said)


def test_the_timeline_is_one_stop_on_the_way_to_the_results(visitor: Visitor, full: str) -> None:
    page = visitor.page
    page.goto(full + STATES["days"].address)
    page.get_by_text("Số bài theo ngày").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="So sánh xu hướng với từ khóa khác")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".hits h2 a").first).to_be_focused()


def test_few_stops_are_on_the_way_to_the_first_result(visitor: Visitor, full: str) -> None:
    page = visitor.page
    page.goto(f"{full}/?q=lua")
    first = page.locator(".hits h2 a").first
    for _ in range(STOPS):
        if first.evaluate("link => link === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(first).to_be_focused()


def test_reprints_unfold_and_are_compared(visitor: Visitor, full: str) -> None:
    page = visitor.page
    page.goto(f"{full}/?q=suối+Nậm")
    visitor.use(page.get_by_text("2 báo khác đăng"))
    visitor.use(page.get_by_role("link", name="Nậm Lĩnh có lại cầu treo"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Nậm Lĩnh có lại cầu treo")
    visitor.use(page.get_by_text("2 báo khác đăng"))
    visitor.use(page.get_by_role("link", name="So sánh hai bản").first)
    expect(page.locator("ins").first).to_be_visible()
    expect(page.locator("del").first).to_be_visible()


def test_one_reads_from_hit_to_hit_and_finds_the_way_back(visitor: Visitor, full: str) -> None:
    page = visitor.page
    page.goto(f"{full}/?q=dien+bien+hoa+binh")
    titles = page.locator(".hits h2").all_inner_texts()
    visitor.use(page.locator(".hits h2 a").first)
    heading = page.get_by_role("heading", level=1)
    for place, link in ((0, "Bài sau"), (1, "Bài sau"), (2, "Bài trước")):
        expect(heading).to_have_text(titles[place])
        visitor.use(page.get_by_role("link", name=link))
    expect(heading).to_have_text(titles[1])
    visitor.use(page.get_by_text("Trích dẫn bài này"))
    expect(page.locator("#citation")).to_contain_text(titles[1])
    expect(page.locator("#bibtex")).to_contain_text("@online{")
    if visitor.way.scripts:
        visitor.use(page.get_by_role("button", name="Từ tiếp theo"))
        expect(page.locator("mark.here")).to_be_in_viewport()
    visitor.use(page.get_by_role("link", name="Về kết quả tìm kiếm"))
    expect(page.locator(".hits h2")).to_have_text(titles)
    visitor.use(page.locator(".hits h2 a").first)
    visitor.use(page.locator(".similar a").first)
    expect(page.locator("article")).to_be_visible()


def test_what_was_understood_otherwise_can_be_searched_as_typed(visitor: Visitor, full: str) -> None:
    page = visitor.page
    page.goto(full + STATES["keystrokes"].address)
    visitor.use(page.get_by_role("link", name="Tìm đúng những gì đã gõ"))
    expect(page.locator(".count")).to_contain_text("Không tìm thấy bài nào")
    page.goto(full + STATES["did you mean"].address)
    visitor.use(page.locator(".notice a").last)
    expect(page.locator("#q")).to_have_value("thong tin doi ngoai")
    assert count(visitor) > 0


def test_where_nothing_is_found_a_wider_search_is_one_step_away(visitor: Visitor, full: str) -> None:
    page = visitor.page
    page.goto(full + STATES["nothing found, with choices"].address)
    said = page.locator(".choices .number").first.inner_text()
    visitor.use(page.locator(".choices a").first)
    assert count(visitor) == int(said.removesuffix(" bài"))


def test_pages_and_orders_tell_which_is_current_up_to_the_last_that_can_be_reached(visitor: Visitor, full: str) -> None:
    page = visitor.page
    page.goto(f"{full}/?q=tin+van&page=99")
    visitor.use(page.get_by_role("link", name="Trang 100"))
    expect(page.locator("[aria-current=page]")).to_have_text("100")
    expect(page.get_by_role("link", name="Sau", exact=True)).to_have_count(0)
    expect(page.locator(".notice")).to_contain_text("hãy thêm từ hoặc lọc")
    visitor.use(page.get_by_role("link", name="Mới nhất", exact=True))
    expect(page.locator(".orders [aria-current=true]")).to_have_text("Mới nhất")
    expect(page.locator("[aria-current=page]")).to_have_text("1")


def test_home_leads_to_an_example_a_new_article_and_a_year(visitor: Visitor, full: str) -> None:
    page = visitor.page
    for link in (page.locator(".examples a").first, page.locator(".years a").last):
        page.goto(f"{full}/")
        visitor.use(link)
        assert count(visitor) > 0
    page.goto(f"{full}/")
    name = page.locator(".newest h3").first.inner_text()
    visitor.use(page.locator(".newest h3 a").first)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
