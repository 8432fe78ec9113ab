"""The page about the API is read on the narrowest screen, in light and dark, without JavaScript."""

from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

NARROWEST = {"width": 320, "height": 640}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_of_it_stands_beside_the_screen(browser: Browser, site: str, scheme: Literal["light", "dark"]) -> None:
    with browser.new_context(
        viewport=NARROWEST, color_scheme=scheme, java_script_enabled=False,  # type: ignore[arg-type]
    ) as context:  # fmt: skip
        page = context.new_page()
        page.goto(site)
        page.get_by_role("link", name="API cho lập trình viên").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("API cho lập trình viên")
        for block in page.locator("pre, dl, p").all():
            box = block.bounding_box()
            assert box is not None
            assert box["x"] + box["width"] <= NARROWEST["width"]
        page.get_by_role("link", name="sort").first.click()
        expect(page.locator("#tham-so-sort")).to_be_in_viewport()
