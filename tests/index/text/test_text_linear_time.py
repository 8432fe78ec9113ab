"""Eight times the text takes about eight times as long, on the inputs that trip tokenisers: never sixty-four times."""

import gc
import time
from collections.abc import Callable

import pytest

from index.text.segment import tokenize
from index.text.streams import analyse

FEW, MANY = 4_000, 32_000  # characters
TOLERATED = 30  # a linear time grows 8-fold, a quadratic one 64-fold; the rest is noise of the machine

UNITS = {
    "one paragraph": "Hội nghị thông tin đối ngoại, giao ban 6 tháng. ",
    "letter and stop": "a.",
    "at signs": "@",
    "spaces": " ",
    "line feeds": "\n",
    "no spaces": "xãhội",
    "capitals": "Đ",
    "digits": "1",
    "numbers": "1.1,",
    "underscores": "a_",
    "percentages": "1%",
    "slashes": "://",
    "glued e-mail addresses": "a@b.c",
    "broken e-mail addresses": "a.b@c-.",
    "letters with marks": "e\u0302\u0323",
    "marks": "\u0301\u0323",
    "marks with classes of their own": "\u0f73",
    "zero-width spaces": "a\u200b",
    "Korean letters": "\u1100\u1161\u11a8",
    "NULs": "\0",
    "lone surrogates": "\ud800",
    "emoji": "👨‍👩‍👧",
}
AROUND = {
    "long local part": ("", "a.", "@b.vn"),
    "local part without a domain": ("", "+.a", "@"),
    "long domain": ("a@", "b.", ""),
    "long label": ("a@b", "-", ""),
    "url": ("https://", "a/", ""),
}


def shortest_time(function: Callable[[str], object], text: str) -> float:
    """Best of two, in seconds of this process, while no garbage is collected: of all tests' objects that takes long."""
    times = []
    gc.disable()
    try:
        for _ in range(2):
            start = time.process_time()
            function(text)
            times.append(time.process_time() - start)
    finally:
        gc.enable()
    return min(times)


@pytest.mark.parametrize(
    ("before", "unit", "after"),
    [pytest.param("", unit, "", id=name) for name, unit in UNITS.items()]
    + [pytest.param(*parts, id=name) for name, parts in AROUND.items()],
)
@pytest.mark.parametrize("function", [tokenize, analyse])
def test_time_grows_with_length(function: Callable[[str], object], before: str, unit: str, after: str) -> None:
    few, many = (before + unit * (length // len(unit)) + after for length in (FEW, MANY))
    assert shortest_time(function, many) < TOLERATED * shortest_time(function, few) + 0.001


def test_a_megabyte_of_one_paragraph() -> None:
    unit = "Hội nghị thông tin đối ngoại tỉnh Lạng Sơn, giao ban 6 tháng đầu năm. "
    text = unit * (1_000_000 // len(unit.encode()) + 1)
    assert len(text.encode()) >= 1_000_000
    count = len(text) // len(unit)
    assert analyse(text).syllables == analyse(unit).syllables * count
    assert len(analyse(text).words) == len(analyse(unit).words) * count


def test_a_megabyte_of_letters_and_stops_gives_no_giant_term() -> None:
    analysis = analyse("a." * 500_000)
    assert analysis.syllables == ["a"] * 500_000
    assert analysis.compounds == []
