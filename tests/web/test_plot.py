"""The plot's geometry: where points are, where lines break, and which numbers stand beside them."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.language import decimal
from web.plot import FEWEST_NAMES, MOST_NAMES, MOST_STEPS, Plot, plot

VALUES = st.lists(st.none() | st.integers(0, 10**7).map(float), min_size=1, max_size=70)


def drawn(*lines: list[float | None], whole: bool = True) -> Plot:
    return plot(lines, [str(number) for number in range(len(lines[0]))], whole=whole, written=decimal)


def test_a_line_breaks_at_a_gap_and_not_at_a_zero() -> None:
    (line,) = drawn([4, 2, None, 0, 4]).lines
    assert line.path == "M100 0L300 500M700 1000L900 0"
    assert [(point.interval, point.x, point.y) for point in line.points] == [(0, 10, 0), (1, 30, 50), (4, 90, 0)]


def test_a_value_between_gaps_is_a_dash() -> None:
    assert drawn([None, 1, None]).lines[0].path == "M497 0h6"
    assert drawn([None, 0, None]).lines[0].path == "M497 1000h6"
    assert drawn([None, None]).lines[0].path == ""


@given(VALUES)
def test_every_value_lies_within_the_plot_and_only_gaps_have_none(values: list[float | None]) -> None:
    (line,) = drawn(values).lines
    places = [tuple(map(int, place)) for place in re.findall(r"(\d+) (\d+)", line.path)]
    assert len(places) == sum(value is not None for value in values)
    assert all(0 <= x <= 1000 and 0 <= y <= 1000 for x, y in places)
    assert [point.interval for point in line.points] == [number for number, value in enumerate(values) if value]


@pytest.mark.parametrize(
    ("most", "whole", "names"),
    [
        (0, True, ["0", "1"]),
        (1, True, ["0", "1"]),
        (3, True, ["0", "1", "2", "3"]),
        (7, True, ["0", "2", "4", "6", "8"]),
        (3100, True, ["0", "1.000", "2.000", "3.000", "4.000"]),
        (0.3, False, ["0", "0,1", "0,2", "0,3"]),
        (2.4, False, ["0", "0,5", "1", "1,5", "2", "2,5"]),
        (0.004, False, ["0", "0,001", "0,002", "0,003", "0,004"]),
        (1000, False, ["0", "200", "400", "600", "800", "1.000"]),
    ],
)
def test_the_axis_is_of_plain_numbers(most: float, whole: bool, names: list[str]) -> None:
    shown = drawn([most], whole=whole).values
    assert [name.text for name in shown] == names
    assert (shown[0].place, shown[-1].place) == (100, 0)
    assert len(shown) <= MOST_STEPS + 1


@given(st.integers(0, 80))
def test_intervals_are_named_evenly_wide_and_narrow(count: int) -> None:
    shown = plot([[0.0] * count], [str(number) for number in range(count)], whole=True, written=decimal).intervals
    for named, most in ((shown, MOST_NAMES), ([name for name in shown if not name.lesser], FEWEST_NAMES)):
        numbers = [int(name.text) for name in named]
        assert numbers[:1] == [0] * bool(count)
        assert len({after - before for before, after in pairwise(numbers)}) <= 1
        assert len(numbers) <= most
        assert not numbers or count - numbers[-1] <= (numbers[1] if numbers[1:] else count)
