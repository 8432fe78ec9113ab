"""What was typed so far, to be completed: whole syllables, and one that may not be finished."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.columnar.completions import LONGEST
from index.text.fold import fold
from index.text.normalise import fold_syllable, normalise
from index.text.streams import spell
from search.diacritics import agrees
from search.parse import MAX_CHARACTERS

LEAST_LETTERS = 2  # of a last syllable that is completed by itself: with one letter, all that has come before is lost


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
        return len(written) >= len(self.syllables) and all(map(agrees, self.syllables, written))


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
