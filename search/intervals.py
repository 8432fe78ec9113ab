"""The days, months or years that a timeline is told in."""

from collections import Counter
from collections.abc import Iterable

from search.request import Bucket, Timeline

MOST_MONTHS = 60  # of more, months are too thin to point at, and years are shown


def readable(timeline: Timeline) -> Timeline:
    """Return a timeline by year where it has more months than can be told apart."""
    if timeline.interval == "month" and len(timeline.buckets) > MOST_MONTHS:
        return by_year(timeline)
    return timeline


def by_year(months: Timeline) -> Timeline:
    """Return a timeline of months by year."""
    return Timeline("year", tuple(_added_up((month.start[:4], month.count) for month in months.buckets)))


def _added_up(counted: Iterable[tuple[str, int]]) -> Iterable[Bucket]:
    counts: Counter[str] = Counter()
    for start, count in counted:
        counts[start] += count
    return (Bucket(start, count) for start, count in counts.items())
