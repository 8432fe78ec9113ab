"""The engine against a scorer of a few lines that reads articles one by one, on random articles and queries."""

import datetime
import hashlib
import math
import os
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import generation
from index.article import Article
from index.errors import IndexDamagedError, IndexMissingError
from index.update import delete
from search.compile import compile_query
from search.deadline import Deadline
from search.parse import parse
from search.ranking import HALF_LIFE
from search.relaxation import requirements
from search.request import FACET_FIELDS, MAX_RANK, SORTS, Bucket, FacetValue, Filters, SearchRequest, Sort
from search.results import find
from search.snapshot import Snapshot
from search.understand import understand
from search.whoosh_engine import WhooshEngine
from tests.sample import build
from tests.search.brute_force import BruteForce

SYLLABLES = ["hòa", "hoa", "bình", "binh", "đường", "dương", "phố", "lĩnh", "của", "4/7", "Covid-19", "tỉnh"]
SOURCES = [None, "Báo Lĩnh Sơn", "Phố Lĩnh Online"]
DAYS = [None, datetime.date(2018, 7, 4), datetime.date(2018, 7, 5), datetime.date(2020, 1, 31)]


def random_articles(count: int) -> list[Article]:
    random = np.random.default_rng(7)

    def text(longest: int) -> str:
        return " ".join(random.choice(SYLLABLES, random.integers(0, longest + 1)))

    return [
        Article(
            f"a{number}", text(5) + " bài", text(6), text(150), date=DAYS[random.integers(4)],
            source=SOURCES[random.integers(3)], author=["Phùng Gia Linh", "Lê Minh Đạt", None][random.integers(3)],
        )
        for number in range(count)
    ]  # fmt: skip


ARTICLES = random_articles(60)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    return WhooshEngine(build(tmp_path_factory.mktemp("engine"), ARTICLES))


BRUTE_FORCE = BruteForce(ARTICLES)
QUERIES = st.lists(
    st.sampled_from(
        [*SYLLABLES, '"hoa binh"', '"đường phố lĩnh"', '"bình"', '"hòa hòa"', '"của tỉnh bài"', "OR", "(", ")", "=hòa"]
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(QUERIES.map(" ".join))
def test_matches_and_scores_are_those_of_the_definition(engine: WhooshEngine, typed: str) -> None:
    query = parse(typed)
    answer = engine.search(SearchRequest(query, size=100))
    required, share = next(requirements(query, engine.pinned()._knows))
    expected = BRUTE_FORCE.matching(required, share)
    assert answer.strict_total == len(expected)
    found = {hit.id: hit.score for hit in answer.hits}
    scores = BRUTE_FORCE.scores(query, found)
    assert answer.relaxed == (len(found) > len(expected))
    assert expected <= set(found)
    assert found == pytest.approx({article_id: scores[article_id] for article_id in found}, rel=1e-4)
    assert [hit.score for hit in answer.hits] == sorted(found.values(), reverse=True)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(QUERIES.map(" ".join), st.sampled_from(["relevance", "newest", "oldest"]), st.integers(1, 7))
def test_pages_join_to_the_whole_list(engine: WhooshEngine, typed: str, sort: str, size: int) -> None:
    query = parse(typed)
    whole = engine.search(SearchRequest(query, sort=sort, size=100))  # type: ignore[arg-type]
    pages = [
        engine.search(SearchRequest(query, sort=sort, page=page, size=size)).hits  # type: ignore[arg-type]
        for page in range(1, -(-max(whole.total, 1) // size) + 2)
    ]
    assert [hit.id for page in pages for hit in page] == [hit.id for hit in whole.hits]
    assert len(whole.hits) == whole.total


def test_dates_order_and_unknown_ones_come_last(engine: WhooshEngine) -> None:
    dates = {article.id: article.date for article in ARTICLES}
    for sort, reverse in (("newest", True), ("oldest", False)):
        hits = engine.search(SearchRequest(parse(""), sort=sort, size=100)).hits  # type: ignore[arg-type]
        found = [dates[hit.id] for hit in hits]
        known = [date for date in found if date]
        assert known == sorted(known, reverse=reverse)
        assert all(date is None for date in found[len(known) :])


def all_filters() -> Iterator[Filters]:
    for source in ((), ("Báo Lĩnh Sơn",), ("Báo Lĩnh Sơn", "Phố Lĩnh Online"), ("Không có",)):
        for author in ((), ("Lê Minh Đạt",)):
            for start, end in ((None, None), (DAYS[1], DAYS[2]), (DAYS[3], None), (None, DAYS[1])):
                for year in ((), ("2018",), ("2018", "2020")):
                    yield Filters(start, end, source, (), author, year)


def value(article: Article, name: str) -> str | None:
    if name == "year":
        return f"{article.date.year}" if article.date else None
    found: str | None = getattr(article, name)
    return found


def passes(article: Article, filters: Filters, *, but: str = "") -> bool:
    start, end = filters.date_from, filters.date_to
    if (start or end) and (
        article.date is None or article.date < (start or article.date) or article.date > (end or article.date)
    ):
        return False
    return all(
        name == but or not getattr(filters, name) or value(article, name) in getattr(filters, name)
        for name in ("source", "author", "year")
    )


@pytest.mark.parametrize("filters", list(all_filters()))
def test_counts_are_those_of_counting_one_by_one(engine: WhooshEngine, filters: Filters) -> None:
    query = parse("hoa")
    found = BRUTE_FORCE.matching(query)
    holding = [article for article in ARTICLES if article.id in found]
    answer = engine.search(SearchRequest(query, filters, sort="newest"))
    matching = [article for article in holding if passes(article, filters)]
    assert answer.total == len(matching)
    for name in FACET_FIELDS:
        if name == "category":
            continue  # of these articles none has one
        counted = Counter(value(article, name) for article in holding if passes(article, filters, but=name))
        expected = {FacetValue(one, count) for one, count in counted.items() if one}
        assert set(answer.facets[name]) == expected
    form = "%Y-%m-%d" if answer.timeline.interval == "day" else "%Y-%m"
    times = Counter(article.date.strftime(form) for article in matching if article.date)
    assert {bucket for bucket in answer.timeline.buckets if bucket.count} == {Bucket(t, c) for t, c in times.items()}


@pytest.mark.parametrize("typed", ["hoa", "4/7 đường phố", "hoa binh dương tỉnh của", "của tỉnh phố dương 4/7"])
@pytest.mark.parametrize("sort", SORTS)
def test_a_count_beside_a_value_is_the_total_once_it_is_ticked(engine: WhooshEngine, typed: str, sort: Sort) -> None:
    query = parse(typed)
    for ticked in ((), ("Báo Lĩnh Sơn",)):
        shown = engine.search(SearchRequest(query, Filters(source=ticked), sort)).facets["author"]
        for value in shown:
            filters = Filters(source=ticked, author=(value.value,))
            assert engine.search(SearchRequest(query, filters, sort)).total == value.count


def test_a_value_that_is_filtered_by_is_counted_however_rare(tmp_path: Path) -> None:
    articles = [Article(f"{n}-{copy}", "bài", source=f"S{n}") for n in range(60) for copy in range(2 if n < 55 else 1)]
    engine = WhooshEngine(build(tmp_path, articles))
    rare = FacetValue("S59", 1)
    assert rare not in engine.search(SearchRequest(parse("bài"))).facets["source"]
    assert rare in engine.search(SearchRequest(parse("bài"), Filters(source=("S59",)))).facets["source"]


def test_three_words_are_all_required_in_an_archive_that_nearly_always_has_one(tmp_path: Path) -> None:
    articles = [Article(str(n), "của " * (n != 7) + "hòa bình" * (n < 9)) for n in range(3_000)]
    engine = WhooshEngine(build(tmp_path, articles))
    assert engine.search(SearchRequest(parse("của hòa bình"))).strict_total == 8


def test_a_word_of_deleted_articles_alone_is_required_no_more_than_one_that_never_was(tmp_path: Path) -> None:
    texts = ["lạ", *["hòa bình"] * 3, *["hòa"] * 3]
    index = build(tmp_path, [Article(str(number), title=text) for number, text in enumerate(texts)])
    delete(["0"], index)
    answer = WhooshEngine(index).search(SearchRequest(parse("hòa bình lạ")))
    never = WhooshEngine(index).search(SearchRequest(parse("hòa bình xyz")))
    assert answer.total == never.total == 3


def test_a_page_shows_one_generation_though_another_is_published_meanwhile(tmp_path: Path) -> None:
    index = build(tmp_path, [Article("1", title="bài cũ"), Article("2", title="bài cũ")])

    class SwitchedMeanwhile(WhooshEngine):
        """An engine whose index is rebuilt just after it was searched."""

        def pinned(self) -> Snapshot:
            pinned = super().pinned()
            build(tmp_path, [Article("1", title="bài mới")])
            return pinned

    found = find(SwitchedMeanwhile(index), "bài")
    assert [result.article.title for result in found.results] == ["bài cũ", "bài cũ"]


def test_the_budget_bounds_phrases_too(tmp_path: Path) -> None:
    engine = WhooshEngine(build(tmp_path, [Article(str(n), body="một hai ba " * 3) for n in range(50)]))
    answer = engine.search(SearchRequest(parse('"một hai ba"'), budget_ms=-1))
    assert answer.partial
    assert answer.total == 0
    long = engine.search(SearchRequest(parse("một hai ba bốn năm sáu bảy"), budget_ms=-1))
    assert (long.partial, long.total) == (True, 0)


class Looks(Deadline):
    """Passes once it was looked at so often."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.left = looks

    def passed(self) -> bool:
        self.left -= 1
        self.met = self.met and self.left >= 0
        return not self.met


@pytest.mark.parametrize("looks", range(12))
def test_what_is_excluded_stays_out_when_time_runs_out_midway(tmp_path: Path, looks: int) -> None:
    engine = WhooshEngine(build(tmp_path, [Article(str(n), body="một hai ba") for n in range(5)])).pinned()
    query = compile_query(parse('một -"một hai ba"'), 1.0)
    assert not engine._evaluator.mask(query, Looks(looks)).any()


@pytest.mark.parametrize("looks", range(12))
def test_what_was_found_in_time_is_kept_when_time_runs_out_while_relaxing(
    small: WhooshEngine, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict, found = small.pinned()._collect(SearchRequest(parse("hòa giải")), Looks(looks))
    assert strict.count() <= found.count()


def test_no_list_is_read_for_many_beginnings_once_time_has_run_out(engine: WhooshEngine) -> None:
    deadline = Looks(3)
    words = compile_query(parse(" ".join(f"{letter}o*" for letter in "bcdghklmnpqrstvx")), 0.5)
    assert not engine.pinned()._evaluator.mask(words, deadline).any()
    assert not deadline.met


def test_the_timeline_has_every_month_between_the_first_and_the_last(engine: WhooshEngine) -> None:
    starts = [bucket.start for bucket in engine.search(SearchRequest(parse(""))).timeline.buckets]
    assert starts[0] == "2018-07"
    assert starts[-1] == "2020-01"
    assert len(starts) == 19


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("hòa -bình", ["1", "4"]),
        ('-"hòa bình" hoa', ["1", "4"]),
        ("-đường", ["1", "2", "4"]),
        ("-duong", ["1", "2"]),
        ("-duon*", ["1", "2"]),
        ("ho*", ["1", "2", "4"]),
        ("tiêu đề:bình", ["2"]),
        ("tac gia:linh", ["1", "2"]),
        ('tác giả:"gia linh"', ["1"]),
        ("nguồn:lĩnh", ["1"]),
        ("từ:01/02/2018 đến:2018", ["1"]),
        ("-từ:2018", ["2", "3", "4"]),
        ('"một hai ba"', ["3"]),
        ('"hai một"', []),
        ("?!", []),
        ("", ["1", "2", "3", "4"]),
    ],
)
def test_operators_find(small: WhooshEngine, typed: str, ids: list[str]) -> None:
    assert sorted(hit.id for hit in small.search(SearchRequest(parse(typed), sort="newest")).hits) == ids


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    articles = [
        Article("1", "Hòa giải", author="Phùng Gia Linh", source="Báo Lĩnh Sơn", date=datetime.date(2018, 3, 1)),
        Article("2", "Hòa bình", author="Linh Gia"),
        Article("3", "Đường", body="một hai ba; hai ba một", date=datetime.date(2017, 12, 31)),
        Article("4", "Dương", "hoa nở"),
    ]
    return WhooshEngine(build(tmp_path_factory.mktemp("small"), articles))


def test_typed_diacritics_are_rewarded_and_optional(small: WhooshEngine) -> None:
    assert [hit.id for hit in small.search(SearchRequest(parse("đường"))).hits] == ["3", "4"]
    assert [hit.id for hit in small.search(SearchRequest(parse("dương"))).hits] == ["4", "3"]
    assert {hit.id for hit in small.search(SearchRequest(parse("duong"))).hits} == {"3", "4"}


def test_little_found_is_relaxed_and_told(small: WhooshEngine) -> None:
    answer = small.search(SearchRequest(parse("hòa giải đường")))
    assert (answer.strict_total, answer.relaxed) == (0, True)
    assert {hit.id for hit in answer.hits} >= {"1", "3"}
    required = small.search(SearchRequest(parse('hòa "giải đường"')))
    assert (required.total, required.relaxed) == (0, False)


def test_an_explained_score_adds_up(small: WhooshEngine) -> None:
    for hit in small.search(SearchRequest(parse("hòa bình"), explain=True)).hits:
        assert sum(hit.contributions.values()) == pytest.approx(hit.score, rel=1e-4)
        assert hit.contributions


@pytest.mark.parametrize("typed", ["hòa bình", "đường của tỉnh", "bài"])
def test_recent_prefers_the_newer_of_what_matches_about_alike(engine: WhooshEngine, typed: str) -> None:
    """Each score is that by relevance and a part that halves with each year, and is bounded."""
    request = SearchRequest(parse(typed), sort="relevance", size=100, explain=True)
    plain = {hit.id: hit.score for hit in engine.search(request).hits}
    hits = engine.search(replace(request, sort="recent")).hits
    dates = {article.id: article.date for article in ARTICLES}
    newest = max(filter(None, dates.values()))
    added = {hit.id: hit.score - plain[hit.id] for hit in hits}
    greatest = max(added.values())
    for hit in hits:
        day = dates[hit.id]
        share = 2 ** ((day - newest).days / HALF_LIFE) if day else 0.0
        assert added[hit.id] == pytest.approx(greatest * share, abs=0.01 * greatest)
        assert hit.contributions.get("how recent it is", 0.0) == pytest.approx(added[hit.id], abs=1e-3)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert 0 < greatest < max(plain.values())


def test_a_score_is_explained_in_plain_words(tmp_path: Path) -> None:
    texts = ["Ủy ban nhân dân (UBND) tỉnh họp", "UBND xã 4/7", "Đường phố"] * 30
    engine = WhooshEngine(build(tmp_path, [Article(str(n), text) for n, text in enumerate(texts)]))

    def explained(typed: str) -> set[str]:
        query = understand(engine, typed).query
        return {name for hit in engine.search(SearchRequest(query, explain=True)).hits for name in hit.contributions}

    assert explained("đường ph*") == {
        "“duong” in any spelling",
        "“đường” with these diacritics",
        "words that begin with “ph”",
    }
    assert explained("4/7") >= {"“4/7” in one piece", "“4 7” side by side"}
    assert explained("ubnd") == {
        "“ubnd” in any spelling",
        *(f"“{pair}” side by side, which stands for what was typed" for pair in ("uy ban", "ban nhan", "nhan dan")),
    }
    assert "“ubnd”, which stands for what was typed, in any spelling" in explained("ủy ban nhân dân")
    assert "“duong”, likely meant, in any spelling" in explained("duongg pho")


def test_out_of_time_answers_what_it_has_and_says_so(small: WhooshEngine) -> None:
    answer = small.search(SearchRequest(parse("hòa bình"), budget_ms=-1))
    assert answer.partial
    assert not small.search(SearchRequest(parse("hòa bình"), budget_ms=math.inf)).partial


def test_nothing_is_shown_beyond_the_last_rank(engine: WhooshEngine) -> None:
    assert engine.search(SearchRequest(parse("bài"), page=MAX_RANK // 10 + 1)).hits == ()


def test_a_request_sees_a_new_generation_without_a_failure(tmp_path: Path) -> None:
    index = build(tmp_path, [Article("1", title="bài một")])
    engine = WhooshEngine(index)
    failures: list[Exception] = []
    totals: set[int] = set()
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            try:
                totals.add(find(engine, "bài").total)
            except Exception as error:
                failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for count in (2, 3, 4):
        build(tmp_path, [Article(str(number), title="bài mới") for number in range(count)])
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert totals <= {1, 2, 3, 4}
    assert find(engine, "bài").total == 4


def test_a_generation_that_is_no_longer_served_is_closed(tmp_path: Path) -> None:
    engine = WhooshEngine(build(tmp_path, [Article("1", title="bài")]))
    find(engine, "bài")
    before = len(os.listdir("/dev/fd"))
    for count in (2, 3, 4):
        build(tmp_path, [Article(str(number), title="bài") for number in range(count)])
        assert find(engine, "bài").total == count
    assert len(os.listdir("/dev/fd")) == before


def test_a_missing_index_is_told_and_found_once_it_is_there(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "index")
    with pytest.raises(IndexMissingError):
        find(engine, "bài")
    build(tmp_path, [Article("1", title="bài")])
    assert find(engine, "bài").total == 1


def test_a_damaged_index_is_not_opened(tmp_path: Path) -> None:
    index = build(tmp_path, [Article("1", title="bài")])
    (generation.current(index).path / "_MAIN_1.toc").write_bytes(b"not what the manifest says")
    with pytest.raises(IndexDamagedError):
        WhooshEngine(index).stats()


def test_a_damaged_new_generation_leaves_the_old_one_answering(tmp_path: Path) -> None:
    index = build(tmp_path, [Article("1", title="bài")])
    engine = WhooshEngine(index)
    assert find(engine, "bài").total == 1
    (index / generation.CURRENT).write_text("no-such-generation\n")
    assert find(engine, "bài").total == 1


def test_others_go_on_with_the_old_generation_while_one_opens_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = WhooshEngine(build(tmp_path, [Article("1", title="bài")]))
    assert find(engine, "bài").total == 1
    build(tmp_path, [Article("1", title="bài"), Article("2", title="bài")])
    (tmp_path / "index" / generation.VERIFIED).unlink()  # so that all is read and hashed, from a slow disk
    began, may_end = threading.Event(), threading.Event()
    digest = hashlib.file_digest

    def slow(file: Any, name: str) -> Any:
        began.set()
        assert may_end.wait(20)
        return digest(file, name)

    monkeypatch.setattr(hashlib, "file_digest", slow)
    totals: list[int] = []
    opening = threading.Thread(target=lambda: totals.append(find(engine, "bài").total))
    opening.start()
    assert began.wait(20)
    assert find(engine, "bài").total == 1
    may_end.set()
    opening.join()
    assert totals == [2]
    assert find(engine, "bài").total == 2


def test_an_index_replaced_twice_while_it_is_opened_is_opened_as_it_is_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = build(tmp_path, [Article("1", title="bài")])
    first = generation.current(index).path
    listed = Path.iterdir

    def slow(folder: Path) -> Iterator[Path]:
        if folder == first:
            monkeypatch.undo()
            for count in (2, 3):
                build(tmp_path, [Article(str(number), title="bài") for number in range(count)])
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", slow)
    assert find(WhooshEngine(index), "bài").total == 3
    assert not first.exists()


def test_a_value_is_one_however_it_is_composed_or_long(tmp_path: Path) -> None:
    composed, long = "Báo Huế", "Báo " * 1_000
    values = [composed, unicodedata.normalize("NFD", composed), long]
    engine = WhooshEngine(build(tmp_path, [Article(str(n), "bài", source=value) for n, value in enumerate(values)]))
    assert [value.count for value in find(engine, "bài").facets["source"]] == [2, 1]
    for value, count in zip(values, (2, 2, 1), strict=True):
        assert find(engine, "bài", Filters(source=(value,))).total == count
