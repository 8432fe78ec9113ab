"""Folding writes Vietnamese the way people type it in a hurry, without diacritics: `đường` as `duong`."""

import unicodedata

# A stroke is part of the letter in Unicode, not a mark upon it, so decomposition leaves these as they are: đ, and the
# strokes of foreign names in the news (Wałęsa, Søren). Ð and Ɖ are other letters that old files write for Đ.
_STROKES = {"đ": "d", "Đ": "D", "Ð": "D", "Ɖ": "D", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O"}

_MARKS = "".join(map(chr, range(0x300, 0x370)))  # combining diacritical marks, where they stand apart from a letter
_ACCENTED = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))]  # every composed Latin letter


def _base(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    return "".join(_STROKES.get(part, part) for part in parts if part not in _MARKS)


_FOLDS = str.maketrans({letter: _base(letter) for letter in _ACCENTED} | dict.fromkeys(_MARKS, ""))


def fold(text: str) -> str:
    """Write Latin letters without their diacritics, and đ as d; the case of letters and everything else stay.

    Other scripts keep their marks, which there make other letters (が is not か). Idempotent, and never longer than
    `text` in characters.
    """
    return text if text.isascii() else text.translate(_FOLDS)
