import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.top import BLOCKS, SPARE, floor_of_greatest, greatest

KEYS = st.lists(st.integers(-3, 50), max_size=60)


@given(KEYS, st.integers(1, 70))
def test_the_greatest_and_what_ties_with_the_last_are_kept(keys: list[int], count: int) -> None:
    least = sorted(keys)[-count] if count <= len(keys) else -100
    assert greatest(np.array(keys, np.int32), count).tolist() == [n for n, key in enumerate(keys) if key >= least]


@pytest.mark.parametrize("count", [1, 10, 300, 2_000])
def test_many_keys_are_cut_by_blocks(count: int) -> None:
    keys = np.random.default_rng(1).integers(0, 1_000, max(BLOCKS) * SPARE * 10 + 7).astype(np.float32)
    least = np.sort(keys)[-count]
    assert greatest(keys, count).tolist() == np.flatnonzero(keys >= least).tolist()
    floor = floor_of_greatest(keys, count)
    assert floor is None or np.count_nonzero(keys >= floor) >= count
