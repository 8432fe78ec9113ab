"""Diacritics that were typed, and those that were left out: `đuong` for đường, `Nghiem` beside `Lê Trọng`."""

import unicodedata
from functools import lru_cache

from index.text.fold import fold
from index.text.normalise import fold_syllable
from search.postings import PostingSource

REMEMBERED = 8_192  # syllables whose tones are kept: most that an archive has
COMMONER = 50  # times as common as what was typed is a spelling with more diacritics if they were left out of this one
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))


def agrees(typed: str, written: str) -> bool:
    """Say whether a syllable has the tone and the marked letters that were typed of it, if any were.

    Both are the same without diacritics.
    """
    if typed.isascii():
        return True
    (tone, letters), (other_tone, others) = _apart(typed), _apart(written)
    same = (fold(letter) == letter or letter == other for letter, other in zip(letters, others, strict=False))
    return other_tone.startswith(tone) and all(same)


def meant_by(source: PostingSource, typed: str) -> str | None:
    """Return the exact syllable that one typed beside others with diacritics stands for, in an archive.

    Mostly itself. Where some of its own seem to have been left out, the commonest that has those typed and more; None
    where all seem to have been, for then there is nothing to choose it by.
    """
    least = COMMONER * source.spelled_frequency(typed)
    folded = fold_syllable(typed)
    if source.term("folded", folded).frequency <= least:
        return typed
    others = [spelling for spelling in source.spellings(folded) if spelling != typed and agrees(typed, spelling)]
    commonest = max(others, key=source.spelled_frequency, default=typed)
    if source.spelled_frequency(commonest) <= least:
        return typed
    return None if fold(typed) == typed else commonest


@lru_cache(REMEMBERED)
def _apart(syllable: str) -> tuple[str, str]:
    """Return the tones of a syllable, wherever they stand, and its letters without them."""
    decomposed = unicodedata.normalize("NFD", syllable)
    tones = "".join(mark for mark in decomposed if ord(mark) in _TONES)
    return tones, unicodedata.normalize("NFC", decomposed.translate(_TONES))
