import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings

from index.text.segment import segment, tokenize
from tests.index.text.corpora import ANY_TEXT, HOSTILE_TEXT, made_up_paragraphs, news_texts, shared_file

Tokenize = Callable[[str], str]


@pytest.fixture(scope="module")
def stock() -> Tokenize:
    """Import pyvi itself, the oracle of this room."""
    from pyvi import ViTokenizer

    tokenize_as_pyvi: Tokenize = ViTokenizer.tokenize
    return tokenize_as_pyvi


def test_made_up_paragraphs_are_segmented_as_by_pyvi(stock: Tokenize) -> None:
    paragraphs = made_up_paragraphs(2_000)
    assert [text for text in paragraphs if tokenize(text) != stock(text)] == []


def test_news_is_segmented_as_by_pyvi(stock: Tokenize) -> None:
    paragraphs = [part for text in news_texts(160) for part in re.split(r"\n+|(?<=\.) ", text)]
    assert len(paragraphs) > 2_000
    assert [text for text in paragraphs if tokenize(text) != stock(text)] == []


def test_lower_case_news_is_segmented_as_by_pyvi(stock: Tokenize) -> None:
    texts = [text.lower() for text in news_texts(60)]
    assert [text for text in texts if tokenize(text) != stock(text)] == []


def test_treebank_sentences_are_segmented_as_by_pyvi(stock: Tokenize) -> None:
    lines = shared_file("text_cases/ud_vietnamese_vtb/vi_vtb-ud-test.conllu").read_text(encoding="utf-8").split("\n")
    sentences = [line.removeprefix("# text =") for line in lines if line.startswith("# text =")]
    assert len(sentences) > 500
    assert [text for text in sentences if tokenize(text) != stock(text)] == []


@settings(max_examples=400)
@given(text=HOSTILE_TEXT.map(lambda text: text.replace("\ud800", "")))
def test_hostile_fragments_are_segmented_as_by_pyvi(stock: Tokenize, text: str) -> None:
    assert tokenize(text) == stock(text)


ODD = """
... ?! “” – _ __ a__b 😀 ❤️ xãhộichủnghĩa Tp.HCM TP.HCM ThS.Nguyễn ĐHQG. Mr.A
a@b.vn đa@b.vn đa@b.c@d.e a@b.c@d.e .a@b.vn ...a@b.vn A.B@c.vn A.@b.vn @@a@b.vn a@b a@b..vn a@.b.vn a@b.vn.
a-@-.- 1.5a@b.vn 1.5@b.vn a@b.vn@c.vn x:a@b.vn a@b.vn/c a+b@c.d http://a@b.vn a@http://b.vn
a:// ://a _://a 1://a 1.5://a A://b 1.5 1.5. 1..5 1_1a 1,1,1 1.5a a1.5 ½ 4x4 16/08/2022 3,5% ->a ==>a => >>>
"""
ODD_WITH_SPACES = ("", " ", "\n", "\0", "\u0301", "\t a \t", "a  b", "a\r\nb", "xã\nhội", "XÃ HỘI", "xã Hội", "a:// b")
LONG = ("a." * 2_000, "a.a" * 500 + "@b.vn", "@" * 2_000, "a@b.c" * 500, "xã hội " * 2_000, "xãhội" * 2_000)


@pytest.mark.parametrize("text", [*ODD.split(), *ODD_WITH_SPACES, *LONG])
def test_odd_strings_are_segmented_as_by_pyvi(stock: Tokenize, text: str) -> None:
    assert tokenize(text) == stock(text)
    assert tokenize(unicodedata.normalize("NFD", text)) == stock(unicodedata.normalize("NFD", text))


def test_pyvi_stumbles_over_lone_surrogates_and_we_do_not(stock: Tokenize) -> None:
    with pytest.raises((UnicodeEncodeError, SystemError)):
        stock("xã hội \ud800")
    assert tokenize("xã hội \ud800") == "xã_hội \ud800"


@given(ANY_TEXT | HOSTILE_TEXT)
def test_segments_cover_all_but_white_space(text: str) -> None:
    segments = segment(text)
    spans = list(zip(segments.starts, segments.ends, strict=True))
    assert [text[start:end] for start, end in spans] == segments.tokens
    gaps = zip([0, *segments.ends], [*segments.starts, len(text)], strict=True)
    assert "".join(text[end:start] for end, start in gaps).strip() == ""
    assert len(segments.joined) == len(segments.tokens)


def test_joined_tokens_are_the_words_of_pyvi(stock: Tokenize) -> None:
    text = "ban chỉ đạo công tác thông tin đối ngoại giao ban sáu tháng đầu năm"
    segments = segment(text)
    links = [" ", *("_" if joined else " " for joined in segments.joined[1:])]
    assert "".join(link + token for link, token in zip(links, segments.tokens, strict=True))[1:] == stock(text)


@pytest.mark.parametrize("sign", ["”", "\n"])
def test_a_sign_may_be_part_of_a_word_for_pyvi_but_not_in_segments(stock: Tokenize, sign: str) -> None:
    text = f"tranh của {sign} họa sĩ"
    assert f"{sign}_họa_sĩ" in tokenize(text) == stock(text)
    assert segment(text).tokens == ["tranh", "của", sign, "họa", "sĩ"]
    assert segment(text).joined == [False, False, False, False, True]
