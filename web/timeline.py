"""The histogram above the results: bars drawn on the server, each a link to its own days, and the same as a table.

Sixty links that repeat a long search weigh more than all else on a page. So only a short one is repeated by bars and
table; a longer one by the table alone, and a pasted paragraph by none: the boxes for days do the same.
"""

from dataclasses import dataclass

from search.intervals import readable
from search.results import Results
from web.language import gettext
from web.links import MOST_CARRIED, MOST_REPEATED, interval_link, size
from web.parameters import SearchParameters
from web.wording import INTERVAL_NAMES, period

WIDTH, HEIGHT = 600, 60  # of the drawing, in its own units: it is as wide as its column
GAP = 0.2  # of the place of a bar
LEAST_HEIGHT = 1.5  # of a bar that stands for an article or more: one in a thousand is still to be seen


@dataclass(frozen=True, slots=True)
class Bar:
    """One day, month or year: its name, its matches, the results of it alone, if told, and its place in the drawing."""

    name: str
    count: int
    link: str | None
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """The bars, what one of them stands for (a day, a month or a year), and whether those drawn are links as well."""

    unit: str
    bars: list[Bar]
    drawn_links: bool


def timeline(parameters: SearchParameters, found: Results) -> Timeline | None:
    """Return the histogram of a page of results; None where there are not two bars to compare."""
    shown = readable(found.timeline)
    buckets = shown.buckets
    if len(buckets) < 2:
        return None
    repeated = size(parameters)
    place, most = WIDTH / len(buckets), max(bucket.count for bucket in buckets)
    bars = []
    for number, bucket in enumerate(buckets):
        height = max(LEAST_HEIGHT, HEIGHT * bucket.count / most) if bucket.count else 0.0
        bars.append(
            Bar(period(bucket.start), bucket.count,
                interval_link(parameters, bucket.start) if repeated <= MOST_CARRIED else None, round(number * place, 1),
                round(HEIGHT - height, 1), round(place * (1 - GAP), 1), round(height, 1))
        )  # fmt: skip
    return Timeline(gettext(INTERVAL_NAMES[shown.interval]), bars, repeated <= MOST_REPEATED)
