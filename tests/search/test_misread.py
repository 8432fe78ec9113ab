"""What looks like an operator or a field and is none is told, with what to type instead; headlines are left alone."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.misread import MOST_PROBLEMS
from search.parse import parse
from tests.search.test_parse import HOSTILE

# Each looks like a field, an operator or a date in some way, as headlines do.
HEADLINES = [
    "Bài 1: Người giữ lửa bên dòng Khuổi Tát",
    "Nghệ An:Mưa lớn chia cắt ba xã vùng cao",
    "Việt Nam: 8 huyện được công nhận nông thôn mới",
    "Việt Nam: 2.018 nhà máy nối lại dây chuyền",
    "Mỗi ngày: 5 thói quen giữ mắt khỏe",
    "Mười năm: những chuyến đò của ông Nghiệm",
    "Cảnh báo: Lũ lên nhanh trên sông Kỳ",
    "Thủ tướng: “Không để ai thiếu ăn dịp Tết”",
    'Chủ quán: "Tôi bán phở từ 5:30 sáng"',
    "Kể từ: hôm nay, vé tàu giảm giá",
    "Thắng đậm, đi tới: chuyện của đội bóng làng",
    "Trận Lĩnh Sơn - Bắc Khê: tỷ số 3:1, khán đài vỡ òa",
    "Xem tại https://baolinhson.example/tin:moi?id=3",
    "Giá vàng 26/6: SJC đứng yên, nhẫn trơn tăng",
    "Chợ phiên 04/07/2018 đông khách chưa từng thấy",
    "Ông Phạm Văn Vĩ (1954 - 2018) và vườn lan",
    "Rock and roll về bản; rap or not?",
    'Tivi 55" giảm giá, tivi 65" cháy hàng',
    "Ngân hàng ORIENT & đối tác AND-X ký kết",
    "Đến: chuyến tàu cuối năm",
]

FIELDS = [
    ("năm:2018", "từ:2018 đến:2018", "từ:2018 đến:2018"),
    ("Năm: 2018", "từ:2018 đến:2018", "từ:2018 đến:2018"),
    ("year:2018", "from:2018 to:2018", "from:2018 to:2018"),
    ("tháng:7", "từ:7/2018 đến:7/2018", None),
    ("lũ -năm:2018", "từ:2018 đến:2018", "lũ -(từ:2018 đến:2018)"),
    ("tháng:7/2018 lũ", "từ:7/2018 đến:7/2018", "từ:7/2018 đến:7/2018 lũ"),
    ("ngày:04/07/2018", "từ:04/07/2018 đến:04/07/2018", "từ:04/07/2018 đến:04/07/2018"),
    ("ngày:", "từ:04/07/2018 đến:04/07/2018", None),
    ("before:2018 lũ", "đến:2018", "to:2018 lũ"),
    ("after:xưa", "từ:04/07/2018", None),
    ("site:baolinhson.example", "nguồn:baolinhson.example", "source:baolinhson.example"),
    ("intitle:lũ", "tiêu đề:lũ", "title:lũ"),
    ('chuyên mục:"Kinh tế" lũ', 'mục:"Kinh tế"', 'mục:"Kinh tế" lũ'),
    ("titel:lũ", "tiêu đề:lũ", "title:lũ"),
    ("tac_gia:Linh", "tác giả:Linh", "tác giả:Linh"),
    ("foo:bar", "tác giả:, nguồn:, mục:, tiêu đề:, từ:, đến:", None),
]


def kinds(typed: str) -> list[tuple[str, int]]:
    return [(problem.kind, problem.position) for problem in parse(typed).problems]


@pytest.mark.parametrize("headline", HEADLINES)
def test_headlines_are_left_alone(headline: str) -> None:
    assert parse(headline).problems == ()
    assert parse(headline).instead is None


NAMES = st.text(string.ascii_letters + "àđêôơưĂĐ", min_size=1, max_size=9)


@given(st.lists(NAMES, min_size=1, max_size=5), st.lists(NAMES, min_size=1, max_size=5))
def test_a_colon_that_ends_a_word_is_punctuation(before: list[str], after: list[str]) -> None:
    headline = f"Tin {' '.join(before)} hay: {' '.join(after)} hết"
    assert {kind for kind, _ in kinds(headline)} <= {"unknown_operator", "lone_or"}


@given(NAMES, NAMES)
def test_a_sentence_that_begins_right_after_a_colon_is_no_value(name: str, begins: str) -> None:
    assert kinds(f"Ở {name.capitalize()}ông:{begins.capitalize()} xong") == []


@pytest.mark.parametrize(("typed", "advised", "instead"), FIELDS)
def test_an_unknown_field_is_told_with_the_one_to_type(typed: str, advised: str, instead: str | None) -> None:
    query = parse(typed)
    (problem,) = query.problems
    assert problem.kind == "unknown_field"
    assert advised in problem.text + problem.english
    assert query.instead == instead
    assert instead is None or parse(instead).problems == ()


def test_what_of_an_unknown_field_is_searched_is_told() -> None:
    (problem,) = parse('lũ chuyên mục:"Kinh tế"').problems
    assert (problem.position, "“chuyên” được tìm" in problem.text) == (3, True)
    assert "“foo” is searched for as plain words" in parse("foo:bar").problems[0].english


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("title:", [("empty_field", 0)]),
        ("lũ mục:", [("empty_field", 3)]),
        ("mục: Kinh tế", [("empty_field", 0)]),
        ('lũ tiêu đề:""', [("empty_field", 3)]),
        ("từ:", [("empty_field", 0)]),
        ("(đến: )", [("empty_field", 1)]),
        ("tu:abc", [("bad_date", 3)]),
        ("từ: 13/2018", [("bad_date", 3)]),
        ("từ:xưa đến:nay", [("bad_date", 3), ("bad_date", 11)]),
        ("lũ ()", [("empty_parentheses", 3)]),
        ("-( )", [("empty_parentheses", 1), ("no_words", 0)]),
        ("lũ (", [("empty_parentheses", 3)]),
        ('"', [("unclosed_quotation", 0), ("no_words", 0)]),
        ("-chợ", [("only_excluded", 0)]),
        ('-"chợ nổi" -tàu', [("only_excluded", 0)]),
        ("-nguồn:LSO", []),
        ("-từ:2018", []),
        ("04/07/2018", [("date_as_words", 0)]),
        ("2018-07-04", [("date_as_words", 0)]),
        ("ngày 4 tháng 7 năm 2018", [("date_as_words", 0)]),
        ("thang 7/2018", [("date_as_words", 0)]),
        ('"04/07/2018"', [("date_as_words", 0)]),
        ("31/02/2018", []),
        ("2018", []),
        ("4/7", []),
    ],
)
def test_what_is_missing_is_told(typed: str, found: list[tuple[str, int]]) -> None:
    assert kinds(typed) == found


@pytest.mark.parametrize(
    ("typed", "found", "instead"),
    [
        ("OR lạng sơn", [("lone_or", 0)], "lạng sơn"),
        ("lạng sơn OR", [("lone_or", 9)], "lạng sơn"),
        ("lũ OR OR bão", [("lone_or", 6)], "lũ OR bão"),
        ("(lũ OR) bão", [("lone_or", 4)], "(lũ ) bão"),
        ("OR", [("lone_or", 0)], None),
        ("lũ AND bão", [("unknown_operator", 3)], "lũ bão"),
        ("lũ NOT bão", [("unknown_operator", 3)], "lũ -bão"),
        ("lũ AND NOT bão", [("unknown_operator", 3), ("unknown_operator", 7)], "lũ -bão"),
        ("lũ || bão", [("unknown_operator", 3)], "lũ OR bão"),
        ("lũ NOT", [("unknown_operator", 3)], "lũ"),
        ('"đường sắt', [("unclosed_quotation", 0)], '"đường sắt"'),
        ("lũ “đường sắt", [("unclosed_quotation", 3)], "lũ “đường sắt”"),
        ("lũ từ:2019 đến:2018", [("dates_reversed", 0)], "lũ từ:2018 đến:2019"),
    ],
)
def test_what_can_be_put_right_is(typed: str, found: list[tuple[str, int]], instead: str | None) -> None:
    assert kinds(typed) == found
    assert parse(typed).instead == instead
    assert instead is None or kinds(instead) == []


def test_the_marks_of_phrases_alone_are_taken_away() -> None:
    typed = 'Bàn "phương án" -"Chợ nổi" nguồn:"Lĩnh Sơn" («lũ» OR -("bão lớn"))'
    assert parse(typed).unquoted == 'Bàn phương án -"Chợ nổi" nguồn:"Lĩnh Sơn" ( lũ OR -("bão lớn"))'
    assert parse('nguồn:"Lĩnh Sơn"').unquoted is None


@pytest.mark.parametrize("typed", HOSTILE)
def test_few_problems_are_told_and_none_twice(typed: str) -> None:
    sentences = [problem.text for problem in parse(typed * 3).problems]
    assert len(sentences) == len(set(sentences)) <= MOST_PROBLEMS


@given(
    st.lists(
        st.sampled_from(["OR", "AND", "NOT", "(", ")", '"', "năm:2018", "title:", "lũ", "từ:9", "a:b"]), max_size=9
    )
)
def test_every_problem_has_a_place_and_a_sentence_in_both_languages(pieces: list[str]) -> None:
    typed = " ".join(pieces)
    for problem in parse(typed).problems:
        assert 0 <= problem.position <= len(typed)
        assert problem.text != problem.english
        assert "{" not in problem.text + problem.english


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("a AND b AND c", "a b c"),
        ("lũ || bão || mưa", "lũ OR bão OR mưa"),
        ("lũ NOT bão NOT mưa", "lũ -bão -mưa"),
        ("lũ NOT năm:2018", None),  # a minus before two fields would leave out but one of them
        ('năm:"2019" lũ', "từ:2019 đến:2019 lũ"),
        ('sau:"2019"', "từ:2019"),
        ("NOT -chợ", None),
        ("NOT NOT chợ", None),
    ],
)
def test_what_is_put_right_is_so_throughout_or_not_offered(typed: str, instead: str | None) -> None:
    assert parse(typed).instead == instead
    assert instead is None or not parse(instead).problems
