"""Reprints are one entry of the results, told of and counted."""

import datetime
from pathlib import Path

import numpy as np
import pytest

from index.article import Article
from index.columnar.pack import PackWriter
from index.errors import IndexDamagedError
from index.update import delete
from search.parse import parse
from search.reprints import Reprints
from search.request import BY_SCORE, NO_FILTERS, SORTS, Answer, Filters, SearchRequest, Sort
from search.results import MAX_REPRINTS, find
from search.results_json import to_json
from search.whoosh_engine import WhooshEngine
from tests.index.test_reprints import brute_force, made_up
from tests.sample import build

REPORT = """Sáng nay, cầu treo bắc qua suối Nậm Lĩnh đã được thông xe sau bốn tháng sửa chữa. Cây cầu dài tám mươi mét
nối hai xã vùng cao, là lối đi học của hơn hai trăm em nhỏ. Trước đó, trận lũ đầu mùa đã cuốn trôi toàn bộ mặt cầu."""


def report(id_: str, title: str, day: int, source: str, ending: str = "") -> Article:
    return Article(id_, title, body=REPORT + ending, date=datetime.date(2019, 8, day), source=source)


PRINTED = [
    report("second", "Thông xe cầu treo Nậm Lĩnh", 6, "Báo Phố Lĩnh"),
    report("first", "Cầu treo vùng cao đã sửa xong", 5, "Báo Lĩnh Sơn"),
    report("third", "Nậm Lĩnh có lại cầu treo", 9, "Tin Đồi", " Theo Báo Lĩnh Sơn."),
    Article("other", "Cầu treo Nậm Lĩnh cần thêm đèn", body="Người dân mong cầu treo có đèn.", date=None),
]

MANY = made_up(60)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    return WhooshEngine(build(tmp_path_factory.mktemp("reprints"), PRINTED))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    return WhooshEngine(build(tmp_path_factory.mktemp("many"), MANY))


def ids(answer: Answer) -> list[tuple[str, tuple[str, ...]]]:
    return [(hit.id, hit.reprints) for hit in answer.hits]


def ask(engine: WhooshEngine, typed: str, filters: Filters = NO_FILTERS, sort: Sort = "relevance") -> Answer:
    return engine.search(SearchRequest(parse(typed), filters, sort, grouped=True))


def test_the_earliest_stands_for_all_where_the_best_of_them_ranks(engine: WhooshEngine) -> None:
    answer = ask(engine, "thông xe cầu treo Nậm Lĩnh")
    assert ids(answer)[0] == ("first", ("second", "third"))
    alone = engine.search(SearchRequest(parse("thông xe cầu treo Nậm Lĩnh")))
    assert (alone.hits[0].id, alone.hits[0].score) == ("second", answer.hits[0].score)
    assert (answer.total, answer.listed) == (len(alone.hits), len(alone.hits) - 2)


def test_only_those_that_match_are_told_of(engine: WhooshEngine) -> None:
    later = Filters(date_from=datetime.date(2019, 8, 6))
    assert ids(ask(engine, "suối", later)) == [("second", ("third",))]
    assert ids(ask(engine, "suối", Filters(source=("Tin Đồi",)))) == [("third", ())]


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_by_date_the_earliest_stands_where_its_date_does(engine: WhooshEngine, sort: Sort) -> None:
    assert ids(ask(engine, "cầu treo", sort=sort)) == [("first", ("second", "third")), ("other", ())]


def test_reprints_of_an_article_are_told_and_not_called_similar(engine: WhooshEngine) -> None:
    assert engine.reprints("second") == ("first", "third")
    assert engine.reprints("other") == engine.reprints("none") == ()
    assert {hit.id for hit in engine.similar("second", 9)} == {"other"}


def test_of_similar_articles_that_are_reprints_the_earliest_is_told(engine: WhooshEngine) -> None:
    assert [hit.id for hit in engine.similar("other", 9)] == ["first"]


def test_where_the_earliest_is_deleted_the_next_one_stands_for_all(tmp_path: Path) -> None:
    index = build(tmp_path, PRINTED)
    delete(["first"], index)
    assert ids(ask(WhooshEngine(index), "suối")) == [("second", ("third",))]


def test_articles_and_groups_are_counted(tmp_path: Path) -> None:
    index = build(tmp_path, PRINTED)
    counted = []
    for gone in ("other", "first", "second"):
        stats = WhooshEngine(index).stats()
        counted.append((stats.reprints, stats.reprint_groups))
        delete([gone], index)
    assert counted == [(3, 1), (3, 1), (2, 1)]
    assert WhooshEngine(index).stats().reprints == WhooshEngine(index).stats().reprint_groups == 0


def test_the_results_tell_of_them(engine: WhooshEngine) -> None:
    found = to_json(find(engine, "suối"))
    assert (found["total"], found["listed"], len(found["hits"])) == (3, 1, 1)
    assert [other["source"] for other in found["hits"][0]["duplicates"]] == ["Báo Phố Lĩnh", "Tin Đồi"]
    assert found["hits"][0]["duplicate_count"] == 2


def test_of_very_many_reprints_some_are_told_of_and_all_are_counted(tmp_path: Path) -> None:
    many = [report(f"r{number:03}", "Cầu treo", 5, f"Báo {number}") for number in range(MAX_REPRINTS + 30)]
    (result,) = find(WhooshEngine(build(tmp_path, many)), "cầu treo").results
    assert len(result.reprints) == MAX_REPRINTS
    assert result.reprint_count == len(many) - 1


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("typed", ["xyz", "bài", "tin ban", "ban cem dong"])
def test_the_pages_hold_every_group_of_matches_once(many: WhooshEngine, sort: Sort, typed: str) -> None:
    group_of = {id_: tuple(group) for group in brute_force(MANY) for id_ in group}
    every = many.search(SearchRequest(parse(typed), sort=sort, size=1000)).hits
    matching = {hit.id for hit in every}

    def matches_like(id_: str) -> tuple[str, ...]:
        return tuple(other for other in group_of.get(id_, (id_,)) if other in matching)

    if sort in BY_SCORE:
        expected = list(dict.fromkeys(matches_like(hit.id) for hit in every))
    else:
        expected = [matches_like(hit.id) for hit in every if matches_like(hit.id)[0] == hit.id]
    pages = [
        many.search(SearchRequest(parse(typed), sort=sort, page=page, size=7, grouped=True)) for page in range(1, 30)
    ]
    assert [(hit.id, *hit.reprints) for page in pages for hit in page.hits] == expected
    assert {page.listed for page in pages} == {len(expected)}
    assert {page.total for page in pages} == {len(matching)}


def test_groups_of_another_index_are_refused(tmp_path: Path) -> None:
    for name, documents, begin in (("far", [1, 7], [0, 2]), ("short", [0, 1], [0, 1])):
        with PackWriter(tmp_path / name) as pack:
            pack.add("documents", np.array(documents))
            pack.add("starts", np.array(begin))
        with pytest.raises(IndexDamagedError, match="another index"):
            Reprints(tmp_path / name, 5)
