"""The ways in which people type one and the same query, to measure whether each finds the same."""

import itertools
import random
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from index.text.fold import fold
from index.text.normalise import IY_EQUIVALENTS
from search.confusions import NEIGHBOURS, sounding_alike

LEAST = 3  # letters of a syllable that a typo is put into
_WORD = re.compile(r"[^\W\d_]+")
_OTHER_SPELLING = IY_EQUIVALENTS | {common: rare for rare, common in IY_EQUIVALENTS.items()}
_TONES = "\u0300\u0301\u0303\u0309\u0323"
# The keys of tones, and of circumflex, horn, breve and stroke; an empty one is the letter once more.
_TELEX = dict(zip(f"{_TONES}\u0302\u031b\u0306đĐ", ["f", "s", "x", "r", "j", "", "w", "w", "d", "D"], strict=True))
_VNI = dict(zip(f"{_TONES}\u0302\u031b\u0306đĐ", "2143567899", strict=True))
# The old style puts the tone of oa, oe and uy at the end of a syllable on the first vowel, the new one on the second.
_OLD_STYLE = re.compile(f"(?<![qQ])([oO])([{_TONES}])([aeAE])$|(?<![qQ])([uU])([{_TONES}])([yY])$")

Error = Callable[[str, random.Random], str]


def half_diacritics(text: str) -> str:
    """Leave out the diacritics of every other word that has some, the second first."""
    marked = itertools.count()

    def typed(word: re.Match[str]) -> str:
        return fold(word[0]) if fold(word[0]) != word[0] and next(marked) % 2 else word[0]

    return _WORD.sub(typed, unicodedata.normalize("NFC", text))


def i_for_y(text: str) -> str:
    """Write i for y, and y for i, where both are spellings of one word: `kĩ` for `kỹ`."""
    return _WORD.sub(lambda word: _OTHER_SPELLING.get(word[0].lower(), word[0]), unicodedata.normalize("NFC", text))


def zero_width(text: str) -> str:
    """Put a zero-width space, which nobody sees, after the first letter of each word."""
    return _WORD.sub(lambda word: f"{word[0][0]}\u200b{word[0][1:]}", unicodedata.normalize("NFC", text))


def punctuated(text: str) -> str:
    """Put a comma after each word, and an exclamation and a question mark at the end."""
    return ", ".join(text.split()) + "!?"


def keyed(text: str, keys: Mapping[str, str]) -> str:
    """Write the keys that make a text, the one of the tone last in its word."""
    return _WORD.sub(lambda word: _keyed(word[0], keys), unicodedata.normalize("NFC", text))


def new_tone(text: str) -> str:
    """Place the tones in the new style: `hoà` for `hòa`."""
    return _WORD.sub(lambda word: _new_tone(word[0]), unicodedata.normalize("NFC", text))


def one_typo(text: str) -> str:
    """Put an error into one syllable: the same one for the same text."""
    chance = random.Random(text)
    words = [word for word in _WORD.finditer(text) if len(word[0]) >= LEAST]
    chance.shuffle(words)
    for word in words:
        slip = mistyped(word[0], chance)
        if slip:
            return text[: word.start()] + slip + text[word.end() :]
    return text


def mistyped(word: str, chance: random.Random) -> str | None:
    """Return a word with one of ERRORS, or None where it cannot have the one chosen."""
    slip = chance.choice(ERRORS)(word, chance)
    return slip if slip and slip != word else None


def _keyed(word: str, keys: Mapping[str, str]) -> str:
    typed, tone = "", ""
    for letter in unicodedata.normalize("NFD", word):
        if letter in _TONES:
            tone += keys[letter]
        elif letter in "đĐ":
            typed += fold(letter) + keys[letter]
        else:
            typed += keys.get(letter, letter) or typed[-1]
    return typed + tone


def _new_tone(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    moved = _OLD_STYLE.sub(lambda m: (m[1] or m[4]) + (m[3] or m[6]) + (m[2] or m[5]), apart)
    return unicodedata.normalize("NFC", moved)


def _beside(word: str, chance: random.Random) -> str:
    """Hit a key beside the one meant."""
    places = [place for place, letter in enumerate(word) if letter in NEIGHBOURS]
    if not places:
        return word
    place = chance.choice(places)
    return word[:place] + chance.choice(sorted(NEIGHBOURS[word[place]])) + word[place + 1 :]


def _left_out(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    return word[:place] + word[place + 1 :]


def _twice(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    return word[:place] + word[place] + word[place:]


def _exchanged(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _as_it_sounds(word: str, chance: random.Random) -> str:
    """Write a first or last consonant as another that sounds alike somewhere."""
    return chance.choice(sorted(sounding_alike(word)) or [word])


ERRORS: Sequence[Error] = (_beside, _left_out, _twice, _exchanged, _as_it_sounds)

VARIANTS: Mapping[str, Callable[[str], str]] = {
    "as typed": lambda text: text,
    "no diacritics": fold,
    "half diacritics": half_diacritics,
    "new tone": new_tone,
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "upper case": str.upper,
    "i for y": i_for_y,
    "zero width": zero_width,
    "punctuation": punctuated,
    "Telex": lambda text: keyed(text, _TELEX),
    "VNI": lambda text: keyed(text, _VNI),
    "one typo": one_typo,
}
