"""What was typed so far, to be completed: whole syllables, and one that may not be finished."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.columnar.completions import LONGEST
from index.text.fold import fold
from index.text.normalise import fold_syllable, normalise
from index.text.streams import spell
from search.parse import MAX_CHARACTERS

LEAST_LETTERS = 2  # of a last syllable that is completed by itself: with one letter, all that has come before is lost
REMEMBERED = 8_192  # syllables whose tones are kept: most that an archive has
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))


@dataclass(frozen=True, slots=True)
class Beginning:
    """Syllables that completions begin with, the `whole` of a text or its last; `head` was typed before, and stays.

    The last of them may be `unfinished`: what begins with it is meant as well. It is as typed, the others as indexed.
    """

    head: str
    whole: bool
    syllables: tuple[str, ...]
    unfinished: bool

    @property
    def folded(self) -> tuple[str, ...]:
        """The folded texts of which a completion has one at its beginning; several where y may stand for i."""
        *whole, last = self.syllables
        row = list(map(fold_syllable, whole))
        if not self.unfinished:
            return (" ".join([*row, fold_syllable(last), ""]),)
        return tuple(dict.fromkeys(" ".join([*row, end]) for end in (fold(last), fold_syllable(last))))

    def agrees(self, written: Sequence[str]) -> bool:
        """Say whether exact syllables, which begin so without diacritics, have those that were typed."""
        return len(written) >= len(self.syllables) and all(map(_agrees, self.syllables, written))


def beginnings(typed: str) -> Iterator[Beginning]:
    """Yield the whole of a typed text, then its last words, fewer and fewer."""
    typed = typed[:MAX_CHARACTERS]
    spelled = spell(typed)
    if not spelled.syllables:
        return
    start, end = spelled.starts[-1], spelled.ends[-1]
    unfinished = end == len(typed)
    syllables = (*spelled.syllables[:-1], normalise(typed[start:end]).text)
    for first in (0, *range(max(1, len(syllables) - LONGEST), len(syllables))):
        tail = syllables[first:]
        if not first or len(tail) > 1 or (unfinished and len(tail[0]) >= LEAST_LETTERS):
            yield Beginning(typed[: spelled.starts[first]].lstrip(), not first, tail, unfinished)


def _agrees(typed: str, written: str) -> bool:
    """Say whether a syllable has the tone and the marked letters that were typed of it, if any were."""
    if typed.isascii():
        return True
    (tone, letters), (other_tone, others) = _apart(typed), _apart(written)
    same = (fold(letter) == letter or letter == other for letter, other in zip(letters, others, strict=False))
    return other_tone.startswith(tone) and all(same)


@lru_cache(REMEMBERED)
def _apart(syllable: str) -> tuple[str, str]:
    """Return the tones of a syllable, wherever they stand, and its letters without them."""
    decomposed = unicodedata.normalize("NFD", syllable)
    tones = "".join(mark for mark in decomposed if ord(mark) in _TONES)
    return tones, unicodedata.normalize("NFC", decomposed.translate(_TONES))
