"""How often several queries were written about over time, beside how much was written at all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from search.export import csv_line
from search.intervals import by_year, readable
from search.parse import parse
from search.request import (
    BUDGET_MS,
    NO_FILTERS,
    Answer,
    Engine,
    FacetField,
    FacetValue,
    Filters,
    FilterValue,
    Interval,
    SearchRequest,
    Timeline,
)
from search.understand import Understood, understand

Scale: TypeAlias = Literal["articles", "per_thousand"]

SCALES: tuple[Scale, ...] = ("articles", "per_thousand")
MOST_QUERIES = 5  # more lines in one plot cannot be told apart
COLUMNS = ("start", "query", "articles", "archive_articles", "per_thousand")
DECIMALS = 3  # of what is told per thousand articles: one article in a million is still told


@dataclass(frozen=True, slots=True)
class Trend:
    """A query and how many articles match it in each interval; `undated` of the `total` are in none.

    All are the articles that a search finds, with fewer of the words where it is `relaxed`: how many words are required
    depends on the query and the whole archive, so it is the same in every interval. `partial` says that time ran out.
    """

    understood: Understood
    typed: str
    counts: tuple[int, ...]
    total: int
    strict_total: int
    relaxed: bool
    partial: bool

    @property
    def undated(self) -> int:
        """How many of the articles that match have no date."""
        return self.total - sum(self.counts)


@dataclass(frozen=True, slots=True)
class Trends:
    """The trends of queries in one archive: `archive` counts all its articles that pass the filters, as `counts` do.

    `starts` name the intervals, each from the first that has an article to the last: "2018-07-04", "2018-07" or "2018".
    `facets` count the values to filter by, each field's over the articles that pass the filters of the others, and
    `unknown` are the values filtered by that no article has.
    """

    interval: Interval
    starts: tuple[str, ...]
    archive: tuple[int, ...]
    archive_total: int
    trends: tuple[Trend, ...]
    partial: bool
    facets: Mapping[FacetField, Sequence[FacetValue]]
    unknown: tuple[FilterValue, ...] = ()

    def articles(self, trend: Trend) -> list[int | None]:
        """Return how many articles match in each interval; None where the archive has no article at all."""
        return [count if archive else None for count, archive in zip(trend.counts, self.archive, strict=True)]

    def per_thousand(self, trend: Trend) -> list[float | None]:
        """Return how many of each thousand articles match in each interval; None where there are no articles at all."""
        return [
            round(1000 * count / archive, DECIMALS) if archive else None
            for count, archive in zip(trend.counts, self.archive, strict=True)
        ]


def trends(engine: Engine, queries: Sequence[str], filters: Filters = NO_FILTERS, *, literal: bool = False,
           budget_ms: float = BUDGET_MS) -> Trends:  # fmt: skip
    """Count the articles that match each of some typed texts, by day, month or year; each has this time to spend."""
    engine = engine.pinned()
    whole = engine.search(SearchRequest(parse(""), filters, size=0, budget_ms=budget_ms))
    timeline = readable(whole.timeline)
    starts = tuple(bucket.start for bucket in timeline.buckets)
    found = []
    for typed in queries:
        understood = understand(engine, typed, literal=literal)
        answer = engine.search(SearchRequest(understood.query, filters, size=0, budget_ms=budget_ms))
        counts = _counts(answer.timeline, timeline.interval, starts)
        found.append(_trend(understood, typed, counts, answer))
    return Trends(
        timeline.interval, starts, tuple(bucket.count for bucket in timeline.buckets), whole.total, tuple(found),
        whole.partial or any(trend.partial for trend in found), whole.facets, whole.unknown,
    )  # fmt: skip


def csv_lines(found: Trends) -> Iterator[str]:
    """Yield a line that names the columns, and one for each query and interval; gaps in the archive are empty cells."""
    yield csv_line(COLUMNS)
    for trend in found.trends:
        for start, *numbers in points(found, trend):
            yield csv_line([start, trend.typed, *("" if number is None else str(number) for number in numbers)])


def points(found: Trends, trend: Trend) -> Iterator[tuple[str, int | None, int, float | None]]:
    """Yield each interval, the articles of it that match, those there are, and how many of a thousand that is."""
    return zip(found.starts, found.articles(trend), found.archive, found.per_thousand(trend), strict=True)


def _trend(understood: Understood, typed: str, counts: tuple[int, ...], answer: Answer) -> Trend:
    return Trend(understood, typed, counts, answer.total, answer.strict_total, answer.relaxed, answer.partial)


def _counts(timeline: Timeline, interval: Interval, starts: Sequence[str]) -> tuple[int, ...]:
    told = by_year(timeline) if interval == "year" else timeline
    counts = {bucket.start: bucket.count for bucket in told.buckets}
    return tuple(counts.get(start, 0) for start in starts)
