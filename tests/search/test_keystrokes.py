"""Keystrokes of Telex and VNI, and texts that only look like them."""

import itertools
import json
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.fold import fold
from index.text.normalise import normalise_syllable
from search.keystrokes import ENGLISH, read, telex, vni
from tests.sample import SHARED

PAIRS = SHARED / "data" / "text_cases" / "bamboo_telex_pairs.jsonl"
# Of the published pairs those that make no syllable: letters alone, keys that take themselves back.
NO_SYLLABLES = {"dd", "sdd", "ww", "oddp", "noww", "sawss", "tooss", "tosos", "toorr", "tnoss", "loz", "duwongwj",
                "aloo", "kimso", "catr"}  # fmt: skip
TELEX_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
VNI_TONES = {mark: str(number) for number, mark in enumerate(("\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), 1)}
TELEX_LETTERS = {"â": "aa", "ê": "ee", "ô": "oo", "ă": "aw", "ơ": "ow", "ư": "uw", "đ": "dd"}
VNI_LETTERS = {"â": "a6", "ê": "e6", "ô": "o6", "ă": "a8", "ơ": "o7", "ư": "u7", "đ": "d9"}
SYLLABLES = [
    "diễn", "biến", "hòa", "bình", "người", "nước", "việt", "đường", "nghiệm", "khỏe", "thủy", "quả", "giá", "giữa",
    "quốc", "quyền", "chuyện", "được", "những", "ấm", "ủy", "ở", "ứng", "đổi", "đối", "ngoại", "mười", "rượu",
    "hươu", "xoài", "quặc", "thuở", "tuần", "biển", "đẹp", "ầm", "ăn", "ước"
]  # fmt: skip


def typed(syllable: str, letters: dict[str, str], tones: dict[str, str], *, tone_last: bool) -> str:
    """Return the keys of a syllable: each mark after its letter, the tone after its letter or at the end."""
    keys, last = "", ""
    for letter in syllable:
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(tones[mark] for mark in parts if mark in tones)
        plain = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones))
        keys += letters.get(plain, plain) + ("" if tone_last else tone)
        last += tone if tone_last else ""
    return keys + last


@pytest.mark.parametrize("syllable", SYLLABLES)
@pytest.mark.parametrize("tone_last", [True, False])
def test_the_keys_of_a_syllable_make_it(syllable: str, tone_last: bool) -> None:
    assert telex(typed(syllable, TELEX_LETTERS, TELEX_TONES, tone_last=tone_last)) == syllable
    assert vni(typed(syllable, VNI_LETTERS, VNI_TONES, tone_last=tone_last)) == syllable


@pytest.mark.parametrize(
    ("keys", "syllable"),
    [("dieenx", "diễn"), ("dienex", "diễn"), ("nguoiwf", "người"), ("nguwoif", "người"), ("cuongw", "cương"),
     ("duwoi", "dươi"), ("thuowr", "thuở"), ("tw", "tư"), ("toowi", "tơi"), ("giamaf", "giầm"), ("dadf", "đà")],
)  # fmt: skip
def test_a_key_may_stand_anywhere_after_its_letter(keys: str, syllable: str) -> None:
    assert telex(keys) == syllable


@pytest.mark.parametrize("keys", ["binh", "hoa", "ban", "boss", "cars", "news", "fox2", "xyz", "ss", "123", ""])
def test_what_makes_no_syllable_is_none(keys: str) -> None:
    assert telex(keys) is None


@pytest.mark.parametrize("keys", ["binh", "covid19", "h5n1", "u23", "g20", "f0", "t2", "6", "a66"])
def test_letters_with_digits_that_make_no_syllable_are_none(keys: str) -> None:
    assert vni(keys) is None


@pytest.mark.skipif(not PAIRS.exists(), reason=f"{PAIRS} is absent")
def test_published_pairs_are_read_as_published() -> None:
    pairs = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    wrong = {
        pair["keys"]: (telex(pair["keys"].lower()), pair["expected"])
        for pair in pairs
        if pair["keys"].lower() not in NO_SYLLABLES
        and telex(pair["keys"].lower()) != normalise_syllable(pair["expected"].lower())
    }
    assert wrong == {}
    assert len(pairs) - len(NO_SYLLABLES) >= 16


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", max_size=10))
def test_any_keys_make_one_syllable_or_none(keys: str) -> None:
    for made in (telex(keys), vni(keys)):
        if made is not None:
            assert made != keys
            assert normalise_syllable(made) == made


ARCHIVE = dict.fromkeys(SYLLABLES, 100) | {"có": 100, "cos": 2, "xa": 50, "test": 5, "bỗng": 1, "bông": 9}


def spelled(syllable: str) -> int:
    return ARCHIVE.get(syllable, 0)


def folded(syllable: str) -> int:
    return sum(count for known, count in ARCHIVE.items() if fold(known) == syllable)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("dieenx bieens hoaf binhf", ("diễn biến hòa bình", "Telex")),
        ("die64n bie61n hoa2 binh2", ("diễn biến hòa bình", "VNI")),
        ("Dieenx Bieens", ("Diễn Biến", "Telex")),
        ("DIEENX BIEENS", ("DIỄN BIẾN", "Telex")),
        ('"dieenx bieens" -hoaf', ('"diễn biến" -hòa', "Telex")),
        ("nguowif cos xa", ("người có xa", "Telex")),
        ("dieenx xyzw bieens", ("diễn xyzw biến", "Telex")),
        ("dien bien hoa binh", None),
        ("diễn bieens", None),  # typed with a Vietnamese keyboard
        ("test", None),
        ("cos", None),  # known as it is, and no other word says otherwise
        ("xyzw dieenx", None),  # as many unknown words as keystrokes
        ("boongx", None),  # too rare in the archive
        ("dieenx boongx", ("diễn bỗng", "Telex")),  # but not beside others, if it has that with other diacritics
        ("dieenx zoongx", None),
        ("hop DIEENX", None),  # an abbreviation
        ("", None),
    ],
)
def test_a_text_is_read_as_keystrokes_where_the_archive_says_so(text: str, meant: tuple[str, str] | None) -> None:
    found = read(text, spelled, folded, 2)
    assert (found and (found.text, found.method)) == meant


@pytest.mark.parametrize("decode", [telex, vni])
def test_all_short_keys_are_read(decode: Callable[[str], str | None]) -> None:
    made = ("".join(keys) for keys in itertools.product("daouwsj1679", repeat=4))
    assert sum(decode(keys) is not None for keys in made) > 100


def test_words_of_english_speak_for_keystrokes_only_beside_others() -> None:
    known = {"thế": 9, "giới": 9, "rét": 9}

    def read_it(typed: str) -> str | None:
        found = read(typed, lambda syllable: known.get(syllable, 0), lambda _: 0, 2)
        return found.text if found else None

    assert read_it("these") is read_it("the rest of these") is None
    assert read_it("these giowis") == "thế giới"
    assert all(telex(word) or word in {"sos", "cos"} for word in ENGLISH)
