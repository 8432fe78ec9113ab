"""Nothing on a page moves while it loads or is used, and it stays light; how fast it is, tests.bench.vitals tells."""

import pytest
from playwright.sync_api import Browser

from tests.bench.vitals import PAGES, measure
from tests.web.test_weight import MOST_BYTES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_stays_where_it_is_and_is_light(browser: Browser, site: str, name: str) -> None:
    address, act = PAGES[name]
    seen = measure(browser, site + address, act)
    assert seen.paint > 0
    assert round(seen.shift, 2) == 0  # as it is told: to two decimals
    assert 0 < seen.page_bytes < min(MOST_BYTES, seen.all_bytes)
