"""Puts matches in order, as far as a page needs it: the best by score or by date, ties in one order for ever."""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from search.columns import Columns
from search.lists import Floats, Places
from search.request import Sort

BLOCK = 256  # keys of which the greatest is looked at first: it tells how great the greatest of all are, for a tenth
UNKNOWN_LAST = -(10**9)  # sorts after every date, the oldest and the newest first


def first(
    places: Places, sort: Sort, count: int, score: Callable[[Places], Floats], columns: Columns
) -> tuple[Places, Floats]:
    """Return the first `count` of some documents, rising, and their scores.

    By score, greatest first, then by date, newest first; or by date, then by score; and at last by id. `score` gives
    the scores of documents.
    """
    if sort == "relevance":
        scores = score(places)
        best = greatest(scores, count)
        places, scores = places[best], scores[best]
        dates = columns.dates[places]
    else:
        dates = _by_date(sort, columns.dates[places])
        best = greatest(dates, count)
        places, dates = places[best], dates[best]
        scores = score(places)
    keys = (-scores, -dates) if sort != "relevance" else (-dates, -scores)  # the last one is looked at first
    order = np.lexsort((columns.id_ranks(places), *keys))[:count]
    return places[order], scores[order]


def greatest(keys: npt.NDArray[Any], count: int) -> Places:
    """Return the places of the `count` greatest keys and of those that equal the last of them, rising."""
    if count >= len(keys):
        return np.arange(len(keys))
    blocks = len(keys) // BLOCK
    if blocks >= count:
        peaks = keys[: blocks * BLOCK].reshape(blocks, BLOCK).max(axis=1)
        likely = np.flatnonzero(keys >= np.partition(peaks, blocks - count)[blocks - count])
        return likely[greatest(keys[likely], count)] if len(likely) < len(keys) else _cut(keys, count)
    return _cut(keys, count)


def _cut(keys: npt.NDArray[Any], count: int) -> Places:
    least = np.partition(keys, len(keys) - count)[len(keys) - count]
    return np.flatnonzero(keys >= least)


def _by_date(sort: Sort, dates: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Return keys that are greatest for the dates that come first; least for documents without one."""
    if sort != "oldest":
        return dates
    return np.where(dates > 0, -dates, np.int32(UNKNOWN_LAST))
