"""Other searches to choose, in words and with their addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from search.choices import Choice, ChoiceKind
from search.request import FacetField, Filters
from search.results import Results
from web.language import gettext, marked
from web.links import search_link
from web.parameters import SearchParameters, default_sort
from web.wording import days_filter_name, filter_name, span

_FIELDS: Mapping[ChoiceKind, FacetField] = {
    "any_source": "source",
    "any_category": "category",
    "any_author": "author",
    "any_year": "year",
}
_QUERIES: Mapping[ChoiceKind, str] = {
    "rewritten": marked("Tìm %(query)s"),
    "any_diacritics": marked("Không phân biệt dấu: %(query)s"),
    "shorter": marked("Bớt một phần, chỉ tìm: %(query)s"),
    "unquoted": marked("Bỏ dấu ngoặc kép: %(query)s"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """Another search: what is different about it, its address, and how many articles it finds."""

    name: str
    link: str
    total: int


def offers(found: Results, asked: SearchParameters) -> Sequence[Offer]:
    """Return the other searches that a page of results offers."""
    return [Offer(_name(one, asked.filters), _link(one, asked), one.total) for one in found.choices]


def _link(choice: Choice, asked: SearchParameters) -> str:
    sort = asked.sort if choice.q else default_sort(choice.q)
    return search_link(replace(asked, q=choice.q, filters=choice.filters, sort=sort, page=1))


def _name(choice: Choice, filters: Filters) -> str:
    match choice.kind:
        case "dated":
            return _dated(choice)
        case kind if kind in _QUERIES:
            return gettext(_QUERIES[kind], query=choice.q)
        case "words" if choice.filters != filters:
            return gettext("Bỏ tất cả bộ lọc, chỉ tìm các từ: %(words)s", words=choice.q)
        case "words":
            return gettext("Chỉ tìm các từ: %(words)s", words=choice.q)
        case "wider_dates":
            return gettext("Nới rộng %(filter)s", filter=days_filter_name(choice.filters))
        case "any_date":
            return gettext("Bỏ lọc %(filter)s", filter=days_filter_name(filters))
        case "unfiltered":
            return gettext("Bỏ tất cả bộ lọc")
        case kind:
            field = _FIELDS[kind]
            return gettext("Bỏ lọc %(filter)s", filter=filter_name(field, ", ".join(getattr(filters, field))))


def _dated(choice: Choice) -> str:
    start, end = choice.filters.date_from, choice.filters.date_to
    assert start
    assert end
    if choice.q:
        return gettext("%(query)s, trong các bài của %(period)s", query=choice.q, period=span(start, end))
    return gettext("Mọi bài của %(period)s", period=span(start, end))
