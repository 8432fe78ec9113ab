"""Facets and timeline: counts over the whole matching set."""

from collections.abc import Collection
from functools import reduce

import numpy as np

from search.collector import ArrayCollector
from search.columns import Columns, ValueColumn
from search.lists import Places
from search.request import FACET_FIELDS, Bucket, FacetField, FacetValue, Filters

MAX_FACET_VALUES = 50  # a longer list is no help in choosing


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


def timeline(columns: Columns, matches: Places) -> tuple[Bucket, ...]:
    """Count the matches by month, from the first month that has any to the last, months without any as zero."""
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
    counts = np.bincount(column.codes[documents], minlength=len(column.values))
    counts[:1] *= column.values[:1] != [""]  # no value
    codes = np.flatnonzero(counts)
    codes = codes[np.lexsort((codes, -counts[codes]))]
    rest = [code for code in codes[MAX_FACET_VALUES:] if column.values[code] in chosen] if chosen else []
    return tuple(FacetValue(column.values[code], int(counts[code])) for code in (*codes[:MAX_FACET_VALUES], *rest))
