"""The greatest of many keys, without sorting them."""

from typing import Any

import numpy as np
import numpy.typing as npt

from search.lists import Places

# So many keys are a block, of which only the greatest is looked at first: those tell how great the greatest of all are,
# in a tenth of the time, where there are SPARE times as many blocks as keys are wanted.
BLOCKS = (256, 32)
SPARE = 4


def greatest(keys: npt.NDArray[Any], count: int) -> Places:
    """Return the places of the `count` greatest keys and of those that equal the last of them, rising."""
    if count >= len(keys):
        return np.arange(len(keys))
    floor = floor_of_greatest(keys, count)
    if floor is None:
        return np.flatnonzero(keys >= _nth_greatest(keys, count))
    likely = np.flatnonzero(keys >= floor)
    return likely[np.flatnonzero(keys[likely] >= _nth_greatest(keys[likely], count))]


def floor_of_greatest(keys: npt.NDArray[Any], count: int) -> Any | None:
    """Return what `count` of the keys reach; None where there are too few keys to tell quickly."""
    for block in BLOCKS:
        blocks = len(keys) // block
        if blocks >= SPARE * count:
            return _nth_greatest(keys[: blocks * block].reshape(blocks, block).max(axis=1), count)
    return None


def _nth_greatest(keys: npt.NDArray[Any], count: int) -> Any:
    return np.partition(keys, len(keys) - count)[len(keys) - count]
