import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.streams import spell
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
def test_all_variants_but_an_error_say_the_same(text: str) -> None:
    for name, variant in VARIANTS.items():
        if name == "one typo":
            continue
        assert spell(variant(text)).folded == spell(text).folded, name
        if name != "no diacritics":
            assert spell(variant(text)).syllables == spell(text).syllables, name


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
