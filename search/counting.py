"""Facets and timeline: counts over the whole matching set."""

import datetime
from collections.abc import Collection
from functools import reduce

import numpy as np
import numpy.typing as npt

from search.collector import ArrayCollector
from search.columns import Columns, ValueColumn, date_of
from search.lists import Places
from search.request import FACET_FIELDS, Bucket, FacetField, FacetValue, Filters, FilterValue, Timeline

MAX_FACET_VALUES = 50  # a longer list is no help in choosing
DAILY = 62  # days, two months: of more, each would be too thin to tell apart


def facets(
    columns: Columns, found: ArrayCollector, matches: Places, filters: Filters
) -> dict[FacetField, tuple[FacetValue, ...]]:
    """Count the values of each facet field over the documents that pass every filter but the field's own.

    `matches` are those that pass all filters. Most frequent first, then by value; MAX_FACET_VALUES of them, and those
    that are filtered by.
    """
    counted = {}
    for name in FACET_FIELDS:
        if name in found.filters:
            others = [mask for field, mask in found.filters.items() if field != name]
            counted_over = np.flatnonzero(reduce(np.logical_and, others, found.unfiltered))
        else:
            counted_over = matches
        counted[name] = _values(columns.values[name], counted_over, filters.values(name))
    return counted


def unknown(columns: Columns, filters: Filters) -> tuple[FilterValue, ...]:
    """Return the values filtered by that no living document has."""
    return tuple(
        FilterValue(name, given)
        for name in FACET_FIELDS
        for given, value in zip(getattr(filters, name), filters.values(name), strict=True)
        if (place := columns.values[name].place(value)) < 0 or not columns.values[name].living[place]
    )


def timeline(columns: Columns, matches: Places, filters: Filters) -> Timeline:
    """Count the matches by month; by day where the filters leave DAILY days or fewer of the archive.

    It depends on the filters alone: the timelines of different queries can be compared.
    """
    if _days(columns, filters) <= DAILY:
        return Timeline("day", _by_day(columns.dates[matches]))
    return Timeline("month", _by_month(columns, matches))


def _days(columns: Columns, filters: Filters) -> int:
    """Return how many days of the archive the filters leave, from its first to its last; none if no day is known."""
    if not columns.dated:
        return 0
    first, last = date_of(columns.first_date), date_of(columns.last_date)
    first, last = max(first, filters.date_from or first), min(last, filters.date_to or last)
    return (last - first).days + 1


def _by_day(dates: npt.NDArray[np.int32]) -> tuple[Bucket, ...]:
    numbers, counts = np.unique(dates[dates > 0], return_counts=True)
    found = dict(zip(map(date_of, numbers.tolist()), counts.tolist(), strict=True))
    if not found:
        return ()
    first = min(found)
    days = (first + datetime.timedelta(days) for days in range((max(found) - first).days + 1))
    return tuple(Bucket(day.isoformat(), found.get(day, 0)) for day in days)


def _by_month(columns: Columns, matches: Places) -> tuple[Bucket, ...]:
    counts = np.bincount(columns.months[matches])
    counts[:1] = 0  # no date
    months = np.flatnonzero(counts)
    if not len(months):
        return ()
    begin, end = int(months[0]), int(months[-1]) + 1
    return tuple(
        Bucket(f"{month // 12:04d}-{month % 12 + 1:02d}", count)
        for month, count in enumerate(counts[begin:end].tolist(), start=columns.first_month + begin)
    )


def _values(column: ValueColumn, documents: Places, chosen: Collection[str]) -> tuple[FacetValue, ...]:
    counts = column.counts(documents)
    codes = np.flatnonzero(counts)
    codes = codes[np.lexsort((codes, -counts[codes]))]
    kept = set(map(column.place, chosen))
    rest = [code for code in codes[MAX_FACET_VALUES:] if code in kept] if kept else []
    return tuple(FacetValue(column.values[code], int(counts[code])) for code in (*codes[:MAX_FACET_VALUES], *rest))
