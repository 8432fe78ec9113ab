import pytest
from hypothesis import given

from index.text.normalise import normalise
from index.text.streams import MAX_TERM, analyse
from tests.index.text.corpora import HOSTILE_TEXT


def compounds(text: str) -> list[str]:
    return [compound for compound, _, _ in analyse(text).compounds]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("họp ngày 4/7.", ["4/7"]),
        ("(16/08/2022)", ["16/08/2022"]),
        ("tăng 3,5%, giảm", ["3,5%"]),
        ("tăng 50 % và 50%", ["50%"]),
        ("từ 5-7%.", ["5-7%", "7%"]),
        ("lãi 35%/năm", ["35%", "35%/năm"]),
        ("Covid-19", ["covid-19"]),
        ("TP.HCM", ["tp.hcm"]),
        ("Nghị định 118/2015/NĐ-CP,", ["118/2015/nđ-cp"]),
        ("bộ GD&ĐT", ["gd&đt"]),
        ("người H’Mông ở Ea H'leo", ["h'mông", "h'leo"]),
        ("lúc 10:30, theo ISO 9001:2008", ["10:30", "9001:2008"]),
        ("giai đoạn 2015–2020", ["2015-2020"]),
        ("báo baolangson.vn", ["baolangson.vn"]),
        ("https://baolangson.vn/a-b/?c=1).", ["https://baolangson.vn/a-b/?c=1", "baolangson.vn/a-b"]),
        ("toasoan@baolangson.vn", ["toasoan@baolangson.vn"]),
        ("a.b+c@baolangson.vn", ["a.b", "a.b+c@baolangson.vn", "c@baolangson.vn"]),
        ("#tin_tức", ["tin_tức"]),
        ("tin__tức", ["tin__tức"]),
        ("bác sỹ/kĩ sư", ["sĩ/kỹ"]),
        ("v.v...", ["v.v"]),
    ],
)
def test_what_is_one_term_besides_its_parts(text: str, found: list[str]) -> None:
    assert compounds(text) == found


@pytest.mark.parametrize(
    "text",
    [
        *[
            "ảnh:Reuters",
            "một,hai",
            "ra.” Sau",
            "nói:“Đi”",
            "4 / 7",
            "xã - hội",
            "1.000.000",
            "3,5",
            "kết thúc.",
            "(a)",
            "-a-",
        ],
        *[
            "a--b",
            "a…b",
            "50 %",
            "%",
            "a%",
            "%a",
            "50 %/năm",
            "a,1",
            "1:a",
            "/a",
            "a/",
            "@a",
            "a@",
            "xã hội",
            "a\u00a0b",
        ],
    ],
)
def test_what_is_not(text: str) -> None:
    assert compounds(text) == []


def test_the_parts_of_a_compound_are_positions() -> None:
    analysis = analyse("xem https://baolangson.vn/Tin_Tức?a=1 và toasoan@baolangson.vn")
    assert analysis.syllables == [
        "xem",
        "https",
        "baolangson",
        "vn",
        "tin",
        "tức",
        "a",
        "1",
        "và",
        "toasoan",
        "baolangson",
        "vn",
    ]
    assert analysis.words == [
        "xem",
        "https",
        "baolangson",
        "vn",
        "tin_tức",
        "a",
        "1",
        "và",
        "toasoan",
        "baolangson",
        "vn",
    ]
    assert ("toasoan@baolangson.vn", 9, 3) in analysis.compounds


def test_a_compound_is_found_with_and_without_diacritics() -> None:
    assert analyse("18/2015/NĐ-CP").folded_compounds == ["18/2015/nd-cp"]
    assert analyse("KĨ-THUẬT").folded_compounds == analyse("kỹ-thuật").folded_compounds == ["ky-thuat"]


def test_the_span_of_a_percentage_holds_its_sign() -> None:
    text = "tăng 3,5\u200b% ở"
    [token] = [token for token in analyse(text).stream("exact") if token.text == "3,5%"]
    assert text[token.start : token.end] == "3,5\u200b%"
    assert token.position == 1


def test_a_compound_beyond_the_limit_is_dropped_and_its_parts_stay() -> None:
    fits = "/".join(["a" * 7] * 8)
    assert len(fits) == MAX_TERM - 1
    assert compounds(fits) == [fits]
    assert compounds(fits + "/b") == []
    assert analyse(fits + "/b").syllables == ["a" * 7] * 8 + ["b"]


@given(HOSTILE_TEXT)
def test_a_compound_holds_its_parts_and_is_written_so_in_the_text(text: str) -> None:
    analysis = analyse(text)
    assert len(set(analysis.compounds)) == len(analysis.compounds)
    for (compound, first, count), folded in zip(analysis.compounds, analysis.folded_compounds, strict=True):
        assert " " not in compound
        for part, folded_part in zip(
            analysis.syllables[first : first + count], analysis.folded[first : first + count], strict=True
        ):
            assert part in compound
            assert folded_part in folded
        end = analysis.ends[first + count - 1] + compound.endswith("%")
        assert len(normalise(text[analysis.starts[first] : end]).text) == len(compound)
