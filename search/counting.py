"""Facets and timeline: counts over the whole matching set."""

from collections.abc import Mapping
from functools import reduce

import numpy as np

from search.columns import Columns
from search.matching import Mask
from search.request import FACET_FIELDS, Bucket, FacetField, FacetValue

MAX_FACET_VALUES = 50  # a longer list is no help in choosing


def facets(
    columns: Columns, matches: Mask, filters: Mapping[FacetField | None, Mask]
) -> dict[FacetField, tuple[FacetValue, ...]]:
    """Count the values of each facet field over the matches, narrowed by every filter but the field's own.

    Most frequent first, then by value.
    """
    counted = {}
    for name in FACET_FIELDS:
        others = [mask for field, mask in filters.items() if field != name]
        counted[name] = _values(columns, name, reduce(np.logical_and, others, matches))
    return counted


def timeline(columns: Columns, matches: Mask) -> tuple[Bucket, ...]:
    """Count the matches by month, from the first month that has any to the last, months without any as zero."""
    dates = columns.dates[matches]
    months = dates[dates > 0] // 100
    if not len(months):
        return ()
    numbers, counts = np.unique(months // 100 * 12 + months % 100 - 1, return_counts=True)
    filled = np.zeros(numbers[-1] - numbers[0] + 1, np.int64)
    filled[numbers - numbers[0]] = counts
    return tuple(
        Bucket(f"{number // 12:04d}-{number % 12 + 1:02d}", count)
        for number, count in enumerate(filled.tolist(), start=int(numbers[0]))
    )


def _values(columns: Columns, name: FacetField, matches: Mask) -> tuple[FacetValue, ...]:
    column = columns.values[name]
    counts = np.bincount(column.codes[matches], minlength=len(column.values)).tolist()
    found = [FacetValue(value, count) for value, count in zip(column.values, counts, strict=True) if value and count]
    return tuple(sorted(found, key=lambda value: (-value.count, value.value))[:MAX_FACET_VALUES])
