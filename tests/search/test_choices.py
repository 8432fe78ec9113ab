"""A search that finds little offers others that find something, and says what no article has."""

import datetime
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias, cast

import pytest

from index.article import Article
from index.text.fold import fold
from search.choices import FEW, MOST_PARTS, MOST_SHORTER, choices, missing
from search.parse import parse
from search.request import BUDGET_MS, NO_FILTERS, SORTS, Answer, Engine, Filters, SearchRequest
from search.results import find
from search.results_json import to_json
from search.whoosh_engine import WhooshEngine
from tests.sample import build

Day: TypeAlias = tuple[int, int, int] | None

DAY = datetime.date(2018, 7, 4)
ARTICLES = [
    Article("mưa", "Mưa lớn ở Bắc Khê", body="Nước sông dâng nhanh.", date=DAY, source="Báo Lĩnh Sơn"),
    Article("cầu", "Thông xe cầu mới", body="Cầu bắc qua sông.", date=DAY, source="Phố Lĩnh Online"),
    Article("chợ", "Phiên chợ tháng bảy", body="Chợ đông từ sớm.", date=datetime.date(2018, 7, 20)),
    Article("họp", "Họp bàn cứu hộ", body="Cuộc họp ngày 04/07/2018 bàn về đê.", date=datetime.date(2018, 7, 6)),
    *(Article(f"lịch-{n}", f"Lịch tàu số {n}", body="Áp dụng từ 7/2018.", date=datetime.date(2019, 1, 1))
      for n in range(FEW)),
]  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    return WhooshEngine(build(tmp_path_factory.mktemp("choices"), ARTICLES))


def date_of(day: Day) -> datetime.date | None:
    return datetime.date(*day) if day else None


def offered(engine: WhooshEngine, typed: str, filters: Filters = NO_FILTERS) -> list[tuple[str, str, int]]:
    found = find(engine, typed, filters)
    for choice in found.choices:
        again = find(engine, choice.q, choice.filters)
        assert again.total == choice.total > 0
    return [(choice.kind, choice.q, choice.total) for choice in found.choices]


@pytest.mark.parametrize("typed", ["2018-07-04", "04/07/2018", "4/7/2018", "ngày 4 tháng 7 năm 2018", '"04/07/2018"'])
def test_a_day_offers_the_articles_of_that_day(engine: WhooshEngine, typed: str) -> None:
    found = find(engine, typed)
    (choice, *_) = found.choices
    assert (choice.kind, choice.q, choice.total) == ("dated", "", 2)
    assert (choice.filters.date_from, choice.filters.date_to) == (DAY, DAY)
    assert [problem.kind for problem in found.problems] == ["date_as_words"]


def test_a_day_is_still_searched_as_typed(engine: WhooshEngine) -> None:
    assert [result.article.id for result in find(engine, "04/07/2018").results] == ["họp"]


def test_a_month_is_offered_however_many_write_it_and_a_year_where_few_do(engine: WhooshEngine) -> None:
    assert find(engine, "7/2018").total >= FEW
    assert offered(engine, "7/2018") == [("dated", "", 4)]
    assert offered(engine, "năm 2019") == [("dated", "", FEW)]
    assert offered(engine, "7/2018 từ áp dụng") == []


def test_the_rest_of_a_query_is_kept_beside_its_date(engine: WhooshEngine) -> None:
    assert ("dated", "sông", 2) in offered(engine, "sông 04/07/2018")
    assert ("dated", 'sông nguồn:"Lĩnh"', 2) in offered(engine, "sông 04/07/2018 nguồn:Lĩnh")


def test_a_date_of_which_there_is_no_article_is_not_offered(engine: WhooshEngine) -> None:
    assert offered(engine, "05/07/2018") == []


@pytest.mark.parametrize("typed", ['"lớn mưa" Bắc Khê', "“lớn mưa” Bắc Khê", '"Bắc Khê lớn" mưa'])
def test_words_are_offered_where_a_phrase_finds_nothing(engine: WhooshEngine, typed: str) -> None:
    kind, q, total = offered(engine, typed)[0]
    assert (kind, total) == ("unquoted", 2)
    assert sorted(q.split()) == ["Bắc", "Khê", "lớn", "mưa"]  # with the capitals that were typed


def test_fields_and_exclusions_are_kept_without_quotation_marks(engine: WhooshEngine) -> None:
    typed = '"lớn mưa" nguồn:"Lĩnh Sơn" -"cầu mới"'
    assert offered(engine, typed)[0] == ("unquoted", 'lớn mưa nguồn:"Lĩnh Sơn" -"cầu mới"', 1)
    assert offered(engine, '"lớn mưa" nguồn:Khác')[-1] == ("words", "lớn mưa", 1)


def test_what_no_article_has_is_told_where_nothing_is_found(engine: WhooshEngine) -> None:
    assert find(engine, '"mưa xyzq" Bắc Khê').missing == ['"mưa xyzq"']
    assert find(engine, "mưa nguồn:Khác tiêu đề:sông").missing == ['nguồn:"Khác"', 'tiêu đề:"sông"']
    assert find(engine, '"mưa xyzq"').missing == []  # that is all that was typed
    assert find(engine, "mưa -chợ").missing == []
    many = " ".join(f'"xyzq{number} a"' for number in range(MOST_PARTS + 5))
    assert len(find(engine, many).missing) == MOST_PARTS


def test_nothing_is_offered_that_would_be_complained_of(engine: WhooshEngine) -> None:
    for typed in ("mưa NOT năm:2018", "NOT -chợ", "năm:2018 năm:2019"):
        assert all(kind != "rewritten" for kind, *_ in offered(engine, typed)), typed


def test_what_can_be_put_right_is_offered_whatever_is_found(engine: WhooshEngine) -> None:
    assert offered(engine, "áp dụng năm:2019") == [("rewritten", "áp dụng từ:2019 đến:2019", FEW)]
    assert offered(engine, "OR mưa")[0] == ("rewritten", "mưa", 1)
    assert offered(engine, "từ:2019 đến:2018") == [("rewritten", "từ:2018 đến:2019", len(ARTICLES))]
    assert offered(engine, "xyzq AND zzyx") == []


def test_filters_that_exclude_everything_can_be_taken_off(engine: WhooshEngine) -> None:
    filters = Filters(date_from=datetime.date(2019, 1, 1), source=("Khác",))
    assert offered(engine, "mưa", filters) == [("unfiltered", "mưa", 1)]
    assert offered(engine, "mưa", Filters(source=("Khác",))) == [("any_source", "mưa", 1)]


def test_the_json_of_a_choice_holds_its_parameters(engine: WhooshEngine) -> None:
    (choice,) = to_json(find(engine, "2018-07-04", Filters(source=("Báo Lĩnh Sơn",))))["choices"][:1]
    assert choice == {
        "kind": "dated", "q": "", "date_from": "2018-07-04", "date_to": "2018-07-04",
        "source": ("Báo Lĩnh Sơn",), "category": (), "author": (), "year": (), "total": 1,
    }  # fmt: skip


def test_searches_that_find_enough_offer_nothing(engine: WhooshEngine, tmp_path: Path) -> None:
    assert find(engine, "tàu").choices == []
    assert find(engine, "").choices == []


def test_a_search_that_took_all_its_time_offers_nothing(engine: WhooshEngine) -> None:
    asked = SearchRequest(parse("mưa NOT chợ"))
    answer = engine.search(asked)
    assert choices(engine, asked, answer)
    assert choices(engine, asked, replace(answer, partial=True)) == []


def test_diacritics_asked_for_exactly_can_be_done_without(engine: WhooshEngine) -> None:
    assert offered(engine, '="cau moi"')[0] == ("any_diacritics", '"cau moi"', 1)
    assert offered(engine, '=mua nguồn:Lĩnh -="chợ đông"')[0] == (
        "any_diacritics",
        '"mua" nguồn:"Lĩnh" -="chợ đông"',
        1,
    )
    assert offered(engine, 'tiêu đề:="cau moi"')[0] == ("any_diacritics", 'tiêu đề:"cau moi"', 1)
    assert offered(engine, '(="cau moi" OR =mua)')[0] == ("any_diacritics", '"cau moi" OR "mua"', 2)


def test_nothing_that_finds_nothing_without_diacritics_is_told_apart_by_them(engine: WhooshEngine) -> None:
    """Words and phrases match whatever their diacritics are: there is nothing to offer."""
    for typed in ("cằu mỡi xyzq", '"cằu mỡi"', "tiêu đề:cằu"):
        folded = find(engine, fold(typed).replace("tieu de", "tiêu đề"))
        assert find(engine, typed).total == folded.total > 0


def test_a_word_that_no_article_within_the_filters_has_can_be_left_out(tmp_path: Path) -> None:
    """Filters have no say in how many words are required, so this is more than relaxing does."""
    timetables = [Article(str(n), f"Lịch tàu số {n}", body="Áp dụng từ mai.", source="Khác") for n in range(FEW)]
    late = Article("trễ", "Tàu trễ giờ", body="Ga chưa báo lịch mới.", source="Ga Kỳ Khê")
    engine = WhooshEngine(build(tmp_path, [*timetables, late]))
    filters = Filters(source=("Ga Kỳ Khê",))
    assert offered(engine, "lịch tàu mai", filters) == [("any_source", "lịch tàu mai", FEW), ("shorter", "lịch tàu", 1)]


def test_another_part_can_be_left_out_but_not_all_that_is_sought(engine: WhooshEngine) -> None:
    assert offered(engine, '"lớn mưa" "bắc khê"')[-1] == ("shorter", '"bắc khê"', 1)
    assert offered(engine, '"mưa lớn" từ:2030 -chợ') == [("words", "mưa lớn", 1), ("shorter", '"mưa lớn" -=chợ', 1)]
    assert offered(engine, "-mưa từ:2030") == []


def test_of_shorter_searches_those_that_find_most_are_offered(engine: WhooshEngine) -> None:
    typed = 'nguồn:"Lĩnh" "áp dụng" "mưa lớn" "lịch tàu" "thông xe" -chợ'
    shorter = [total for kind, _, total in offered(engine, typed) if kind == "shorter"]
    assert len(shorter) <= MOST_SHORTER
    assert shorter == sorted(shorter, reverse=True)
    assert [one for one in offered(engine, 'nguồn:"Lĩnh" "áp dụng"') if one[0] == "shorter"] == [
        ("shorter", '"áp dụng"', FEW), ("shorter", 'nguồn:"Lĩnh"', 2),
    ]  # fmt: skip


def test_plain_words_that_find_nothing_are_in_no_article(engine: WhooshEngine) -> None:
    """Without filters and operators leaving words out never helps: fewer words have been tried already."""
    assert offered(engine, "xyzq zzyx qqxz vvzz") == []


@pytest.mark.parametrize(
    ("first", "last", "wider_first", "wider_last", "total"),
    [
        ((2018, 7, 10), (2018, 7, 12), (2018, 1, 1), (2018, 12, 31), 2),
        ((2021, 1, 5), (2021, 2, 1), (2018, 1, 1), (2021, 2, 1), 2),
        ((2016, 5, 5), (2016, 6, 1), (2016, 5, 5), (2018, 12, 31), 2),
        ((2019, 1, 1), None, (2018, 1, 1), None, 2),
        (None, (2018, 1, 31), None, (2018, 12, 31), 2),
    ],
)
def test_days_are_widened_to_the_nearest_year_that_has_matches(
    engine: WhooshEngine, first: Day, last: Day, wider_first: Day, wider_last: Day, total: int
) -> None:
    found = find(engine, "sông", Filters(date_from=date_of(first), date_to=date_of(last)))
    wider, undated = found.choices
    assert (wider.kind, wider.total, undated.kind) == ("wider_dates", total, "any_date")
    assert (wider.filters.date_from, wider.filters.date_to) == (date_of(wider_first), date_of(wider_last))


def test_words_in_the_whole_archive_are_offered_where_nothing_else_helps(engine: WhooshEngine) -> None:
    filters = Filters(source=("Báo Lĩnh Sơn",))
    assert offered(engine, '"tàu lịch" "số áp"', filters) == [("words", "tàu lịch số áp", FEW)]
    assert offered(engine, "", filters) == offered(engine, '"xyzq zzyx"', filters) == []


def test_what_is_offered_is_counted_in_the_order_asked_for(engine: WhooshEngine) -> None:
    """By date fewer words are required only where nothing is found, so fewer articles may be."""
    filters = Filters(source=("Khác",))
    for typed in ("mưa lớn chợ cầu", "mưa xyzq", "mưa lớn sông"):
        for sort in SORTS:
            for choice in find(engine, typed, filters, sort=sort).choices:
                assert find(engine, choice.q, choice.filters, sort=sort).total == choice.total


class Slow:
    """An engine that answers, but always with what it has so far."""

    def __init__(self, engine: WhooshEngine) -> None:
        self._snapshot = engine.pinned()

    def __getattr__(self, name: str) -> object:
        return getattr(self._snapshot, name)

    def search(self, request: SearchRequest) -> Answer:
        return replace(self._snapshot.search(request), partial=True)


def test_a_count_that_is_not_whole_is_not_offered(engine: WhooshEngine) -> None:
    asked = SearchRequest(parse("mưa"), Filters(source=("Khác",)))
    answer = engine.search(asked)
    assert choices(engine, asked, answer)
    assert choices(cast(Engine, Slow(engine)), asked, answer) == []


class Asked:
    """An engine that keeps in mind how long each search may take."""

    def __init__(self, engine: WhooshEngine) -> None:
        self._engine, self.budgets = engine, [float(BUDGET_MS)]

    def search(self, request: SearchRequest) -> Answer:
        self.budgets.append(request.budget_ms)
        return self._engine.search(request)


def test_parts_that_no_article_has_are_looked_for_within_the_time_of_one_search(engine: WhooshEngine) -> None:
    asked = Asked(engine)
    assert missing(cast(Engine, asked), parse('"mưa xyzq" "chợ xyzq" mưa')) == ['"mưa xyzq"', '"chợ xyzq"']
    assert len(asked.budgets) == 4
    assert asked.budgets == sorted(set(asked.budgets), reverse=True)
