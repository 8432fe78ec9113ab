"""The histogram above the results: bars drawn on the server, each a link to its own days, and the same as a table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from search.dates import parse_period
from search.request import Bucket
from search.results import Results
from web.links import search_link, with_filters
from web.parameters import SearchParameters
from web.wording import period

MOST_MONTHS = 60  # bars; of more, months are too thin to point at, and years are shown
WIDTH, HEIGHT = 600, 60  # of the drawing, in its own units: it is as wide as its column
GAP = 0.2  # of the place of a bar
LEAST_HEIGHT = 1.5  # of a bar that stands for an article or more: one in a thousand is still to be seen


@dataclass(frozen=True, slots=True)
class Bar:
    """One day, month or year: its name, its matches, the results of it alone, and its place in the drawing."""

    name: str
    count: int
    link: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """The bars, and what one of them stands for: "ngày", "tháng" or "năm"."""

    unit: str
    bars: list[Bar]


def timeline(parameters: SearchParameters, found: Results) -> Timeline | None:
    """Return the histogram of a page of results; None where there are not two bars to compare."""
    buckets = list(found.timeline.buckets)
    unit = "ngày" if found.timeline.interval == "day" else "tháng"
    if len(buckets) > MOST_MONTHS and unit == "tháng":
        unit, buckets = "năm", by_year(buckets)
    if len(buckets) < 2:
        return None
    place, most = WIDTH / len(buckets), max(bucket.count for bucket in buckets)
    bars = []
    for number, bucket in enumerate(buckets):
        height = max(LEAST_HEIGHT, HEIGHT * bucket.count / most) if bucket.count else 0.0
        bars.append(
            Bar(period(bucket.start), bucket.count, _link(parameters, bucket), round(number * place, 1),
                round(HEIGHT - height, 1), round(place * (1 - GAP), 1), round(height, 1))
        )  # fmt: skip
    return Timeline(unit, bars)


def by_year(months: Sequence[Bucket]) -> list[Bucket]:
    """Add up the months of each year."""
    counts: Counter[str] = Counter()
    for month in months:
        counts[month.start[:4]] += month.count
    return [Bucket(year, count) for year, count in counts.items()]


def _link(parameters: SearchParameters, bucket: Bucket) -> str:
    days = parse_period(bucket.start)
    assert days
    first, last = days
    filters = parameters.filters
    first, last = max(first, filters.date_from or first), min(last, filters.date_to or last)
    return search_link(with_filters(parameters, date_from=first, date_to=last))
