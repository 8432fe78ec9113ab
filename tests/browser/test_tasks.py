"""What people come for, done as somebody does it who is here for the first time: each in three steps at most.

A step is what brings another page: a query typed, a link followed, filters ticked and applied.
"""

import csv
import io
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from playwright.sync_api import Page, expect

MOST_STEPS = 3
ATOM = {"atom": "http://www.w3.org/2005/Atom"}


class FirstVisit:
    """Somebody who comes to the home page for the first time; counts the steps."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site, self.steps = page, site, 0
        page.goto(site)

    def search(self, text: str) -> None:
        self._step()
        self.page.get_by_role("combobox").fill(text)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(".count")).to_be_visible()

    def follow(self, name: str | re.Pattern[str]) -> None:
        self._step()
        self.page.get_by_role("link", name=name).first.click()

    def choose(self, group: str, value: str) -> None:
        self._step()
        self.page.get_by_role("group", name=group).get_by_text(value).click()
        self.page.get_by_role("button", name="Lọc").click()

    def download(self, name: str) -> str:
        self._step()
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name=name).click()
        return Path(download.value.path()).read_text(encoding="utf-8-sig")

    def _step(self) -> None:
        self.steps += 1
        assert self.steps <= MOST_STEPS


def test_find_a_half_remembered_report(page: Page, site: str) -> None:
    visit = FirstVisit(page, site)
    visit.search("ttdn linh son 2018")
    page.locator(".hits a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lĩnh Sơn sơ kết thông tin đối ngoại")
    expect(page.locator("article time").first).to_have_text("04/07/2018")


def test_see_when_a_topic_peaked(page: Page, site: str) -> None:
    visit = FirstVisit(page, site)
    visit.search("lũ")
    visit.follow("So sánh xu hướng với từ khóa khác")
    page.get_by_text("Bảng số liệu", exact=True).click()
    numbers = [int(text) for text in page.locator("tbody td:nth-of-type(1)").all_text_contents() if text != "–"]
    peak = page.locator(".keys").get_by_role("link").last
    expect(peak).to_contain_text(f"{max(numbers)} bài")
    visit.follow(peak.inner_text())
    expect(page.locator(".count strong")).to_have_text(f"{max(numbers)} bài")


def test_see_it_in_the_timeline_of_a_search(page: Page, site: str) -> None:
    visit = FirstVisit(page, site)
    visit.search("lũ")
    bars = page.locator(".timeline svg a title").all_text_contents()
    counts = {name.partition(":")[0]: int(name.partition(": ")[2].removesuffix(" bài")) for name in bars}
    peak = max(counts, key=lambda name: counts[name])
    page.locator(".timeline svg a", has=page.locator(f"title:text-is('{peak}: {counts[peak]} bài')")).click()
    expect(page.locator(".count strong")).to_have_text(f"{counts[peak]} bài")


def test_get_an_alert_for_a_name(page: Page, site: str) -> None:
    visit = FirstVisit(page, site)
    visit.search("Phùng Gia Linh")
    feed = page.get_by_role("link", name="bài mới qua trình đọc tin (Atom)").get_attribute("href")
    entries = ElementTree.fromstring(page.request.get(site.rstrip("/") + (feed or "")).body()).findall(
        "atom:entry", ATOM
    )
    said = re.search(r"\((\d+) mục", page.locator(".count").inner_text())
    assert said
    assert len(entries) == int(said[1])  # of the reprints, the feed has the earliest


def test_export_a_year_of_one_section(page: Page, site: str) -> None:
    visit = FirstVisit(page, site)
    visit.follow(re.compile("^2019$"))
    visit.choose("Chuyên mục", "Kinh tế")
    rows = list(csv.DictReader(io.StringIO(visit.download("bảng CSV"))))
    assert rows
    assert {(row["date"][:4], row["category"]) for row in rows} == {("2019", "Kinh tế")}
    assert f"{len(rows)} bài" in page.locator(".count").inner_text()


def test_compare_two_papers_versions_of_one_story(page: Page, site: str) -> None:
    visit = FirstVisit(page, site)
    visit.search("lu song ky khe")
    page.get_by_text("báo khác đăng").first.click()
    visit.follow("So sánh hai bản")
    assert visit.steps == 2
    expect(page.locator("ins").first).to_be_visible()
    expect(page.locator("del").first).to_be_visible()


def test_compare_the_version_being_read_with_another(page: Page, site: str) -> None:
    visit = FirstVisit(page, site)
    visit.search("lu song ky khe")
    visit.follow(re.compile("sông Kỳ Khê", re.IGNORECASE))
    page.get_by_text("báo khác đăng").click()
    expect(page.get_by_role("link", name="So sánh hai bản")).to_be_in_viewport()
    visit.follow("So sánh hai bản")
    expect(page.locator("ins").first).to_be_visible()


def test_copy_what_differs_between_two_versions(page: Page, site: str) -> None:
    visit = FirstVisit(page, site)
    visit.search("lu song ky khe")
    page.get_by_text("báo khác đăng").first.click()
    visit.follow("So sánh hai bản")
    copied = page.evaluate(
        """() => {
            getSelection().selectAllChildren(document.querySelector(".versions"));
            return getSelection().toString();
        }"""
    )
    marked = re.findall(r"\[bản [12]:\s[^\[\]]+\]", copied)
    assert len(marked) == page.locator(".versions :is(ins, del)").count()
    assert not re.search(r"\]\[", copied)
