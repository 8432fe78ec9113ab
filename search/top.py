"""The greatest of many keys, without sorting them."""

from typing import Any

import numpy as np
import numpy.typing as npt

from search.lists import Places

BLOCK = 256  # keys of which only the greatest is looked at first: it tells how great the greatest are, for a tenth


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
    blocks = len(keys) // BLOCK
    if blocks < count:
        return None
    return _nth_greatest(keys[: blocks * BLOCK].reshape(blocks, BLOCK).max(axis=1), count)


def _nth_greatest(keys: npt.NDArray[Any], count: int) -> Any:
    return np.partition(keys, len(keys) - count)[len(keys) - count]
