"""Ways out of a search that found nothing: only those that find something."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from search.parse import parse
from search.query import Words
from search.request import FACET_FIELDS, NO_FILTERS, Engine, SearchRequest
from web.language import gettext
from web.links import search_link, with_filters
from web.parameters import SearchParameters
from web.wording import days_filter_name, filter_name


@dataclass(frozen=True, slots=True)
class Choice:
    """Another search: what is different about it, its address, and how many articles it finds."""

    name: str
    link: str
    total: int


def choices(engine: Engine, parameters: SearchParameters) -> list[Choice]:
    """Return the searches near this one that find articles, each counted by the engine."""
    found = []
    for name, other in _others(parameters):
        total = engine.search(SearchRequest(parse(other.q), other.filters, other.sort, size=1)).total
        if total:
            found.append(Choice(name, search_link(other), total))
    return found


def _others(parameters: SearchParameters) -> Iterator[tuple[str, SearchParameters]]:
    yield from _with_fewer_filters(parameters)
    words = _words(parameters.q)
    if words and any(not isinstance(clause, Words) for clause in parse(parameters.q).clauses):
        yield gettext("Chỉ tìm các từ: %(words)s", words=words), replace(parameters, q=words, page=1)


def _words(typed: str) -> str:
    """Return what is sought as plain words, without quotation marks, exclusions and fields."""
    units = parse(typed).sought_units()
    return " ".join(unit.written for unit in units)


def _with_fewer_filters(parameters: SearchParameters) -> Iterator[tuple[str, SearchParameters]]:
    filters = parameters.filters
    on = [field for field in FACET_FIELDS if getattr(filters, field)]
    for field in on:
        name = filter_name(field, ", ".join(getattr(filters, field)))
        yield gettext("Bỏ lọc %(filter)s", filter=name), with_filters(parameters, **{field: ()})
    dated = bool(filters.date_from or filters.date_to)
    if dated:
        name = days_filter_name(filters)
        yield gettext("Bỏ lọc %(filter)s", filter=name), with_filters(parameters, date_from=None, date_to=None)
    if len(on) + dated > 1:
        yield gettext("Bỏ tất cả bộ lọc"), replace(parameters, filters=NO_FILTERS, page=1)
