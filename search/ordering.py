"""Puts matches in order, as far as a page needs it: the best by score or by date, ties in one order for ever."""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from search.columns import Columns
from search.lists import Floats, Mask, Places
from search.request import BY_SCORE, Sort
from search.top import greatest

AFTER_ALL = np.int32(99_999_999)  # later than every date as a number


def first(
    matches: Mask, sort: Sort, count: int, best: Callable[[Mask, int], tuple[Places, Floats]], columns: Columns
) -> tuple[Places, Floats]:
    """Return the first `count` of the matches, of which there are as many or more, and their scores.

    By score, greatest first, then by date, newest first; or by date, then by score; and at last by id. `best` gives
    the best of some documents, as many as wanted and those that tie with the last, and their scores.
    """
    if sort not in BY_SCORE:
        matches, count_to_score = _by_date_alone(matches, sort, count, columns)
        places, scores = best(matches, count_to_score)
    else:
        places, scores = best(matches, count)
    dates = _keys(sort, columns.dates[places])
    keys = (-dates, -scores) if sort in BY_SCORE else (-scores, -dates)  # the last one is looked at first
    order = np.lexsort(keys)
    for begin, end in _ties([key[order] for key in keys], count):
        tied = np.sort(places[order[begin:end]])
        by_id = columns.first_by_id(tied, count - begin)
        order[begin : begin + len(by_id)] = np.searchsorted(places, by_id)
    return places[order[:count]], scores[order[:count]]


def _ties(keys: Sequence[npt.NDArray[Any]], count: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of places with the same keys that begin among the first `count`: where each begins and ends."""
    differs = reduce(np.logical_or, (key[1:] != key[:-1] for key in keys))
    bounds = np.concatenate([[0], np.flatnonzero(differs) + 1, [len(keys[0])]])
    for run in np.flatnonzero((np.diff(bounds) > 1) & (bounds[:-1] < count)).tolist():
        yield int(bounds[run]), int(bounds[run + 1])


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
