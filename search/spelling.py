"""Did you mean: one syllable of a query that the archive's own neighbours of it speak against.

A syllable is doubted when the archive has none such, or never beside any of its neighbours in the query. In its place
comes what it may have been meant to be (`search.confusions`) if that makes the query so much likelier, by the
frequencies of syllables and of pairs of them in the archive, that a slip explains it better (the noisy channel of
Kernighan, Church & Gale 1990). Nothing is ever replaced unasked.
"""

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence

from index.text.fold import fold
from index.text.streams import spell
from search.confusions import meant
from search.postings import PostingSource
from search.query import Query
from search.request import Respelling

# Measured with one error injected into each of 500 headlines and queries of three syllables, and on 2,000 headlines
# of eight years later, which the archive cannot know: docs/decisions.md.
# How much likelier a query must become: where its syllable is unknown, by how many neighbours speak for the other.
UNKNOWN = (1.0, 3.0, 5.0)
RARE, COMMON = 9.0, 14.0
RARE_BELOW = 5  # articles: fewer may all hold the same error
MOST_DOUBTED = 8  # syllables looked at: each takes a millisecond
LEAST_PAIR = 5  # articles in which what replaces a known syllable stands beside each of its neighbours
SYLLABLE_WEIGHT = 0.5  # of a syllable's own frequency, against 1 for those of its pairs
UNSEEN_PAIR, UNSEEN_SYLLABLE = 0.05, 0.5  # articles counted for what there is none of
SHORTEST = 3  # letters of an unknown syllable: two are an abbreviation

_LETTERS = re.compile(r"[a-z]{2,24}")
_WORD = re.compile(r"\w+")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


class Speller:
    """Looks for errors in queries by what one index holds."""

    def __init__(self, source: PostingSource) -> None:
        """Take the index's posting lists."""
        self._source = source

    def respell(self, query: Query) -> Respelling | None:
        """Return the likeliest other query, if it is so much likelier than the one typed."""
        abbreviations = _abbreviations(query.typed)
        best: tuple[float, Sequence[str], int, str] | None = None
        for syllables in _rows(query):
            for place in self._doubted(syllables, abbreviations):
                for gain, other in self._better(syllables, place):
                    if best is None or gain > best[0]:
                        best = gain, syllables, place, other
        return best and self._written(query, *best[1:])

    def _doubted(self, syllables: Sequence[str], abbreviations: set[str]) -> list[int]:
        """Return the places of syllables that are unknown, or never stand beside their neighbours."""
        doubted = []
        for place, syllable in enumerate(syllables):
            if not _LETTERS.fullmatch(syllable) or syllable in abbreviations:
                continue
            if not self._source.frequency(syllable):
                if len(syllable) >= SHORTEST:
                    doubted.append(place)
            elif len(syllables) > 1 and not any(self._pairs(syllables, place, syllable)):
                doubted.append(place)
        return doubted[:MOST_DOUBTED]

    def _better(self, syllables: Sequence[str], place: int) -> Iterator[tuple[float, str]]:
        """Yield what may have been meant at a place, and by how much it is likelier than it must be."""
        typed = syllables[place]
        frequency = self._source.frequency(typed)
        needed = _needed(frequency, len(self._pairs(syllables, place, typed)))
        before = self._likelihood(syllables, place, typed)
        for other, cost in meant(typed).items():
            if not self._source.frequency(other):
                continue
            pairs = self._pairs(syllables, place, other)
            if (pairs and not any(pairs)) or (frequency and min(pairs) < LEAST_PAIR):
                continue
            gain = self._likelihood(syllables, place, other) - before - cost - needed
            if gain > 0:
                yield gain, other

    def _likelihood(self, syllables: Sequence[str], place: int, syllable: str) -> float:
        own = SYLLABLE_WEIGHT * math.log(self._source.frequency(syllable) + UNSEEN_SYLLABLE)
        return own + sum(math.log(count + UNSEEN_PAIR) for count in self._pairs(syllables, place, syllable))

    def _pairs(self, syllables: Sequence[str], place: int, syllable: str) -> list[int]:
        """Return in how many articles a syllable stands beside each of the neighbours of a place."""
        counts = []
        if place:
            counts.append(self._source.pair_frequency(syllables[place - 1], syllable))
        if place + 1 < len(syllables):
            counts.append(self._source.pair_frequency(syllable, syllables[place + 1]))
        return counts

    def _written(self, query: Query, syllables: Sequence[str], place: int, other: str) -> Respelling | None:
        """Write the typed text with another syllable where the one at a place was typed."""
        spelling = spell(query.typed)
        at = _find(spelling.folded, syllables, place)
        if at is None:
            return None
        start, end = spelling.starts[at], spelling.ends[at]
        typed = query.typed[start:end]
        written = self._with_diacritics(other, spelling.syllables[at]) if query.has_diacritics else other
        written = written.upper() if len(typed) > 1 and typed.isupper() else written
        written = written.capitalize() if typed.istitle() else written
        text = query.typed[:start] + written + query.typed[end:]
        unknown = None if self._source.frequency(syllables[place]) else syllables[place]
        return Respelling(text, start, start + len(written), typed, other, unknown)

    def _with_diacritics(self, folded: str, typed: str) -> str:
        """Return the commonest spelling of a folded syllable; of those with the tone typed, if it has one."""
        spellings = self._source.spellings(folded)
        tone = _tone(typed)
        alike = [spelling for spelling in spellings if tone and _tone(spelling) == tone]
        return max(alike or spellings, key=lambda one: self._source.term("exact", one).frequency, default=folded)


def _needed(frequency: int, neighbours: int) -> float:
    """Return how much likelier a query must become by another syllable in the place of one with this frequency."""
    if not frequency:
        return UNKNOWN[neighbours]
    return RARE if frequency < RARE_BELOW else COMMON


def _rows(query: Query) -> Iterator[Sequence[str]]:
    """Yield the folded syllables that stand side by side in a query, none of them typed in part."""
    for clause in query.sought():
        if not any(unit.prefix for unit in clause.units):
            yield [syllable for unit in clause.units for syllable in unit.folded]


def _abbreviations(typed: str) -> set[str]:
    """Return the words in capitals, folded, of a text that is not all in capitals."""
    words = _WORD.findall(typed)
    if all(word.isupper() for word in words if word.isalpha()):
        return set()
    return {fold(word).lower() for word in words if len(word) > 1 and word.isupper()}


def _find(folded: Sequence[str], syllables: Sequence[str], place: int) -> int | None:
    """Return where the syllable at a place was typed: best where the one before, or after, it was too."""

    def fit(at: int) -> int:
        before = at > 0 and place > 0 and folded[at - 1] == syllables[place - 1]
        after = at + 1 < len(folded) and place + 1 < len(syllables) and folded[at + 1] == syllables[place + 1]
        return before + after

    return max((at for at, syllable in enumerate(folded) if syllable == syllables[place]), key=fit, default=None)


def _tone(syllable: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFD", syllable) if mark in _TONES)
