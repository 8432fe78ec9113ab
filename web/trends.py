"""The page of trends: how often up to five queries were written about over time, as a plot, a table and a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, Response, current_app, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ServiceUnavailable

from index.errors import TimbaoError
from search import export
from search.exactly import exactly
from search.request import NO_FILTERS, Filters
from search.trends import MOST_QUERIES, SCALES, Scale, Trend, Trends, csv_lines, trends
from web import documented, parameters
from web.documented import document
from web.download import CSV, table
from web.engines import engine
from web.freshness import not_kept
from web.language import decimal, gettext, marked
from web.links import interval_link, search_link, trend_arguments, trends_link
from web.outside import RETRY_SECONDS
from web.parameters import SearchParameters, TrendParameters
from web.plot import Line, Plot, plot
from web.refine import chips, selections, unknown
from web.values import ParameterError
from web.wording import INTERVAL_NAMES, SCALE_NAMES, peak, period, points_at, typed_day

DECIMALS = 2  # of what is shown per thousand articles: enough to compare by

blueprint = Blueprint("trends", __name__)


@dataclass(frozen=True, slots=True)
class Form:
    """What the form holds: the texts in its boxes, the days, and the parameters that it keeps."""

    queries: Sequence[str]
    start: str
    end: str
    kept: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Mark:
    """A point to follow: its place in percent, its name, and the address of its articles."""

    x: float
    y: float
    name: str
    link: str


@dataclass(frozen=True, slots=True)
class Peak:
    """When most was written about a topic: in words, and the address of those articles."""

    name: str
    link: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A trend as it is shown: what was counted, the address of its articles, its line, its peak, its table's cells."""

    trend: Trend
    link: str
    line: Line
    marks: Sequence[Mark]
    peak: Peak | None
    cells: Sequence[str]


@blueprint.get("/trends")
def page() -> str:
    """Show the trends of the queries, or only the form where there are none."""
    asked = parameters.read_trends(request.args)
    found = trends(engine(), asked.queries, asked.filters, literal=asked.literal)
    if found.partial:
        not_kept()
    around = _around(asked, _form(asked), found)
    if not asked.queries:
        return render_template("pages/trends.html", **around, empty="q" in request.args)
    names = list(map(period, found.starts))
    drawn = plot(
        [_values(found, trend, asked.scale) for trend in found.trends], names,
        whole=asked.scale == "articles", written=decimal,
    )  # fmt: skip
    return render_template(
        "pages/trends.html", **around, found=found, plot=drawn, names=names,
        unit=gettext(INTERVAL_NAMES[found.interval]), shown=_shown(asked, found, drawn, names),
        scales=[
            (gettext(SCALE_NAMES[scale]), trends_link(replace(asked, scale=scale)), scale == asked.scale)
            for scale in SCALES
        ],
        as_typed=trends_link(replace(asked, literal=True)), expanded=any(map(_expanded, found.trends)),
        exact=_exact(asked, found),
        unknown=unknown(found.unknown, asked.filters, _filtered(asked)),
        csv=trends_link(asked, to="trends.table_of_trends"), json=trends_link(asked, to="api.trends_of_queries"),
    )  # fmt: skip


@blueprint.get("/trends.csv")
@document(marked("Bảng CSV của xu hướng"), CSV, takes=documented.TRENDS, example={"q": "hòa bình", "from": "2018"})
def table_of_trends() -> Response:
    """Answer with the numbers of the trends, as a table for spreadsheets; never with some of them only."""
    asked = parameters.read_trends(request.args, required=True)
    found = trends(engine(), asked.queries, asked.filters, literal=asked.literal, budget_ms=export.BUDGET_MS)
    if found.partial:
        raise ServiceUnavailable(retry_after=RETRY_SECONDS)
    return table(csv_lines(found), ["trends", *asked.queries], asked.filters)


@blueprint.errorhandler(ParameterError)
def _refused(error: ParameterError) -> ResponseReturnValue:
    """Show the form with all that was asked for but what cannot be used, and say what is wrong with that."""
    given = request.args
    chosen = {name: found for name, found in parameters.filter_values(given).items() if name != error.field}
    told = {name: tuple(filter(None, given.getlist(name))) for name in ("scale", "literal") if name != error.field}
    kept = [(name, value) for name, found in (*chosen.items(), *told.items()) for value in found]
    queries = given.getlist("q")[:MOST_QUERIES]
    form = Form(queries, given.get("from", ""), given.get("to", ""), kept)
    asked = TrendParameters(tuple(filter(str.strip, queries)), Filters(None, None, **chosen))
    try:
        found = trends(engine(), (), asked.filters)
    except TimbaoError as worse:  # there is nothing to choose from
        return current_app.handle_user_exception(worse)
    return render_template("pages/trends.html", **_around(asked, form, found), fault=error), 400


def _around(asked: TrendParameters, form: Form, found: Trends) -> dict[str, object]:
    """Return what is on the page whatever is found."""
    filtered = _filtered(asked)
    return {"q": "", "form": form, "trend_query": asked, "boxes": MOST_QUERIES,
            "selections": selections(found.facets, asked.filters),
            "chips": chips(asked.filters, filtered), "unfiltered": filtered(NO_FILTERS)}  # fmt: skip


def _form(asked: TrendParameters) -> Form:
    start, end = asked.filters.date_from, asked.filters.date_to
    given = {name: value for name, value in trend_arguments(asked).items() if name not in ("from", "to")}
    kept = [(name, one) for name, value in given.items() for one in ([value] if isinstance(value, str) else value)]
    return Form(asked.queries, typed_day(start) if start else "", typed_day(end) if end else "", kept)


def _filtered(asked: TrendParameters) -> Callable[[Filters], str]:
    return lambda filters: trends_link(replace(asked, filters=filters))


def _expanded(trend: Trend) -> bool:
    return bool(trend.understood.keystrokes or trend.understood.expansions)


def _exact(asked: TrendParameters, found: Trends) -> str | None:
    """Return the address of the trends of the diacritics that were typed alone, where others are counted as well."""
    exact = [exactly(trend.understood.query) for trend in found.trends]
    queries = tuple(one or trend.typed for one, trend in zip(exact, found.trends, strict=True))
    return trends_link(replace(asked, queries=queries)) if any(exact) else None


def _values(found: Trends, trend: Trend, scale: Scale) -> Sequence[float | None]:
    return found.articles(trend) if scale == "articles" else found.per_thousand(trend)


def _shown(asked: TrendParameters, found: Trends, drawn: Plot, names: Sequence[str]) -> list[Shown]:
    shown = []
    for trend, line in zip(found.trends, drawn.lines, strict=True):
        search = SearchParameters(trend.typed, asked.filters, literal=asked.literal)
        values = _values(found, trend, asked.scale)
        marks = [
            Mark(point.x, point.y, points_at(trend.typed, names[point.interval], trend.counts[point.interval]),
                 interval_link(search, found.starts[point.interval]))
            for point in line.points
        ]  # fmt: skip
        cells = ["–" if value is None else decimal(round(value, DECIMALS)) for value in values]
        most = _peak(search, found, values, asked.scale)
        shown.append(Shown(trend, search_link(search), line, marks, most, cells))
    return shown


def _peak(search: SearchParameters, found: Trends, values: Sequence[float | None], scale: Scale) -> Peak | None:
    most = max((value for value in values if value is not None), default=0)
    if not most:
        return None
    start = found.starts[values.index(most)]
    name = peak(period(start), round(most, DECIMALS), scale, once=values.count(most) == 1)
    return Peak(name, interval_link(search, start))
