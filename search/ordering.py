"""Puts matches in order, as far as a page needs it: the best by score or by date, ties in one order for ever."""

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from search.columns import Columns
from search.lists import Floats, Mask, Places
from search.request import Sort
from search.top import greatest

AFTER_ALL = np.int32(99_999_999)  # later than every date as a number


def first(
    matches: Mask, sort: Sort, count: int, best: Callable[[Mask, int], tuple[Places, Floats]], columns: Columns
) -> tuple[Places, Floats]:
    """Return the first `count` of the matches, of which there are as many or more, and their scores.

    By score, greatest first, then by date, newest first; or by date, then by score; and at last by id. `best` gives
    the best of some documents, as many as wanted and those that tie with the last, and their scores.
    """
    if sort != "relevance":
        matches, count_to_score = _by_date_alone(matches, sort, count, columns)
        places, scores = best(matches, count_to_score)
    else:
        places, scores = best(matches, count)
    dates = _keys(sort, columns.dates[places])
    keys = (-dates, -scores) if sort == "relevance" else (-scores, -dates)  # the last one is looked at first
    order = np.lexsort(keys)
    if (tied := _tied([key[order] for key in keys])).any():
        ranks = np.zeros(len(places), np.int64)
        ranks[order[tied]] = columns.id_ranks(places[order[tied]])
        order = np.lexsort((ranks, *keys))
    return places[order[:count]], scores[order[:count]]


def _tied(keys: Sequence[npt.NDArray[Any]]) -> Mask:
    """Say of each place whether all its keys, in order, are those of the one before or after it."""
    tied = np.zeros(len(keys[0]), np.bool_)
    same = reduce(np.logical_and, (key[1:] == key[:-1] for key in keys))
    tied[1:] |= same
    tied[:-1] |= same
    return tied


def _by_date_alone(matches: Mask, sort: Sort, count: int, columns: Columns) -> tuple[Mask, int]:
    """Return which matches have the first dates, `count` of them and those that tie with the last, and how many."""
    places = greatest(_keys(sort, columns.dates) * matches, count)  # 0 where none matches
    kept = np.zeros(len(matches), np.bool_)
    kept[places] = True
    return kept, len(places)


def _keys(sort: Sort, dates: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Return keys that are greatest for the dates that come first; 1, which is least, for documents without one."""
    if sort != "oldest":
        return dates + 1
    return (AFTER_ALL - dates) * (dates > 0) + 1
