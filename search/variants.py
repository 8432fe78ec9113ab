"""The ways in which people type one and the same query, to measure whether each finds the same."""

import random
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence

from index.text.fold import fold
from search.confusions import NEIGHBOURS, sounding_alike

LEAST = 3  # letters of a syllable that a typo is put into
_WORD = re.compile(r"[^\W\d_]+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
# The old style puts the tone of oa, oe and uy at the end of a syllable on the first vowel, the new one on the second.
_OLD_STYLE = re.compile(f"(?<![qQ])([oO])([{_TONES}])([aeAE])$|(?<![qQ])([uU])([{_TONES}])([yY])$")

Error = Callable[[str, random.Random], str]


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
    "new tone": new_tone,
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "upper case": str.upper,
    "one typo": one_typo,
}
