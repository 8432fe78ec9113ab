import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.significance import interval, paired_p

VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=30)


def test_the_interval_is_about_two_standard_errors_around_the_mean() -> None:
    values = [0.0, 1.0] * 200
    low, high = interval(values)
    error = 0.5 / math.sqrt(400)
    assert low == pytest.approx(0.5 - 1.96 * error, abs=0.004)
    assert high == pytest.approx(0.5 + 1.96 * error, abs=0.004)


@given(VALUES)
def test_the_interval_lies_within_the_values(values: list[float]) -> None:
    low, high = interval(values)
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9


def test_chance_explains_no_difference_that_nearly_all_queries_share() -> None:
    assert paired_p([0.5] * 20, [0.6] * 20) == pytest.approx(1 / 10_001, rel=2)
    # Of 2 ** 4 signs of four like differences two give a sum as great.
    assert paired_p([0.0] * 4, [0.1] * 4) == pytest.approx(2 / 2**4, abs=0.01)


@given(VALUES)
def test_chance_explains_that_there_is_no_difference(values: list[float]) -> None:
    assert paired_p(values, values) == 1.0
