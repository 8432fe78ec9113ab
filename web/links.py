"""Addresses of the site's own pages, and article ids in them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias
from urllib.parse import quote, unquote, urlencode

from flask import url_for
from werkzeug.routing import BaseConverter

from search.dates import parse_period
from search.request import FacetField, Filters
from search.trends import SCALES
from web.parameters import LITERAL, SearchParameters, TrendParameters, default_sort

MOST_CARRIED = 300  # bytes of a search that many links of a page repeat: longer ones would weigh more than all else
MOST_REPEATED = 50  # of one that both the bars of a timeline and its table repeat in each link: a few words
RANK = "rank"  # the parameter of an article's place in the results
_NOT_ASCII = re.compile(r"(?:%[89A-F][0-9A-F])+")

Given: TypeAlias = Mapping[str, str | Sequence[str]]


class ArticleId(BaseConverter):
    """Any text in an address: an id may hold slashes, even two in a row or one at its start."""

    regex = ".+?"
    part_isolating = False

    def to_url(self, value: str) -> str:
        """Quote an id; slashes stay readable where a browser or a proxy would leave them alone."""
        changed_on_the_way = {"", ".", ".."}.intersection(value.split("/"))
        return quote(value, safe="" if changed_on_the_way else "/")


def search_link(parameters: SearchParameters, *, to: str = "pages.search", external: bool = False) -> str:
    """Return the address of a page of results, or of the same matches elsewhere; `external` with the site's name."""
    return _with_query(url_for(to, _external=external), arguments(parameters))


def size(parameters: SearchParameters) -> int:
    """Return how many bytes a search takes in each link that repeats it."""
    return len(_query(arguments(parameters)).encode())


def interval_link(parameters: SearchParameters, start: str) -> str:
    """Return the address of the results of one day, month or year of those of a page: 2018-07-04, 2018-07 or 2018."""
    days = parse_period(start)
    assert days
    filters = parameters.filters
    first, last = max(days[0], filters.date_from or days[0]), min(days[1], filters.date_to or days[1])
    return search_link(with_filters(parameters, date_from=first, date_to=last))


def trends_link(parameters: TrendParameters, *, to: str = "trends.page") -> str:
    """Return the address of the page of trends, or of the same elsewhere."""
    return _with_query(url_for(to), {"q": parameters.queries, **trend_arguments(parameters)})


def trend_arguments(parameters: TrendParameters) -> Given:
    """Return the parameters of trends beside the queries as they stand in an address."""
    return _given(
        **_filter_arguments(parameters.filters),
        scale="" if parameters.scale == SCALES[0] else parameters.scale,
        literal=LITERAL if parameters.literal else "",
    )


def article_link(article_id: str, parameters: SearchParameters | None = None, rank: int | None = None, *,
                 external: bool = False) -> str:  # fmt: skip
    """Return the address of an article's page, which knows the way back to these results, if it is in some.

    With its rank in them it also knows the hits before and after it. Of a very long search, such as a pasted paragraph,
    it knows nothing: its reader goes back as browsers do.
    """
    given = dict(arguments(parameters)) if parameters else {}
    if parameters and size(parameters) > MOST_CARRIED:
        given, rank = {}, None
    if rank:
        given[RANK] = str(rank)
    return _with_query(url_for("pages.article", article_id=article_id, _external=external), given)


def address(given: Given) -> str:
    """Return the address of the search page with these parameters; their names may come from anywhere."""
    return _with_query(url_for("pages.search"), given)


def arguments(parameters: SearchParameters) -> Given:
    """Return the parameters as they stand in an address, those with their default value left out."""
    return _given(
        q=parameters.q,
        **_filter_arguments(parameters.filters),
        sort="" if parameters.sort == default_sort(parameters.q) else parameters.sort,
        page="" if parameters.page == 1 else str(parameters.page),
        literal=LITERAL if parameters.literal else "",
    )


def without_value(filters: Filters, field: FacetField, value: str) -> Filters:
    """Return filters without one value of one of them."""
    kept = tuple(other for other in getattr(filters, field) if other != value)
    return replace(filters, **{field: kept})  # type: ignore[arg-type]


def with_filters(parameters: SearchParameters, **changes: object) -> SearchParameters:
    """Return the parameters with some filters changed, on page 1."""
    return replace(parameters, filters=replace(parameters.filters, **changes), page=1)  # type: ignore[arg-type]


def _filter_arguments(filters: Filters) -> Given:
    return {
        "from": filters.date_from.isoformat() if filters.date_from else "",
        "to": filters.date_to.isoformat() if filters.date_to else "",
        "source": filters.source,
        "category": filters.category,
        "author": filters.author,
        "year": filters.year,
    }


def _given(**values: str | Sequence[str]) -> Given:
    return {name: value for name, value in values.items() if value}


def _with_query(path: str, given: Given) -> str:
    """Add the parameters to a path; letters stay as they are, in a third of the bytes (RFC 3987, IRI)."""
    return f"{path}?{_query(given)}" if given else path


def _query(given: Given) -> str:
    return _NOT_ASCII.sub(_letters, urlencode(given, doseq=True))


def _letters(found: re.Match[str]) -> str:
    text = unquote(found[0])
    return text if text.isalpha() else found[0]
