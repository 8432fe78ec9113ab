"""Syllables that domains and hashtags write in one piece: `langson` is found by `lạng sơn`, and finds it.

Codes as well: `covid19` finds `Covid-19`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from index.text.shape import looks_like_a_syllable
from search.abbreviations import NATIONAL, is_plain
from search.postings import PostingSource
from search.query import Query, Unit
from search.request import Expansion

SYLLABLES = range(2, 5)  # that are looked for in one piece: more are a sentence, not a name
SHORTEST = 5  # letters of a piece: shorter ones are syllables of other languages
LONGEST = 24  # letters of a piece that is cut: four of the longest syllables
LONGEST_SYLLABLE = 7  # letters: nghiêng
TIMES_AS_OFTEN = 3  # as a piece must its syllables stand side by side, or it is a word of its own: `honda`
LEAST_PAIR = 2  # articles in which every two neighbouring syllables of a piece stand side by side

ABBREVIATED = frozenset({"tp", *NATIONAL})  # parts that are no syllables, as of `TPHCM`
_NUMBERED = re.compile(r"([a-z]{2,})([0-9]+)")

_Row: TypeAlias = tuple[int, tuple[str, ...]]  # some syllables, after how many articles have their rarest pair


class Glued:
    """Knows which syllables one index has in one piece."""

    def __init__(self, source: PostingSource) -> None:
        """Take the index's posting lists."""
        self._source = source

    def expand(self, query: Query) -> tuple[Query, tuple[Expansion, ...]]:
        """Return a query whose plain words are also found glued, or cut, and what was cut."""
        if query.words is None:
            return query, ()
        units = list(query.words.units)
        used = []
        for place, unit in enumerate(query.words.units):
            if row := self._cut(unit):
                units[place] = _with(units[place], row)
                used.append(Expansion(unit.folded[0], row, " ".join(row)))
        for first, count, piece in self._pieces(query.words.units):
            for place in range(first, first + count):
                units[place] = _with(units[place], (piece,))
        return query.with_words(tuple(units)), tuple(used)

    def _pieces(self, units: Sequence[Unit]) -> Iterator[tuple[int, int, str]]:
        """Yield where syllables begin that the index has in one piece, how many, and the piece."""
        for first in range(len(units)):
            for count in SYLLABLES:
                row = units[first : first + count]
                if len(row) < count or not all(map(is_plain, row)):
                    break
                piece = "".join(unit.folded[0] for unit in row)
                if _is_piece(piece) and self._source.frequency(piece):
                    yield first, count, piece

    def _cut(self, unit: Unit) -> tuple[str, ...] | None:
        """Return the syllables that a piece is made of: of several ways the one whose pairs are most frequent."""
        piece = unit.folded[0]
        if not is_plain(unit) or len(piece) > LONGEST:
            return None
        if numbered := _NUMBERED.fullmatch(piece):
            row = (numbered[1], numbered[2])
            return row if self._source.pair_frequency(*row) >= self._least(piece) else None
        if not _is_piece(piece):
            return None
        best: list[dict[int, _Row]] = [{0: (self._source.documents, ())}]  # by letters used up, by number of syllables
        for end in range(1, len(piece) + 1):
            best.append({})
            for begin in range(max(0, end - LONGEST_SYLLABLE), end):
                syllable = piece[begin:end]
                if best[begin] and _is_part(syllable) and self._source.frequency(syllable):
                    for row in self._longer(best[begin].values(), syllable):
                        best[end][len(row[1])] = max(row, best[end].get(len(row[1]), row))
        least = self._least(piece)
        rows = [row for count, row in best[-1].items() if count in SYLLABLES and row[0] >= least]
        return max(rows)[1] if rows else None

    def _least(self, piece: str) -> int:
        """Return in how many articles the parts of a piece must stand side by side."""
        return max(LEAST_PAIR, TIMES_AS_OFTEN * self._source.frequency(piece))

    def _longer(self, rows: Iterable[_Row], syllable: str) -> Iterator[_Row]:
        """Yield rows with one syllable more."""
        for rarest, row in rows:
            count = self._source.pair_frequency(row[-1], syllable) if row else rarest
            if len(row) + 1 < SYLLABLES.stop and count >= LEAST_PAIR:
                yield min(rarest, count), (*row, syllable)


def _is_part(text: str) -> bool:
    return looks_like_a_syllable(text) or text in ABBREVIATED


def _is_piece(text: str) -> bool:
    return len(text) >= SHORTEST and text.isascii() and text.isalpha() and not looks_like_a_syllable(text)


def _with(unit: Unit, row: tuple[str, ...]) -> Unit:
    return replace(unit, alternatives=(*unit.alternatives, row))
