"""People who use the site: by mouse or by keyboard alone, on a telephone or a desk, with JavaScript or without."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page, ViewportSize

DESK = ViewportSize(width=1280, height=800)
TELEPHONE = ViewportSize(width=360, height=740)
MOST_TABS = 120  # on the way to anything on a page: whoever needs more has lost the way


@dataclass(frozen=True, slots=True)
class Way:
    """How a page is used."""

    size: ViewportSize
    dark: bool
    scripts: bool
    keyboard: bool

    def __str__(self) -> str:
        """Name the way, for the names of tests."""
        words = (
            f"{self.size['width']} px",
            "dark" if self.dark else "light",
            "scripts" if self.scripts else "no scripts",
            "keyboard" if self.keyboard else "mouse",
        )
        return ", ".join(words)


# Width, scripts and keyboard: any two of them are together, in all their values, in some way.
WAYS = (
    Way(DESK, dark=False, scripts=True, keyboard=False),
    Way(TELEPHONE, dark=True, scripts=True, keyboard=True),
    Way(DESK, dark=True, scripts=False, keyboard=True),
    Way(TELEPHONE, dark=False, scripts=False, keyboard=False),
)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody in front of a page."""

    page: Page
    way: Way

    def use(self, target: Locator) -> None:
        """Click a link, button, summary or box, or go to it with the Tab key and press it."""
        if not self.way.keyboard:
            target.click()
            return
        self.reach(target)
        self.page.keyboard.press("Space" if target.get_attribute("type") == "checkbox" else "Enter")

    def write(self, target: Locator, text: str) -> None:
        """Write a text into a box in the place of what is there."""
        if not self.way.keyboard:
            target.click()
        else:
            self.reach(target)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def choose(self, target: Locator, value: str) -> None:
        """Choose from a list, by keyboard with its arrows."""
        if not self.way.keyboard:
            target.select_option(value)
            return
        self.reach(target)
        for _ in target.get_by_role("option").all():
            if target.input_value() == value:
                break
            self.page.keyboard.press("ArrowDown")
        assert target.input_value() == value

    def reach(self, target: Locator) -> None:
        """Press Tab until something has the focus; it must then be in sight, and be seen to have it."""
        for _ in range(MOST_TABS):
            if target.evaluate("one => one === document.activeElement"):
                break
            self.page.keyboard.press("Tab")
        looks = target.evaluate("one => [one === document.activeElement, getComputedStyle(one).outlineStyle]")
        assert looks == [True, "solid"], target

    def open_filters(self) -> None:
        """Unfold the filters, which on a wide screen stand open."""
        if self.way.size == TELEPHONE:
            self.use(self.page.get_by_text("Lọc kết quả"))


@contextmanager
def visiting(browser: Browser, way: Way) -> Iterator[Visitor]:
    """Let somebody new come by a way."""
    with browser.new_context(
        locale="vi-VN", viewport=way.size, java_script_enabled=way.scripts, color_scheme="dark" if way.dark else "light"
    ) as context:
        yield Visitor(context.new_page(), way)
