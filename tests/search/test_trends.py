"""Trends count what a search finds, interval by interval, and tell where the archive has nothing at all."""

import csv
import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import Article
from search.dates import parse_period
from search.parse import parse
from search.relaxation import requirements
from search.request import NO_FILTERS, Filters
from search.results import find
from search.snapshot import RELAX_BELOW
from search.trends import COLUMNS, Trends, csv_lines, trends
from search.trends_json import to_json
from search.whoosh_engine import WhooshEngine
from tests.sample import build
from tests.search.brute_force import BruteForce

SYLLABLES = ["hòa", "bình", "đường", "dương", "phố", "lũ", "bão", "của", "4/7", "TP.HCM"]
SOURCES = ["Báo Lĩnh Sơn", "Phố Lĩnh Online"]
FIRST = datetime.date(2018, 1, 5)
NOTHING_FROM, NOTHING_TO = datetime.date(2018, 6, 1), datetime.date(2018, 8, 31)


def random_articles(count: int) -> list[Article]:
    random = np.random.default_rng(11)

    def text(longest: int) -> str:
        return " ".join(random.choice(SYLLABLES, random.integers(0, longest + 1)))

    def day() -> datetime.date | None:
        date = FIRST + datetime.timedelta(days=int(random.integers(0, 400)))
        return None if NOTHING_FROM <= date <= NOTHING_TO or random.random() < 0.1 else date

    return [
        Article(f"a{number}", text(3) + " bài", text(3), text(6), date=day(), source=SOURCES[random.integers(2)],
                author=["Lê Minh Đạt", None][random.integers(2)])
        for number in range(count)
    ]  # fmt: skip


ARTICLES = random_articles(150)
BY_ID = {article.id: article for article in ARTICLES}
BRUTE_FORCE = BruteForce(ARTICLES)

TYPED = st.lists(
    st.sampled_from([*SYLLABLES, "xyzzy", '"hòa bình"', "-phố", "OR", "=đường", "nguồn:lĩnh", "hoa*"]),
    min_size=1, max_size=6,
).map(" ".join)  # fmt: skip
DAYS = st.none() | st.dates(datetime.date(2017, 12, 1), datetime.date(2019, 3, 1))
FILTERS = st.builds(
    Filters, DAYS, DAYS, source=st.sampled_from([(), (SOURCES[0],), tuple(SOURCES)]),
    author=st.sampled_from([(), ("Lê Minh Đạt",)]), year=st.sampled_from([(), ("2018",), ("2018", "2019")]),
)  # fmt: skip
sampled = settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    return WhooshEngine(build(tmp_path_factory.mktemp("trends"), ARTICLES))


def matching(engine: WhooshEngine, typed: str) -> list[Article]:
    """Return the articles that match by definition, with fewer words where too few have all that are required."""
    found: set[str] = set()
    for query, share in requirements(parse(typed), engine.pinned()._knows):
        if len(found) < RELAX_BELOW:
            found = BRUTE_FORCE.matching(query, share)
    return [BY_ID[article_id] for article_id in found]


def passes(article: Article, filters: Filters) -> bool:
    if filters.date_from or filters.date_to:
        first, last = filters.date_from or datetime.date.min, filters.date_to or datetime.date.max
        if article.date is None or not first <= article.date <= last:
            return False
    return (
        (not filters.source or article.source in filters.source)
        and (not filters.author or article.author in filters.author)
        and (not filters.year or (article.date is not None and str(article.date.year) in filters.year))
    )


def within(articles: Sequence[Article], start: str) -> int:
    return sum(article.date is not None and article.date.isoformat().startswith(start) for article in articles)


@sampled
@given(st.lists(TYPED, min_size=1, max_size=3), FILTERS)
def test_counts_are_those_of_counting_one_by_one(engine: WhooshEngine, queries: list[str], filters: Filters) -> None:
    found = trends(engine, queries, filters, literal=True)
    passing = [article for article in ARTICLES if passes(article, filters)]
    assert found.archive == tuple(within(passing, start) for start in found.starts)
    assert sum(found.archive) == sum(article.date is not None for article in passing)
    for typed, trend in zip(queries, found.trends, strict=True):
        articles = [article for article in matching(engine, typed) if passes(article, filters)]
        assert (trend.typed, trend.total) == (typed, len(articles))
        assert trend.counts == tuple(within(articles, start) for start in found.starts)
        assert trend.undated == sum(article.date is None for article in articles)


@sampled
@given(TYPED, FILTERS)
def test_each_count_is_the_total_of_the_search_of_its_days(engine: WhooshEngine, typed: str, filters: Filters) -> None:
    found = trends(engine, [typed], filters)
    (trend,) = found.trends
    assert trend.total == find(engine, typed, filters).total
    for start, count in list(zip(found.starts, trend.counts, strict=True))[:6]:
        days = parse_period(start)
        assert days
        first, last = max(days[0], filters.date_from or days[0]), min(days[1], filters.date_to or days[1])
        assert find(engine, typed, replace(filters, date_from=first, date_to=last)).total == count


@pytest.mark.parametrize(
    ("typed", "filters"),
    [("hòa bình", NO_FILTERS), ("TPHCM", NO_FILTERS), ("dduwowngf", NO_FILTERS), ("hoa binh phố lũ bão", NO_FILTERS)],
)
def test_a_text_is_understood_as_in_a_search(engine: WhooshEngine, typed: str, filters: Filters) -> None:
    (trend,) = trends(engine, [typed], filters).trends
    searched = find(engine, typed, filters)
    assert (trend.understood, trend.total) == (searched.understood, searched.total)
    assert trend.total
    literal = trends(engine, [typed], filters, literal=True).trends[0]
    assert literal.total == find(engine, typed, filters, literal=True).total


def test_where_the_archive_has_nothing_there_is_a_gap_and_elsewhere_a_zero(engine: WhooshEngine) -> None:
    found = trends(engine, ["xyzzy", "hòa"])
    told = dict(zip(found.starts, found.per_thousand(found.trends[0]), strict=True))
    assert found.interval == "month"
    assert [month for month, value in told.items() if value is None] == ["2018-06", "2018-07", "2018-08"]
    assert {value for value in told.values() if value is not None} == {0}
    assert found.articles(found.trends[1])[5:8] == [None] * 3


def test_a_rate_is_of_the_articles_that_pass_the_filters(tmp_path: Path) -> None:
    day = datetime.date(2018, 7, 4)
    articles = [Article(f"a{n}", "Lúa" if n < 3 else "Chợ", date=day, source=SOURCES[n % 2]) for n in range(8)]
    engine = WhooshEngine(build(tmp_path, articles))
    whole, part = trends(engine, ["lúa"]), trends(engine, ["lúa"], Filters(source=(SOURCES[1],)))
    assert (whole.per_thousand(whole.trends[0]), part.per_thousand(part.trends[0])) == ([375.0], [250.0])


@pytest.mark.parametrize(
    ("last", "filters", "interval", "count"),
    [
        (datetime.date(2018, 3, 3), NO_FILTERS, "day", 62),
        (datetime.date(2018, 3, 4), NO_FILTERS, "month", 3),
        (datetime.date(2022, 12, 31), NO_FILTERS, "month", 60),
        (datetime.date(2023, 1, 1), NO_FILTERS, "year", 6),
        (datetime.date(2023, 1, 1), Filters(date_from=datetime.date(2022, 12, 1)), "day", 1),
        (datetime.date(2023, 1, 1), Filters(date_from=datetime.date(2022, 1, 1)), "month", 1),
    ],
)
def test_the_interval_is_chosen_from_the_span(
    tmp_path: Path, last: datetime.date, filters: Filters, interval: str, count: int
) -> None:
    days = [datetime.date(2018, 1, 1), last]
    engine = WhooshEngine(build(tmp_path, [Article(str(day), "Lúa", date=day) for day in days]))
    found = trends(engine, ["lúa"], filters)
    assert (found.interval, len(found.starts)) == (interval, count)
    assert sum(found.trends[0].counts) == (1 if filters.date_from else 2)


def test_how_many_words_are_required_is_the_same_in_every_interval(tmp_path: Path) -> None:
    texts = ["lũ bão phố"] * 2 + ["lũ bão"] * 3 + ["phố"]
    articles = [Article(f"a{n}", text, date=datetime.date(2018, n + 1, 1)) for n, text in enumerate(texts)]
    engine = WhooshEngine(build(tmp_path, articles))
    for filters in (NO_FILTERS, Filters(date_from=datetime.date(2018, 1, 1), date_to=datetime.date(2018, 2, 28))):
        (trend,) = trends(engine, ["lũ bão phố"], filters).trends
        (searched,) = [find(engine, "lũ bão phố", filters)]
        assert (trend.total, trend.strict_total) == (searched.total, searched.strict_total)
    (trend,) = trends(engine, ["lũ bão phố"]).trends
    assert (trend.relaxed, trend.strict_total) == (True, 2)


def test_what_time_did_not_suffice_for_is_told(engine: WhooshEngine) -> None:
    found = trends(engine, ["hòa"], budget_ms=0)
    assert found.partial
    assert found.trends[0].partial
    assert to_json(found)["partial"]
    assert not trends(engine, ["hòa"]).partial


def test_the_table_and_the_json_tell_the_same(engine: WhooshEngine) -> None:
    found = trends(engine, ["hòa bình", "=1+1", "xyzzy"])
    rows = list(csv.DictReader(csv_lines(found)))
    assert tuple(rows[0]) == COLUMNS
    points = [
        {"query": trend["query"], **point} for trend in to_json(found)["trends"] for point in trend["points"]
    ]  # fmt: skip
    assert len(rows) == len(points) == 3 * len(found.starts)
    for row, point in zip(rows, points, strict=True):
        assert {name: "" if value is None else str(value) for name, value in point.items()} == {
            **row, "query": row["query"].removeprefix("'")
        }  # fmt: skip
    assert {row["query"] for row in rows} == {"hòa bình", "'=1+1", "xyzzy"}


def test_an_archive_without_dates_has_totals_alone(tmp_path: Path) -> None:
    engine = WhooshEngine(build(tmp_path, [Article("a", "Lúa"), Article("b", "Lúa")]))
    found: Trends = trends(engine, ["lúa"])
    assert (found.starts, found.archive_total) == ((), 2)
    assert (found.trends[0].total, found.trends[0].undated) == (2, 2)
