"""Lists of different lengths, laid end to end in one array."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]


def starts(counts: npt.NDArray[Any]) -> Integers:
    """Return where each list of `counts[i]` items starts, and at last where all end: (n + 1,) int64."""
    result = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=result[1:])
    return result


def ranges(first: npt.NDArray[Any], counts: npt.NDArray[Any]) -> Integers:
    """Return `first[i], first[i] + 1, ...`, `counts[i]` numbers of each, end to end."""
    begin = starts(counts)
    result = np.repeat(first - begin[:-1], counts)
    result += np.arange(begin[-1])
    return result


def group_starts(keys: npt.NDArray[Any]) -> Integers:
    """Return where each run of equal keys begins."""
    changes = np.empty(len(keys), np.bool_)
    changes[:1] = True
    np.not_equal(keys[1:], keys[:-1], out=changes[1:])
    return np.flatnonzero(changes)


def smallest(numbers: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return non-negative numbers as the smallest of uint8, uint16, uint32 and uint64 that holds them."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def cut(sizes: npt.NDArray[Any], limit: int) -> Iterator[tuple[int, int]]:
    """Cut items of so many bytes, or whatever is limited, into runs: of each the first, and the one after the last.

    A run is as long as it can be, and has one item at least.
    """
    begin, first = starts(sizes), 0
    while first < len(sizes):
        last = max(first + 1, int(np.searchsorted(begin, begin[first] + limit, "right")) - 1)
        yield first, last
        first = last
