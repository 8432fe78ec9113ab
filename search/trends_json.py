"""The JSON object of trends, which the API answers with.

Its document describes it by these types, docstrings included.
"""

from typing import TypedDict

from search.keystrokes import Keystrokes
from search.problems import Problem
from search.request import FilterValue, Interval
from search.results_json import ReadAs, read_as
from search.trends import Trend, Trends, points


class TrendPoint(TypedDict):
    """A day, month or year: how many articles match, of how many there are, and how many that is of each thousand.

    Where there are none at all, `articles` and `per_thousand` are null.
    """

    start: str
    articles: int | None
    archive_articles: int
    per_thousand: float | None


class QueryTrend(TypedDict):
    """One query over time: the articles a search finds, `undated` ones of the `total` in no point.

    `relaxed` says that fewer words were required than usual, since only `strict_total` articles have them; `partial`
    that time ran out before everything was counted.
    """

    query: str
    keystrokes: Keystrokes | None
    expansions: list[ReadAs]
    total: int
    undated: int
    strict_total: int
    relaxed: bool
    partial: bool
    problems: list[Problem]
    points: list[TrendPoint]


class TrendsAnswer(TypedDict):
    """How often queries were written about, by day, month or year, among the articles that pass the filters.

    `unknown_filters` are the values filtered by that no article has.
    """

    interval: Interval
    partial: bool
    archive_total: int
    archive_undated: int
    trends: list[QueryTrend]
    unknown_filters: list[FilterValue]


def to_json(found: Trends) -> TrendsAnswer:
    """Return the JSON object of `/api/v1/trends`; the records in it are written as objects too."""
    return {
        "interval": found.interval,
        "partial": found.partial,
        "archive_total": found.archive_total,
        "archive_undated": found.archive_total - sum(found.archive),
        "trends": [_trend(found, trend) for trend in found.trends],
        "unknown_filters": list(found.unknown),
    }


def _trend(found: Trends, trend: Trend) -> QueryTrend:
    return {
        "query": trend.typed,
        "keystrokes": trend.understood.keystrokes,
        "expansions": read_as(trend.understood),
        "total": trend.total,
        "undated": trend.undated,
        "strict_total": trend.strict_total,
        "relaxed": trend.relaxed,
        "partial": trend.partial,
        "problems": list(trend.understood.query.problems),
        "points": [
            {"start": start, "articles": articles, "archive_articles": archive, "per_thousand": rate}
            for start, articles, archive, rate in points(found, trend)
        ],
    }
