import unicodedata
from typing import Literal

import pytest
from hypothesis import given

from index.text.normalise import fold_syllable, normalise
from index.text.streams import ANALYSIS_VERSION, MAX_TERM, STREAMS, Analysis, Token, analyse
from tests.index.text.corpora import ANY_TEXT, HOSTILE_TEXT, made_up_paragraphs

LEAD = "LSO-Sáng nay (4/7), Ban Chỉ đạo công tác thông tin đối ngoại (TTĐN) họp ở Hoà Bình."


def terms(text: str, stream: str = "exact") -> list[str]:
    return [token.text for token in analyse(text).stream(stream)]


def check_shape(analysis: Analysis, text: str) -> None:
    count = len(analysis.syllables)
    assert len(analysis.folded) == len(analysis.starts) == len(analysis.ends) == count
    assert len(analysis.folded_bigrams) == max(0, count - 1)
    assert len(analysis.words) == len(analysis.word_positions)
    assert analysis.word_positions == sorted(set(analysis.word_positions))
    assert analysis.word_positions[:1] == [0][:count]
    assert len(analysis.compounds) == len(analysis.folded_compounds)
    assert analysis.starts == sorted(analysis.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(analysis.starts, analysis.ends, strict=True))
    for stream in STREAMS:
        tokens = list(analysis.stream(stream))
        positions = [token.position for token in tokens]
        assert positions == sorted(positions)
        limit = 2 * MAX_TERM + 1 if stream == "folded_bigrams" else MAX_TERM
        assert all(0 < len(token.text) <= limit for token in tokens)


@given(ANY_TEXT | HOSTILE_TEXT)
def test_any_text_has_well_formed_streams(text: str) -> None:
    analysis = analyse(text)
    check_shape(analysis, text)
    for syllable, start, end in zip(analysis.syllables, analysis.starts, analysis.ends, strict=True):
        assert syllable in analyse(text[start:end]).syllables


@given(HOSTILE_TEXT)
def test_words_are_made_of_the_syllables_from_their_position_on(text: str) -> None:
    analysis = analyse(text)
    ends = [*analysis.word_positions[1:], len(analysis.syllables)]
    for word, first, end in zip(analysis.words, analysis.word_positions, ends, strict=False):
        assert word == "_".join(analysis.syllables[first:end])


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_offsets_slice_back_to_every_token_of_made_up_paragraphs(form: Literal["NFC", "NFD"]) -> None:
    for paragraph in made_up_paragraphs(300):
        text = "\u200b" + unicodedata.normalize(form, paragraph)
        analysis = analyse(text)
        check_shape(analysis, text)
        for start, end, syllable in zip(analysis.starts, analysis.ends, analysis.syllables, strict=True):
            assert analyse(text[start:end]).syllables == [syllable], (text, text[start:end])
        for word in analysis.stream("words"):
            assert "_".join(analyse(text[word.start : word.end]).syllables) == word.text


def test_composed_and_decomposed_paragraphs_have_the_same_streams() -> None:
    for paragraph in made_up_paragraphs(300):
        composed, decomposed = (
            [(token.text, token.position) for stream in STREAMS for token in analyse(text).stream(stream)]
            for text in (unicodedata.normalize("NFC", paragraph), unicodedata.normalize("NFD", paragraph))
        )
        assert composed == decomposed


def test_the_streams_of_a_lead() -> None:
    analysis = analyse(LEAD)
    assert analysis.syllables == (
        [
            "lso",
            "sáng",
            "nay",
            "4",
            "7",
            "ban",
            "chỉ",
            "đạo",
            "công",
            "tác",
            "thông",
            "tin",
            "đối",
            "ngoại",
            "ttđn",
            "họp",
            "ở",
            "hòa",
            "bình",
        ]
    )
    assert analysis.folded == [
        "lso",
        "sang",
        "nay",
        "4",
        "7",
        "ban",
        "chi",
        "dao",
        "cong",
        "tac",
        "thong",
        "tin",
        "doi",
        "ngoai",
        "ttdn",
        "hop",
        "o",
        "hoa",
        "binh",
    ]
    assert analysis.words == [
        "lso",
        "sáng",
        "nay",
        "4",
        "7",
        "ban",
        "chỉ_đạo",
        "công_tác",
        "thông_tin",
        "đối_ngoại",
        "ttđn",
        "họp",
        "ở",
        "hòa_bình",
    ]
    assert analysis.word_positions == [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 15, 16, 17]
    assert analysis.compounds == [("lso-sáng", 0, 2), ("4/7", 3, 2)]
    assert analysis.folded_compounds == ["lso-sang", "4/7"]
    assert analysis.folded_bigrams[:4] == ["lso sang", "sang nay", "nay 4", "4 7"]


def test_every_stream_yields_tokens_with_offsets_in_the_text_as_given() -> None:
    text = "Họp 4/7 ở Hoà\u200b Bình"
    analysis = analyse(text)
    assert list(analysis.stream("exact")) == [
        Token("họp", 0, 3, 0),
        Token("4", 4, 5, 1),
        Token("4/7", 4, 7, 1),
        Token("7", 6, 7, 2),
        Token("ở", 8, 9, 3),
        Token("hòa", 10, 14, 4),
        Token("bình", 15, 19, 5),
    ]
    assert [token.text for token in analysis.stream("folded")] == ["hop", "4", "4/7", "7", "o", "hoa", "binh"]
    assert list(analysis.stream("words"))[-1] == Token("hòa_bình", 10, 19, 4)
    assert list(analysis.stream("folded_bigrams"))[-2:] == [Token("o hoa", 8, 14, 3), Token("hoa binh", 10, 19, 4)]


def test_an_unknown_stream_is_named_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="no token stream 'title'; the streams are exact, words, folded"):
        analyse("").stream("title")


@pytest.mark.parametrize("text", ["", " ", "\n\n", "?! … “”", "–", "___", "\0", "\ud800", "😀", "\u0301\u200b", "%"])
def test_text_without_letters_and_digits_has_no_tokens(text: str) -> None:
    assert all(list(analyse(text).stream(stream)) == [] for stream in STREAMS)


def test_one_syllable_has_no_bigram() -> None:
    assert analyse("đường").folded_bigrams == []
    assert terms("đường", "folded") == ["duong"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "HÒA BÌNH"),
        ("kĩ thuật", "kỹ thuật"),
        ("bác sỹ", "bác sĩ"),
        ("thuỷ lợi", "thủy lợi"),
        ("Ðảng ủy", "Đảng uỷ"),
        ("an­h\u200b em", "anh em"),
        ("H’Mông", "H'Mông"),
        ("5–7%", "5-7%"),
    ],
)
def test_two_spellings_have_the_same_streams(one: str, other: str) -> None:
    for stream in STREAMS:
        assert terms(one, stream) == terms(other, stream)


def test_words_do_not_depend_on_capitals() -> None:
    assert analyse("HỘI NGHỊ ĐỐI NGOẠI").words == analyse("hội nghị đối ngoại").words == ["hội_nghị", "đối_ngoại"]


def test_a_syllable_beyond_the_limit_is_cut_and_still_found_by_itself() -> None:
    text = "x" * 200
    analysis = analyse(f"a {text} b")
    assert analysis.syllables == ["a", "x" * MAX_TERM, "b"]
    assert (analysis.starts[1], analysis.ends[1]) == (2, 202)
    assert terms(text) == [analysis.syllables[1]]


def test_a_word_beyond_the_limit_is_left_in_syllables() -> None:
    text = "_".join(["nghiêng"] * 20)
    assert analyse(text).words == ["nghiêng"] * 20
    assert analyse(text).word_positions == list(range(20))
    assert analyse("nghiêng_nghiêng").words == ["nghiêng_nghiêng"]


def test_folded_is_the_fold_of_the_exact_syllable() -> None:
    for paragraph in made_up_paragraphs(200):
        analysis = analyse(paragraph)
        assert analysis.folded == [fold_syllable(syllable) for syllable in analysis.syllables]


def test_analysis_does_not_change_what_is_already_normalised() -> None:
    for paragraph in made_up_paragraphs(200):
        assert analyse(normalise(paragraph).text).syllables == analyse(paragraph).syllables


def test_the_version_names_model_and_rules() -> None:
    assert ANALYSIS_VERSION == "pyvi-0.1.1+rules-2"
