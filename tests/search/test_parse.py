import datetime
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.parse import MAX_CHARACTERS, MAX_TERMS, parse
from search.query import Clause, Dated, HasValue, InTitle, Not, Phrase, Unit, Words

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
    ]
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join))
@example("từ:\u00a0")
def test_any_text_has_a_meaning_within_bounds(typed: str) -> None:
    query = parse(typed)
    assert query.typed == typed
    assert sum(len(unit.exact) for unit in query.sought_units()) <= MAX_TERMS
    assert bool(query.clauses) or not typed.strip() or query.problems


@given(st.lists(st.text(string.ascii_letters + "ạảãàáđêôơưíìỉĩị", min_size=1), min_size=1, max_size=8))
def test_letters_and_spaces_are_always_plain_words(typed: list[str]) -> None:
    assert len(words(" ".join(typed))) == len(typed)
