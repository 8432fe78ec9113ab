"""Keystrokes of Telex and VNI, which a machine without a Vietnamese keyboard shows as they are: `dieenx bieens`.

Telex: aa ee oo make â ê ô, aw ow uw (or w) ă ơ ư, dd đ; s f r x j are the tones sắc huyền hỏi ngã nặng. VNI: 6 is the
circumflex, 7 the horn, 8 the breve, 9 the stroke of đ; 1 to 5 are the tones. The keys may stand anywhere after the
letter they change. (RFC 1456 has the letters; the rules are those of the common keyboards.)
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from index.text.normalise import fold_syllable, normalise_syllable

Method: TypeAlias = Literal["Telex", "VNI"]

AMBIGUOUS = 10  # times as often as what was typed must what was meant occur, where both are known
_TONES = {"sắc": "\u0301", "huyền": "\u0300", "hỏi": "\u0309", "ngã": "\u0303", "nặng": "\u0323"}
_TELEX = dict(zip("sfrxj", _TONES.values(), strict=True))
_VNI = dict(zip("12345", _TONES.values(), strict=True))
_CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"o": "ơ", "u": "ư"}
_BREVE = {"a": "ă"}
_HOOKED = frozenset("aâoôu")
_MARKED = frozenset("âêôăơư")
_VOWELS = frozenset("aeiouy") | _MARKED
# Words of English that are keys of a syllable too: they do not speak for keystrokes, but may be some among others.
_ENGLISH = (
    "air arm bar beef been best bits boo box bus char coon cos cost cow days defend did down has hits his host how its "
    "just last lax lets list loops lost lots low mar max mix moon most must nor now oops own owns pow quest reset rest "
    "room roots row see seen sense sets sir six sos tar test there these this thus tips too tree trust vary vast was "
    "won wrong xor"
)
ENGLISH = frozenset(_ENGLISH.split())
_WORD = re.compile(r"(?<![^\W_])[a-zA-Z][a-zA-Z0-9]{1,9}(?![^\W_])")
_SYLLABLE = re.compile(r"[^aeiouyâêôăơư\d]*[aeiouyâêôăơư]{1,3}[^aeiouyâêôăơư\d]*")
_UO = re.compile(r"(?<!q)uơ(?=.)|ưo(?=.)")  # at the end of a syllable it is thuở, before another letter người


@dataclass(frozen=True, slots=True)
class Keystrokes:
    """What was meant by a typed text, and by which method it was typed."""

    text: str
    method: Method


def read(typed: str, spelled: Callable[[str], int], folded: Callable[[str], int], least: int) -> Keystrokes | None:
    """Return what a text of raw keystrokes means; None where it seems to be none.

    `spelled` and `folded` tell how many articles have a syllable spelled so, or written so without diacritics. A word
    is taken for keystrokes if the archive does not know it, and has what they make in `least` articles or more; one of
    ENGLISH only beside others. Beside such a word, the archive need not have others with the diacritics they make.
    """
    if not typed.isascii():
        return None
    words = [word[0] for word in _WORD.finditer(typed)]
    if not all(map(str.isupper, words)):
        words = [word for word in words if not word.isupper()]  # those are abbreviations and names
    known = {word: folded(word.lower()) for word in words}
    methods: Sequence[tuple[Method, Callable[[str], str | None]]] = (("Telex", telex), ("VNI", vni))
    for method, decode in methods:
        unknown = [word for word in words if not known[word] and word.lower() not in ENGLISH]
        made = {word: made for word in words if (made := decode(word.lower()))}
        certain = {word for word, one in made.items() if spelled(one) >= least}
        likely = {word for word in unknown if word in made and folded(fold_syllable(made[word])) >= least}
        read = certain | likely if certain & set(unknown) else set()
        if sum(word in read for word in unknown) * 2 > len(unknown):
            meant = {
                word: made[word] for word in read if word in likely or spelled(made[word]) >= AMBIGUOUS * known[word]
            }
            return Keystrokes(_written(typed, meant), method)
    return None


def _written(typed: str, meant: Mapping[str, str]) -> str:
    return _WORD.sub(lambda word: _cased(word[0], meant), typed)


def _cased(word: str, meant: Mapping[str, str]) -> str:
    made = meant.get(word)
    if made is None:
        return word
    return made.upper() if word.isupper() else made.capitalize() if word[0].isupper() else made


def telex(keys: str) -> str | None:
    """Return the syllable that keys in lower case make by Telex, or None where they make none or change nothing."""
    letters: list[str] = []
    tone = ""
    for key in keys:
        if key in _TELEX and _has_vowel(letters):
            if tone:
                return None  # twice takes a tone back: then the key itself was meant
            tone = _TELEX[key]
        elif key == "w":
            if not _hook(letters):
                return None
        elif not _doubles(letters, key):
            letters.append(key)
    return _composed(letters, tone, keys)


def vni(keys: str) -> str | None:
    """Return the syllable that keys in lower case make by VNI, or None where they make none or change nothing."""
    letters: list[str] = []
    tone = ""
    for key in keys:
        if key in _VNI and _has_vowel(letters):
            if tone:
                return None
            tone = _VNI[key]
        elif key.isdigit():
            changed = {"6": lambda: _change(letters, _CIRCUMFLEX), "7": lambda: _horn(letters),
                       "8": lambda: _change(letters, _BREVE), "9": lambda: _change(letters, {"d": "đ"})}  # fmt: skip
            if key not in changed or not changed[key]():
                return None
        else:
            letters.append(key)
    return _composed(letters, tone, keys)


def _has_vowel(letters: Sequence[str]) -> bool:
    return any(letter in _VOWELS for letter in letters)


def _change(letters: list[str], marked: Mapping[str, str]) -> bool:
    """Put a mark on the last letter that can take it; tell if there is one."""
    for place in range(len(letters) - 1, -1, -1):
        if letters[place] in marked:
            letters[place] = marked[letters[place]]
            return True
    return False


def _horn(letters: list[str]) -> bool:
    """Put a horn on the last o, and on a u right before it where letters follow; or on the last u."""
    for place in range(len(letters) - 1, 0, -1):
        if letters[place] == "o":
            letters[place] = "ơ"
            if letters[place - 1] == "u" and place + 1 < len(letters) and letters[place - 2 : place - 1] != ["q"]:
                letters[place - 1] = "ư"
            return True
    return _change(letters, _HORN)


def _hook(letters: list[str]) -> bool:
    """Do what w does: a horn or breve on the last letter that takes one, or ư where there is no vowel yet."""
    last = next((letter for letter in reversed(letters) if letter in _HOOKED), "")
    if last in ("a", "â"):
        return _change(letters, {last: "ă"})
    if last == "ô":
        return _change(letters, {last: "ơ"})
    if last:
        return _horn(letters)
    if not _has_vowel(letters):
        letters.append("ư")
        return True
    return False


def _doubles(letters: list[str], key: str) -> bool:
    """Make â ê ô đ of a letter typed twice; tell if it was."""
    if key == "d":
        return letters[:1] == ["d"] and _change(letters, {"d": "đ"})
    return key in _CIRCUMFLEX and key in letters and _change(letters, {key: _CIRCUMFLEX[key]})


def _composed(letters: Sequence[str], tone: str, keys: str) -> str | None:
    """Put the tone where it belongs and spell the syllable as it is indexed."""
    syllable = _UO.sub("ươ", "".join(letters))
    if not _SYLLABLE.fullmatch(syllable) or (syllable == keys and not tone):
        return None
    place = _toned(syllable)
    return normalise_syllable(unicodedata.normalize("NFC", syllable[: place + 1] + tone + syllable[place + 1 :]))


def _toned(syllable: str) -> int:
    """Return the place of the vowel that bears the tone."""
    vowels = [place for place, letter in enumerate(syllable) if letter in _VOWELS]
    if len(vowels) > 1 and (syllable.startswith("qu") or syllable.startswith("gi")):
        vowels = vowels[1:]
    marked = [place for place in vowels if syllable[place] in _MARKED]
    if marked:
        return marked[-1]
    closed = vowels[-1] + 1 < len(syllable)
    return vowels[1] if len(vowels) == 3 or (len(vowels) == 2 and closed) else vowels[0]
