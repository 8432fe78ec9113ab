import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.streams import spell
from search.keystrokes import telex, vni
from search.variants import VARIANTS, new_tone, one_typo

WORDS = ["hòa", "thủy", "khỏe", "quý", "toàn", "của", "Đường", "phố", "4/7", "Covid-19", "bình", "😀", "họp"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=8)


@pytest.mark.parametrize(
    ("old", "new"),
    [("hòa bình", "hoà bình"), ("Thủy điện KHỎE", "Thuỷ điện KHOẺ"), ("quý quả", "quý quả"), ("toàn của", "toàn của")],
)
def test_tones_move_to_the_second_vowel_of_an_open_syllable(old: str, new: str) -> None:
    assert new_tone(old) == new
    assert new_tone(new) == new


@given(TEXTS.map(" ".join))
def test_all_variants_but_errors_and_keystrokes_say_the_same(text: str) -> None:
    for name, variant in VARIANTS.items():
        if name in ("one typo", "Telex", "VNI"):
            continue
        assert spell(variant(text)).folded == spell(text).folded, name
        if "diacritics" not in name:
            assert spell(variant(text)).syllables == spell(text).syllables, name


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("half diacritics", "Bác sy Đường o lại hop"),
        ("i for y", "Bác sĩ Đường ở lại họp"),
        ("punctuation", "Bác, sỹ, Đường, ở, lại, họp!?"),
        ("Telex", "Bacs syx DDuwowngf owr laij hopj"),
        ("VNI", "Bac1 sy4 D9u7o7ng2 o73 lai5 hop5"),
    ],
)
def test_each_variant_is_another_way_to_type(name: str, typed: str) -> None:
    assert VARIANTS[name]("Bác sỹ Đường ở lại họp") == typed


@pytest.mark.parametrize("word", ["hòa", "thủy", "đường", "ngưỡng", "ẩn", "nghiệm", "ước"])
def test_keys_are_read_as_what_they_make(word: str) -> None:
    assert telex(VARIANTS["Telex"](word)) == vni(VARIANTS["VNI"](word)) == word


@given(TEXTS.map(" ".join))
def test_a_typo_is_in_one_word_and_the_same_each_time(text: str) -> None:
    mistyped = one_typo(text)
    assert mistyped == one_typo(text)
    assert sum(a != b for a, b in zip(text.split(" "), mistyped.split(" "), strict=True)) <= 1


def test_most_texts_get_a_typo() -> None:
    texts = [f"hòa bình đường phố {number}" for number in range(100)]
    assert sum(one_typo(text) != text for text in texts) > 80


def test_nfd_is_decomposed() -> None:
    assert VARIANTS["NFD"]("hòa") == unicodedata.normalize("NFD", "hòa") != "hòa"
