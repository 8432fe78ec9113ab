import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.columnar.ragged import group_starts, ranges, smallest, starts


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 5))))
def test_ranges_are_those_of_python_end_to_end(pairs: list[tuple[int, int]]) -> None:
    first, counts = np.array(pairs, np.int64).reshape(-1, 2).T
    expected = [number for begin, count in pairs for number in range(begin, begin + count)]
    assert ranges(first, counts).tolist() == expected
    assert starts(counts)[-1] == len(expected)


@given(st.lists(st.integers(0, 3)))
def test_groups_start_where_a_key_changes(keys: list[int]) -> None:
    expected = [place for place, key in enumerate(keys) if place == 0 or keys[place - 1] != key]
    assert group_starts(np.array(keys, np.int64)).tolist() == expected


@given(st.lists(st.integers(0, 2**64 - 1)))
def test_the_smallest_dtype_holds_every_number(numbers: list[int]) -> None:
    kept = smallest(np.array(numbers, np.uint64))
    assert kept.tolist() == numbers
    assert kept.dtype.itemsize == 1 or max(numbers) >= 2 ** (4 * kept.dtype.itemsize)
