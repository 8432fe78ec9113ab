"""What is to be counted of a search by definition: articles looked at one by one."""

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.article import Article
from index.columnar.shingles import LEAST
from index.schema import cut_value
from search.counting import DAILY, MAX_FACET_VALUES
from search.query import Query
from search.relaxation import requirements
from search.request import BY_SCORE, FACET_FIELDS, NO_FILTERS, FacetField, Filters, Sort
from search.snapshot import RELAX_BELOW
from search.whoosh_queries import plain_value
from tests.index.test_reprints import brute_force as groups_of_reprints
from tests.index.test_reprints import shingles
from tests.search.brute_force import BruteForce


@dataclass(frozen=True, slots=True)
class Counted:
    """The numbers of a search: `hits` are, of each group of reprints, the id of the earliest that matches."""

    total: int
    strict_total: int
    hits: set[str]
    facets: dict[FacetField, list[tuple[str, int]]]
    interval: str
    buckets: list[tuple[str, int]]


class Archive:
    """Articles with the groups of reprints among them."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles
        self._tokens = BruteForce(articles)
        self._spellings = {name: spellings(articles, name) for name in FACET_FIELDS}
        self._groups = groups_of_reprints([article for article in articles if len(shingles(article)) >= LEAST])

    def counted(self, query: Query, filters: Filters, sort: Sort) -> Counted:
        """Count the articles that a search finds."""
        strict, unfiltered = self._found(query, sort)
        found = [article for article in unfiltered if passes(article, filters)]
        short = self._days_left(filters) <= DAILY
        return Counted(
            total=len(found),
            strict_total=sum(passes(article, filters) for article in strict),
            hits=self._earliest({article.id for article in found}),
            facets={name: facet(unfiltered, name, filters, self._spellings[name]) for name in FACET_FIELDS},
            interval="day" if short else "month",
            buckets=buckets([article.date for article in found if article.date], "%Y-%m-%d" if short else "%Y-%m"),
        )

    def _found(self, query: Query, sort: Sort) -> tuple[list[Article], list[Article]]:
        """Return the articles with all that is required, and those found: more where the first are too few."""
        enough = RELAX_BELOW if sort in BY_SCORE else 1
        found: list[list[Article]] = []
        for required, share in requirements(query, self._tokens.knows):
            ids = self._tokens.matching(required, share)
            found.append([article for article in self.articles if article.id in ids])
            if len(ids) >= enough:
                break
        return found[0], found[-1]

    def _days_left(self, filters: Filters) -> int:
        """Return how many days there are, from the archive's first to its last, that the days of the filters leave."""
        dates = [article.date for article in self.articles if article.date]
        first, last = max(min(dates), filters.date_from or min(dates)), min(max(dates), filters.date_to or max(dates))
        return (last - first).days + 1

    def _earliest(self, ids: set[str]) -> set[str]:
        later = {id_ for group in self._groups for id_ in [one for one in group if one in ids][1:]}
        return ids - later


def passes(article: Article, filters: Filters) -> bool:
    """Say whether an article passes all filters."""
    if filters.date_from or filters.date_to:
        first, last = filters.date_from or datetime.date.min, filters.date_to or datetime.date.max
        if article.date is None or not first <= article.date <= last:
            return False
    return all(
        plain_value(value_of(article, name)) in map(plain_value, getattr(filters, name))
        for name in FACET_FIELDS if getattr(filters, name)
    )  # fmt: skip


def spellings(articles: Sequence[Article], name: FacetField) -> dict[str, str]:
    """Return how each value of a field is listed: as most articles have it, of alike ones the first by its bytes."""
    counts = Counter(value_of(article, name) for article in articles)
    listed: dict[str, str] = {}
    for value in sorted(counts, key=lambda value: (-counts[value], value.encode())):
        listed.setdefault(plain_value(value), value)
    return listed


def facet(
    articles: Sequence[Article], name: FacetField, filters: Filters, listed: Mapping[str, str]
) -> list[tuple[str, int]]:
    """Count the values of a field among the articles that pass the filters of all other fields."""
    others = replace(filters, **{name: getattr(NO_FILTERS, name)})
    found = (plain_value(value_of(article, name)) for article in articles if passes(article, others))
    counts = Counter(listed[value] for value in found if value)
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0].encode()))
    chosen = set(map(plain_value, getattr(filters, name)))
    kept = ordered[:MAX_FACET_VALUES]
    return kept + [one for one in ordered[MAX_FACET_VALUES:] if plain_value(one[0]) in chosen]


def value_of(article: Article, name: FacetField) -> str:
    """Return an article's value of a facet, empty where it has none."""
    if name == "year":
        return f"{article.date:%Y}" if article.date else ""
    return cut_value(getattr(article, name) or "")


def buckets(dates: Sequence[datetime.date], form: str) -> list[tuple[str, int]]:
    """Count dates by the day or month that they are written as, none left out from the first to the last."""
    counts = Counter(date.strftime(form) for date in dates)
    return [(name, counts[name]) for name in dict.fromkeys(day.strftime(form) for day in days(dates))]


def days(dates: Sequence[datetime.date]) -> Iterator[datetime.date]:
    """Yield every day from the first of some to the last."""
    if dates:
        for number in range((max(dates) - min(dates)).days + 1):
            yield min(dates) + datetime.timedelta(number)
