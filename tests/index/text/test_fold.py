import unicodedata
from typing import Literal

import pytest
from hypothesis import given

from index.text.fold import fold
from tests.index.text.corpora import ANY_TEXT, HOSTILE_TEXT


@given(ANY_TEXT | HOSTILE_TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT | HOSTILE_TEXT)
def test_folding_never_makes_text_longer(text: str) -> None:
    assert len(fold(text)) <= len(text)


@pytest.mark.parametrize("block", [range(0, 0x3000), range(0x3000, 0xD800), range(0xE000, 0x20000)])
def test_every_letter_folds_to_what_folds_to_itself(block: range) -> None:
    assert [chr(code) for code in block if fold(fold(chr(code))) != fold(chr(code)) or len(fold(chr(code))) > 1] == []


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_vietnamese_letter_folds_to_ascii(form: Literal["NFC", "NFD"]) -> None:
    vowels = "aăâeêioôơuưy" + "AĂÂEÊIOÔƠUƯY"
    letters = [
        unicodedata.normalize("NFC", vowel + tone)
        for vowel in vowels
        for tone in ("", *"\u0300\u0301\u0309\u0303\u0323")
    ]
    assert len(letters) == 24 * 6
    folded = fold(unicodedata.normalize(form, "".join(letters)) + "đĐ")
    assert folded == "".join(6 * base for base in "aaaeeiooouuyAAAEEIOOOUUY") + "dD"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("đường", "duong"),
        ("Đường", "Duong"),
        ("ĐỐI NGOẠI", "DOI NGOAI"),
        ("nguyễn", "nguyen"),
        ("Ðảng", "Dang"),  # U+00D0, not U+0110
        ("Wałęsa", "Walesa"),
        ("Ǿ", "O"),
        ("d\u0323uong", "duong"),
        ("が", "が"),  # another letter, not a mark upon one
        ("16/08/2022", "16/08/2022"),
        ("", ""),
    ],
)
def test_words_that_taught_us_something(written: str, folded: str) -> None:
    assert fold(written) == folded
