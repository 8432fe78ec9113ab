import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.fold import fold
from index.text.nfc import nfc
from index.text.normalise import IY_EQUIVALENTS, fold_syllable, normalise, normalise_syllable
from tests.index.text.corpora import ANY_TEXT, HOSTILE_TEXT, shared_file

MARKED_TEXT = st.text("aeioưđdĐx \u0300\u0301\u0302\u0306\u0309\u031b\u0323\u034f\u0f73\u094d\u1161\u200b")


@given(ANY_TEXT | HOSTILE_TEXT | MARKED_TEXT)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalise(text)
    twice = normalise(once.text)
    assert twice.text == once.text
    assert twice.offsets is None


@given(ANY_TEXT | HOSTILE_TEXT | MARKED_TEXT)
def test_composed_and_decomposed_text_are_one(text: str) -> None:
    composed = normalise(unicodedata.normalize("NFC", text)).text
    assert normalise(text).text == composed
    assert normalise(unicodedata.normalize("NFD", text)).text == composed


@given(ANY_TEXT | HOSTILE_TEXT | MARKED_TEXT)
def test_normalised_text_is_nfc_and_lower_case(text: str) -> None:
    normalised = normalise(text).text
    assert unicodedata.is_normalized("NFC", normalised)
    assert normalised == normalised.lower()


@given(ANY_TEXT | HOSTILE_TEXT | MARKED_TEXT)
def test_offsets_lead_back_to_the_text_as_given(text: str) -> None:
    normalised = normalise(text)
    offsets = normalised.offsets
    if offsets is None:
        assert len(normalised.text) == len(text)
    else:
        assert len(offsets) == len(normalised.text) + 1
        assert list(offsets) == sorted(offsets)
        assert offsets[-1] == len(text)
    for place in range(len(normalised.text)):
        start, end = normalised.span(place, place + 1)
        assert normalised.text[place] in normalise(text[start:end]).text


@given(ANY_TEXT | HOSTILE_TEXT | MARKED_TEXT)
def test_composing_is_unicodes(text: str) -> None:
    assert nfc(text) == unicodedata.normalize("NFC", text)


@given(st.text("\u0300\u0323\u0f73\u0f71\u0344\u093c\u094d\u3099\u034f", min_size=40, max_size=200))
def test_composing_long_runs_of_marks_is_unicodes(marks: str) -> None:
    assert nfc("a" + marks + "b") == unicodedata.normalize("NFC", "a" + marks + "b")


def test_whatever_unicode_can_compose_is_composed() -> None:
    composed = [chr(code) for code in range(0x110000) if unicodedata.decomposition(chr(code))[:1] not in ("", "<")]
    composed += [chr(code) for code in range(0xAC00, 0xD7A4)]
    assert len(composed) > 12_000
    for letter in composed:
        assert normalise("x" + unicodedata.normalize("NFD", letter) + "x").text == normalise(f"x{letter}x").text


@pytest.mark.parametrize(
    ("written", "normalised"),
    [
        ("Tiếng VIỆT", "tiếng việt"),
        (unicodedata.normalize("NFD", "Tiếng VIỆT"), "tiếng việt"),
        ("\ufeffTin\u200b m\u00adới\u200d", "tin mới"),
        ("I\u0307STANBUL İstanbul", "istanbul istanbul"),
        ("ΟΔΟΣ", "οδοσ"),
        ("Ðảng", "đảng"),  # U+00D0, as old files write it
        ("đượ\u0323c nhà\u0300", "được nhà"),  # a mark typed twice
        ("ệ", "ệ"),
        ("e\u0323\u0302", "ệ"),
        ("e\u0302\u0323", "ệ"),
        ("\0\ud800A", "\0\ud800a"),
        ("", ""),
    ],
)
def test_one_spelling_for_one_text(written: str, normalised: str) -> None:
    assert normalise(written).text == normalised


def test_the_span_of_a_letter_holds_all_its_marks() -> None:
    text = "e\u0302\u0323 \u200bo\u031b\u0323"
    normalised = normalise(text)
    assert normalised.text == "ệ ợ"
    assert normalised.span(0, 1) == (0, 3)
    assert normalised.span(2, 3) == (5, 8)
    assert normalised.span(0, 3) == (0, 8)
    assert normalised.span(3, 3) == (8, 8)


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        *[("hoà", "hòa"), ("khoẻ", "khỏe"), ("thuỷ", "thủy"), ("uỷ", "ủy"), ("oà", "òa"), ("loé", "lóe")],
        *[("hoàn", "hoàn"), ("toán", "toán"), ("khuỷu", "khuỷu"), ("ngoáy", "ngoáy"), ("huýt", "huýt")],
        *[("hòa", "hòa"), ("ủy", "ủy"), ("quý", "quý"), ("quỳ", "quỳ"), ("quỹ", "quỹ"), ("hoa", "hoa"), ("uy", "uy")],
        *[("kĩ", "kỹ"), ("kì", "kỳ"), ("kỉ", "kỷ"), ("kí", "ký"), ("lí", "lý"), ("mĩ", "mỹ"), ("sỹ", "sĩ")],
        *[("quí", "quý"), ("quĩ", "quỹ"), ("qui", "quy"), ("tỷ", "tỷ"), ("tỉ", "tỉ"), ("tai", "tai"), ("tay", "tay")],
        *[("covid", "covid"), ("2022", "2022"), ("", "")],
    ],
)
def test_spelling_of_syllables(written: str, spelled: str) -> None:
    assert normalise_syllable(written) == spelled


@given(st.text("aàáảãạoòóuùúyỳýỷỹỵèéẻiìíĩqhtksmln", max_size=6))
def test_spelling_a_syllable_keeps_its_length_and_its_fold(syllable: str) -> None:
    spelled = normalise_syllable(syllable)
    assert normalise_syllable(spelled) == spelled
    assert len(spelled) == len(syllable)
    assert fold_syllable(spelled) == fold_syllable(syllable)


def test_two_spellings_of_a_word_meet_without_diacritics() -> None:
    for rare, common in IY_EQUIVALENTS.items():
        spellings = (rare, common, fold(rare), fold(common))
        assert len({fold_syllable(spelling) for spelling in spellings}) == 1, spellings
    assert fold_syllable("ki") == "ky"
    assert fold_syllable("tỷ") != fold_syllable("tỉ")
    assert fold_syllable("đường") == "duong"


def test_tones_as_in_the_published_map_from_old_to_new() -> None:
    old_to_new = json.loads(shared_file("text_cases/vinai_tone_map_old_to_new.json").read_text(encoding="utf-8"))
    pairs = {(old.lower(), new.lower()) for old, new in old_to_new.items()}
    assert len(pairs) == 15
    for old, new in pairs:
        assert normalise_syllable(new) == normalise_syllable(old) == old
        assert normalise_syllable("kh" + new) == "kh" + old
        assert normalise_syllable("q" + new) == "q" + new
        assert normalise_syllable(new + "n") == new + "n"
