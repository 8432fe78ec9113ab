"""What narrows a page of results down: boxes to tick, what is ticked already, the orders to choose from."""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from search.request import BY_SCORE, FACET_FIELDS, FacetField, FacetValue, Filters, FilterValue, Sort
from search.results import Results
from search.whoosh_queries import plain_value
from web.language import gettext, marked
from web.links import search_link, with_filters, without_value
from web.parameters import SearchParameters
from web.wording import FIELD_NAMES, LIST_FILTERS, SORT_NAMES, days_filter_name, filter_name, more_values

SHOWN_VALUES = 5  # of a facet at first sight; the others unfold
MOST_VALUES = 13  # of a facet but years, the most frequent, and those ticked: 50 of each outweigh the results
SELECTED: tuple[FacetField, ...] = ("source", "category")  # fields that a form of one line each has room for
PRESETS = (  # before the newest article, in days
    (marked("7 ngày cuối"), 7),
    (marked("30 ngày cuối"), 30),
    (marked("một năm cuối"), 365),
)


@dataclass(frozen=True, slots=True)
class Box:
    """One value of a facet that can be ticked."""

    value: str
    count: int
    ticked: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet's boxes: those at first sight, and the rest, with what a box that narrows them down is called.

    `more` says how values without a box are found.
    """

    field: FacetField
    name: str
    first: Sequence[Box]
    rest: Sequence[Box]
    narrow: str
    more: Markup


@dataclass(frozen=True, slots=True)
class Selection:
    """The values that a filter can be given, or given as well where it has some; `none` is what choosing none says.

    `more` says how values that are not listed are found.
    """

    field: FacetField
    name: str
    none: str
    values: Sequence[FacetValue]
    more: Markup


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address of the same results without it."""

    name: str
    link: str


@dataclass(frozen=True, slots=True)
class Order:
    """A way to sort, and the address of the results in it."""

    name: str
    link: str
    current: bool


@dataclass(frozen=True, slots=True)
class Preset:
    """A range of days, and the address of the results in it."""

    name: str
    link: str
    current: bool


def facets(found: Results) -> list[Facet]:
    """Return the facets with something to choose, ticked values first."""
    offered = []
    for field in FACET_FIELDS:
        ticked, others = _boxes(found, field)
        shown = others if field == "year" else others[:MOST_VALUES]
        boxes = ticked + shown
        if boxes:
            name, narrow = gettext(FIELD_NAMES[field]), gettext(LIST_FILTERS[field])
            more = more_values(field, len(ticked + others)) if len(shown) < len(others) else Markup()
            offered.append(Facet(field, name, boxes[:SHOWN_VALUES], boxes[SHOWN_VALUES:], narrow, more))
    return offered


def selections(found: Mapping[FacetField, Sequence[FacetValue]], filters: Filters) -> list[Selection]:
    """Return the filters to choose from, the most frequent values of each that are not on; none that has no others."""
    offered = []
    for field in SELECTED:
        on = {plain_value(value) for value in getattr(filters, field)}
        counted = found.get(field, ())
        values = [value for value in counted if plain_value(value.value) not in on]
        if values:
            none = gettext("Chọn thêm") if on else gettext("Tất cả")
            more = more_values(field, len(counted)) if len(values) > MOST_VALUES else Markup()
            offered.append(Selection(field, gettext(FIELD_NAMES[field]), none, values[:MOST_VALUES], more))
    return offered


def chips(filters: Filters, link: Callable[[Filters], str]) -> list[Chip]:
    """Return every filter that is on; `link` gives the address of the page with other filters."""
    on = list(_value_chips(filters, link))
    if filters.date_from or filters.date_to:
        on.append(Chip(days_filter_name(filters), link(replace(filters, date_from=None, date_to=None))))
    return on


def unknown(values: Sequence[FilterValue], filters: Filters, link: Callable[[Filters], str]) -> list[Chip]:
    """Return the filters that no article passes; `link` as for `chips`."""
    return [
        Chip(filter_name(one.field, one.value), link(without_value(filters, one.field, one.value))) for one in values
    ]


def presets(parameters: SearchParameters, newest: datetime.date | None) -> list[Preset]:
    """Return ranges of days to choose, counted back from the newest article of the archive, if one has a date."""
    if newest is None:
        return []
    newest = min(newest, datetime.date.today())  # some dates lie in the future by error
    ranges = ((name, newest - datetime.timedelta(days - 1)) for name, days in PRESETS)
    return [
        Preset(gettext(name), search_link(with_filters(parameters, date_from=first, date_to=newest)),
               (parameters.filters.date_from, parameters.filters.date_to) == (first, newest))
        for name, first in ranges
    ]  # fmt: skip


def orders(parameters: SearchParameters) -> list[Order]:
    """Return the ways to sort; without words nothing is more relevant than anything else."""
    possible: list[Sort] = ["newest", "oldest"]
    if parameters.q.strip():
        possible[:0] = BY_SCORE
    return [
        Order(gettext(SORT_NAMES[sort]), search_link(replace(parameters, sort=sort, page=1)), sort == parameters.sort)
        for sort in possible
    ]


def _boxes(found: Results, field: FacetField) -> tuple[list[Box], list[Box]]:
    """Return the boxes that are ticked, and the others."""
    chosen = getattr(found.filters, field)
    listed = {plain_value(value.value): value for value in found.facets.get(field, ())}
    on = [listed.pop(plain_value(value), FacetValue(value, 0)) for value in chosen]
    others = [Box(one.value, one.count, False) for one in listed.values()]
    if field == "year":
        others.sort(key=lambda box: box.value, reverse=True)
    return [Box(one.value, one.count, True) for one in on], others


def _value_chips(filters: Filters, link: Callable[[Filters], str]) -> Iterator[Chip]:
    for field in FACET_FIELDS:
        for value in getattr(filters, field):
            yield Chip(filter_name(field, value), link(without_value(filters, field, value)))
