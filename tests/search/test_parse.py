import datetime
import json
import string
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.groups import MAX_DEPTH
from search.meaning import MAX_TERMS
from search.parse import MAX_CHARACTERS, parse
from search.printer import written
from search.query import AllOf, AnyOf, Clause, Dated, HasValue, InTitle, Not, Phrase, Query, Unit, Words
from tests.search.trees import tree

GOLDEN = Path(__file__).with_name("golden_queries.jsonl")  # a line is only ever added

HOSTILE = [
    "",
    " ",
    '"',
    '""',
    "-",
    "--",
    "- -",
    "---a",
    ":",
    "từ:",
    "từ: ",
    'từ:""',
    'tiêu đề:""',
    "-từ:",
    "*a*",
    "a*",
    "[a TO b]",
    "{a TO}",
    "NOT NOT x",
    "AND",
    "OR",
    "a OR OR b",
    "(" * 400,
    ")" * 400,
    "((((a",
    "a" * 10_000,
    "a " * 5_000,
    '"' * 10_000,
    "“" * 10_000,
    '“"”' * 3_000,
    "-" * 10_000,
    "từ:" * 3_000,
    "title:" * 2_000,
    "\x00",
    "\ud800",
    "a\ud800b",
    "\u200b",
    "\u0301" * 1_000,
    "ﷺ" * 500,
    "😀",
    "x^1e9",
    "a~99",
    "field:x",
    "<script>alert(1)</script>",
    "'; DROP TABLE",
    "\\",
    "%s%n",
    "từ:31/02/2018",
    "từ:99999999999",
    "đến:0000-00-00",
    "tu:2018 den:2017",
    "author:-",
    'author:"-"',
    "-author:x",
    "@" * 5_000,
    "a.b." * 2_000,
    "http://" + "a/" * 3_000,
    "İ" * 600,
    "ǅ",
    "ß" * 300,
    "\u202e",
    "1" * 5_000,
    "٣/٤/٢٠١٨",
    "từ:٣/٤/٢٠١٨",
]


def words(text: str) -> list[str]:
    """Return the exact syllables of a query's plain words."""
    found = parse(text).words
    return [syllable for unit in found.units for syllable in unit.exact] if found else []


def unit(exact: str, folded: str) -> Unit:
    return Unit((exact,), (folded,))


BINH = unit("bình", "binh")
PREFIX = Unit(("bi",), ("bi",), prefix=True)
HOA = unit("hòa", "hoa")


def test_plain_words_become_one_clause() -> None:
    assert parse("hoà  BÌNH").clauses == (Words((HOA, BINH)),)


def test_plain_words_around_operators_are_still_one_clause() -> None:
    query = parse('hòa "bình" bình')
    assert query.clauses == (Words((HOA, BINH)), Phrase((BINH,)))


@pytest.mark.parametrize(
    ("typed", "clause"),
    [
        ('"hòa bình"', Phrase((HOA, BINH))),
        ("“hòa bình”", Phrase((HOA, BINH))),
        ("«hòa bình»", Phrase((HOA, BINH))),
        ("-bình", Not(Phrase((BINH,), exact=True))),
        ("-binh", Not(Phrase((unit("binh", "binh"),)))),
        ('-"hòa bình"', Not(Phrase((HOA, BINH), exact=True))),
        ("tiêu đề:bình", InTitle(Phrase((BINH,)))),
        ("title:bình", InTitle(Phrase((BINH,)))),
        ('Tieu De:"hòa bình"', InTitle(Phrase((HOA, BINH)))),
        ("-title:bình", Not(InTitle(Phrase((BINH,), exact=True)))),
        ("nguồn:LSO", HasValue("source", ("lso",), "LSO")),
        ('nguon: "Báo Lĩnh Sơn"', HasValue("source", ("bao", "linh", "son"), "Báo Lĩnh Sơn")),
        ("mục:Kinh", HasValue("category", ("kinh",), "Kinh")),
        ('author:"phùng khiêm"', HasValue("author", ("phung", "khiem"), "phùng khiêm")),
        ("từ:04/07/2018", Dated(datetime.date(2018, 7, 4), None)),
        ("từ: 2018-07-04", Dated(datetime.date(2018, 7, 4), None)),
        ("den:2/2020", Dated(None, datetime.date(2020, 2, 29))),
        ("to:2020", Dated(None, datetime.date(2020, 12, 31))),
        ("-từ:2018", Not(Dated(datetime.date(2018, 1, 1), None))),
        ("=bình", Phrase((BINH,), exact=True)),
        ('="hòa bình"', Phrase((HOA, BINH), exact=True)),
        ('"=hòa bình"', Phrase((HOA, BINH), exact=True)),
        ("-=binh", Not(Phrase((unit("binh", "binh"),), exact=True))),
        ("title:=bình", InTitle(Phrase((BINH,), exact=True))),
        ("title:(hòa bình)", InTitle(Phrase((HOA, BINH)))),
        ("title:bi*", InTitle(Phrase((PREFIX,)))),
        ("-bi*", Not(Words((PREFIX,)))),
        ("ki*", Words((Unit(("ki",), ("ki",), prefix=True),))),
        ("KĨ*", Words((Unit(("kĩ",), ("ki",), prefix=True),))),
        ("hòa OR bình", AnyOf((Words((HOA,)), Words((BINH,))))),
        ("(hòa OR bình)", AnyOf((Words((HOA,)), Words((BINH,))))),
        ("-(hòa bình)", Not(Words((HOA, BINH)))),
        ("-(hòa OR bình)", Not(AnyOf((Words((HOA,)), Words((BINH,)))))),
        ('-(hòa "bình")', Not(AllOf((Words((HOA,)), Phrase((BINH,)))))),
    ],
)
def test_operators(typed: str, clause: Clause) -> None:
    assert parse(typed).clauses == (clause,)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("hòa - bình", ["hòa", "bình"]),
        ("hòa-bình", ["hòa", "bình"]),
        ("Nguồn: Internet", ["nguồn", "internet"]),
        ("kể từ: hôm nay", ["kể", "từ", "hôm", "nay"]),
        ("to:night show", ["to", "night", "show"]),
        ('hòa " bình', ["hòa", "bình"]),
        ("hòa” bình", ["hòa", "bình"]),
        ("(hòa) [bình]?!", ["hòa", "bình"]),
        ("hòa\u200b bi\u0300nh", ["hòa", "bình"]),
    ],
)
def test_what_is_no_operator_is_plain_words(typed: str, expected: list[str]) -> None:
    assert words(typed) == expected


def test_or_parts_all_that_stands_before_it_from_what_follows() -> None:
    both = Words((HOA, BINH))
    assert parse("hòa bình OR bình").clauses == (AnyOf((both, Words((BINH,)))),)
    assert parse("(hòa bình OR bình) bình").clauses == (Words((BINH,)), AnyOf((both, Words((BINH,)))))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("hòa or bình", ["hòa", "or", "bình"]),
        ("hòa ORbình", ["hòa", "orbình"]),
        ("thông tin (TTĐN)", ["thông", "tin", "ttđn"]),
        ("(hòa) ((bình)) f(x)", ["hòa", "bình", "f", "x"]),
        ("a) b)", ["a", "b"]),
    ],
)
def test_parentheses_and_or_that_say_nothing_are_plain_words(typed: str, expected: list[str]) -> None:
    query = parse(typed)
    assert query.problems == ()
    assert len(query.clauses) == 1
    assert words(typed) == expected


@pytest.mark.parametrize(("typed", "expected"), [("OR", ["or"]), ("OR hòa", ["or", "hòa"]), ("hòa OR", ["hòa", "or"])])
def test_an_or_that_parts_nothing_is_a_plain_word(typed: str, expected: list[str]) -> None:
    assert len(parse(typed).clauses) == 1
    assert words(typed) == expected


def test_parentheses_beyond_the_deepest_are_left_out_and_told() -> None:
    either = (AnyOf((Words((HOA,)), Words((BINH,)))),)
    deepest = "(" * MAX_DEPTH + "hòa OR bình" + ")" * MAX_DEPTH
    assert parse(deepest) == Query(deepest, either)
    deeper = parse(f"({deepest})")
    assert deeper.clauses == either
    assert [(problem.kind, problem.position) for problem in deeper.problems] == [("too_deep", MAX_DEPTH)]


@pytest.mark.parametrize(
    ("typed", "position"),
    [
        ("h*", 0), ("hòa *a", 4), ("ho*a", 1), ('"hoa*"', 3), ("title:h*", 6), ('title:"a b*c"', 9),
        ("title:(a b*c)", 9),
        ("=hoa*", 3), ("=ho*a", 2), ("b -=hoa*", 6), ('"=hoa* b"', 4), ('="hoa* d"', 4), ("title:=hoa*", 9),
        ("tác giả:hoa*", 10), ('source: "hoa* b"', 11), ("-mục:hoa*", 7),
    ],
)  # fmt: skip
def test_a_star_that_says_nothing_is_told(typed: str, position: int) -> None:
    assert [(problem.kind, problem.position) for problem in parse(typed).problems] == [("star", position)]


def test_dates_that_no_day_can_have_are_told() -> None:
    (problem,) = parse("từ:2019 đến:2018").problems
    assert problem.kind == "dates_reversed"
    assert "01/01/2019" in problem.text
    assert "2018-12-31" in problem.english
    assert parse("từ:2018 đến:2018").problems == ()
    assert parse("(từ:2019 OR đến:2018)").problems == ()


def test_what_punctuation_joins_is_one_unit() -> None:
    (clause,) = parse("ngày 4/7").clauses
    assert clause == Words((unit("ngày", "ngay"), Unit(("4", "7"), ("4", "7"), "4/7")))


def test_a_date_that_is_none_is_left_out_and_told() -> None:
    query = parse("hòa từ:31/02/2018 den:13/2018")
    assert query.clauses == (Words((HOA,)),)
    assert [problem.kind for problem in query.problems] == ["bad_date", "bad_date"]
    assert "31/02/2018" in query.problems[0].text
    assert "31/02/2018" in query.problems[0].english


def test_a_long_text_is_cut_between_words_and_told() -> None:
    query = parse("hòa " * 1_000)
    assert [problem.kind for problem in query.problems] == ["too_long", "too_many_terms"]
    assert len(query.sought_units()) == MAX_TERMS
    assert set(words("xin " + "hòa " * 1_000)) == {"xin", "hòa"}


def test_a_text_within_the_bounds_is_kept_whole() -> None:
    typed = "hòa " * 63 + "bình"
    assert len(typed) <= MAX_CHARACTERS
    assert parse(typed).problems == ()
    assert len(words(typed)) == 64


def test_terms_are_counted_over_all_clauses() -> None:
    query = parse('"' + "hòa " * 40 + '" "' + "bình " * 40 + '"')
    assert len(query.sought_units()) == MAX_TERMS
    assert [problem.kind for problem in query.problems] == ["too_many_terms"]


@pytest.mark.parametrize("typed", ["?!", "😀", '""', "--"])
def test_nothing_to_search_for_is_told(typed: str) -> None:
    query = parse(typed)
    assert query.clauses == ()
    assert [problem.kind for problem in query.problems] == ["no_words"]


def test_a_blank_query_is_no_problem() -> None:
    assert parse("  ").problems == ()


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_texts_have_a_meaning(typed: str) -> None:
    query = parse(typed)
    assert sum(len(unit.exact) for unit in query.sought_units()) <= MAX_TERMS


PIECES = st.sampled_from(
    [
        '"',
        "“",
        "”",
        "-",
        ":",
        " ",
        "\n",
        "từ:",
        "tác giả:",
        "title:",
        "den:",
        "hòa",
        "binh",
        "4/7",
        "2018",
        "31/12/2018",
        "*",
        "(",
        ")",
        " OR ",
        "=",
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join))
@example("từ:\u00a0")
def test_any_text_has_a_meaning_within_bounds(typed: str) -> None:
    query = parse(typed)
    assert query.typed == typed
    assert sum(len(unit.exact) for unit in query.sought_units()) <= MAX_TERMS
    assert bool(query.clauses) or not typed.strip() or query.problems


@given(st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join))
@example("từ:“2018”")
@example('("từ:" OR ')
@example('-("từ") -(title:từ) -("tu")')
@example('hòa ("từ:" bình OR ?!) binh')
@example('(("a" b OR ?!) OR c) d')
@example('-("a" b OR ?!) d')
@example('nguồn:“a"b»”')
def test_what_is_written_of_a_tree_is_read_as_that_tree(typed: str) -> None:
    query = parse(typed)
    again = parse(written(query))
    assert again.clauses == query.clauses
    assert written(again) == written(query)


@pytest.mark.parametrize("line", GOLDEN.read_text(encoding="utf-8").splitlines())
def test_what_a_saved_link_says_stays_the_same(line: str) -> None:
    saved = json.loads(line)
    query = parse(saved["typed"])
    assert tree(query) == saved["tree"]
    assert [problem.kind for problem in query.problems] == saved["problems"]
    assert tree(parse(written(query))) == saved["tree"]


@given(st.lists(st.text(string.ascii_letters + "ạảãàáđêôơưíìỉĩị", min_size=1), min_size=1, max_size=8))
def test_letters_and_spaces_are_always_plain_words(typed: list[str]) -> None:
    assert len(words(" ".join(typed))) == len(typed)
