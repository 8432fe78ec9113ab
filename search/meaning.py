"""What the pieces of a typed text mean: words, phrases and values of fields, as nodes of the syntax tree."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from index.text.fold import fold
from index.text.streams import analyse
from search.dates import parse_period
from search.fields import Field
from search.misread import Remarks
from search.query import Clause, Dated, HasValue, InTitle, Phrase, Unit
from search.scanner import Piece

MAX_TERMS = 64  # syllables that are looked up; more neither help to find an article nor keep a search short

_PREFIX = re.compile(r"[^\W_]{2,64}\*")


class Meaning:
    """Makes nodes of pieces of one text, with no more than MAX_TERMS syllables in all."""

    def __init__(self, remarks: Remarks) -> None:
        """Take what is told of the text."""
        self.dates: list[tuple[int, int]] = []  # where the values of date fields stand
        self._remarks = remarks
        self._terms = 0

    def words(self, runs: Sequence[str]) -> tuple[Unit, ...]:
        """Return the units of runs of plain text, of which those that end in a star are beginnings of syllables."""
        units: list[Unit] = []
        for starred, group in groupby(runs, key=is_beginning):
            if starred:
                units += map(_beginning, group)
            else:
                units += _units(" ".join(group))
        return self._bounded(units)

    def phrase(self, text: str, negated: bool = False, exact: bool = False) -> Phrase | None:
        """Return the syllables of a text as a phrase; what is excluded is so as typed, if it has diacritics."""
        units = self._bounded(list(_units(text))) if any(map(str.isalnum, text)) else ()
        marked = any(unit.has_diacritics for unit in units)
        return Phrase(units, exact=exact or (negated and marked)) if units else None

    def field(self, field: Field, value: Piece, position: int, negated: bool) -> Clause | None:
        """Return what a field says whose value begins at a position."""
        match field.kind:
            case "from" | "to":
                return self._dated(field, value, position)
            case "title":
                return self._in_title(value, negated)
            case kind:
                self._remarks.stars(value.text, value.start)
                folded = tuple(analyse(value.text).folded)
                return HasValue(kind, folded, value.text) if folded else None

    def _in_title(self, value: Piece, negated: bool) -> InTitle | None:
        if not value.quoted and is_beginning(value.text):
            return InTitle(Phrase(self.words([value.text])))
        self._remarks.stars(value.text, value.start)
        phrase = self.phrase(value.text, negated)
        return InTitle(phrase) if phrase else None

    def _dated(self, field: Field, value: Piece, position: int) -> Dated | None:
        period = parse_period(value.text)
        if period is None:
            self._remarks.add("bad_date", position, value.text)
            return None
        self.dates.append((value.start, value.start + len(value.text)))
        return Dated(period[0], None) if field.kind == "from" else Dated(None, period[1])

    def _bounded(self, units: Sequence[Unit]) -> tuple[Unit, ...]:
        room = MAX_TERMS - self._terms
        kept = 0
        while kept < len(units) and len(units[kept].exact) <= room:
            room -= len(units[kept].exact)
            kept += 1
        self._terms = MAX_TERMS - room
        if kept < len(units):
            self._remarks.add("too_many_terms", 0, MAX_TERMS)
        return tuple(units[:kept])


def is_beginning(run: str) -> bool:
    """Say whether a run stands for all words that begin so."""
    return bool(_PREFIX.fullmatch(run))


def _beginning(run: str) -> Unit:
    """Return the beginning of a syllable as typed: `ki` is a spelling of `ky`, but what begins so is not."""
    letters = run.removesuffix("*").lower()
    return Unit((letters,), (fold(letters),), prefix=True)


def _units(text: str) -> Iterator[Unit]:
    analysis = analyse(text)
    places = zip(analysis.compounds, analysis.folded_compounds, strict=True)
    compounds = {first: (token, count) for (_, first, count), token in places}
    position = 0
    while position < len(analysis.syllables):
        compound, count = compounds.get(position, (None, 1))
        end = position + count
        yield Unit(tuple(analysis.syllables[position:end]), tuple(analysis.folded[position:end]), compound)
        position = end
