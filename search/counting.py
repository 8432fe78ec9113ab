"""Facets and timeline: counts over the whole matching set."""

from collections.abc import Collection, Mapping
from functools import reduce

import numpy as np

from search.columns import Columns, ValueColumn
from search.matching import Mask
from search.request import FACET_FIELDS, Bucket, FacetField, FacetValue, Filters

MAX_FACET_VALUES = 50  # a longer list is no help in choosing


def facets(
    columns: Columns, matches: Mask, masks: Mapping[FacetField | None, Mask], filters: Filters
) -> dict[FacetField, tuple[FacetValue, ...]]:
    """Count the values of each facet field over the matches, narrowed by the mask of every filter but the field's own.

    Most frequent first, then by value; MAX_FACET_VALUES of them, and those that are filtered by.
    """
    counted = {}
    for name in FACET_FIELDS:
        others = [mask for field, mask in masks.items() if field != name]
        narrowed = reduce(np.logical_and, others, matches)
        counted[name] = _values(columns.values[name], narrowed, getattr(filters, name))
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


def _values(column: ValueColumn, matches: Mask, chosen: Collection[str]) -> tuple[FacetValue, ...]:
    counts = np.bincount(column.codes[matches], minlength=len(column.values)).tolist()
    found = [FacetValue(value, count) for value, count in zip(column.values, counts, strict=True) if value and count]
    found.sort(key=lambda value: (-value.count, value.value))
    rest = [value for value in found[MAX_FACET_VALUES:] if value.value in chosen]
    return (*found[:MAX_FACET_VALUES], *rest)
