"""From typed text to a syntax tree. Nothing typed is an error; time is linear in the length of the text.

    plain words            any order, diacritics optional
    "..."                  a phrase
    -word  -"..."          not this; only at the start or after white space
    tác giả: nguồn: mục:   (author: source: category:) the value contains what follows, a word or a quoted text
    từ: đến:               (from: to:) dates, dd/mm/yyyy or yyyy-mm-dd, also a month or a year
    tiêu đề:               (title:) the title contains the word or phrase
    hoa*                   a syllable that begins so, with two characters or more

Field names are known with and without diacritics, in any case. The value stands right after the colon; a quoted
text or a date may follow after white space. What does not fit these forms is plain words; a date that is not
in the calendar is left out, and told.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from index.text.fold import fold
from index.text.streams import analyse
from search.dates import parse_period
from search.query import (
    Clause,
    Dated,
    HasValue,
    InTitle,
    Not,
    Phrase,
    Problem,
    ProblemKind,
    Query,
    Unit,
    ValueField,
    Words,
)

MAX_CHARACTERS = 500  # a long headline is 150; a pasted paragraph is cut here
MAX_TERMS = 64  # syllables that are looked up; more neither help to find an article nor keep a search short

_VALUE_FIELDS: dict[str, ValueField] = {
    "tac gia": "author", "author": "author",
    "nguon": "source", "source": "source",
    "muc": "category", "category": "category",
}  # fmt: skip
_STARTS = ("tu", "from")
_ENDS = ("den", "to")
_TITLES = ("tieu de", "title")
_FIELD = re.compile(
    r"(tác giả|tac gia|author|nguồn|nguon|source|mục|muc|category|từ|tu|from|đến|den|to|tiêu đề|tieu de|title):",
    re.IGNORECASE,
)
_DATE_LIKE = re.compile(r"[\d/.-]+")
_SPACE = re.compile(r"\s*")
_PREFIX = re.compile(r"[^\W_]{2,64}\*")
_RUN = re.compile(r"[^\s\"“”«»]+")
_QUOTES = {'"': '"', "“": "”", "”": "”", "«": "»"}  # telephones type curly ones


def parse(typed: str) -> Query:
    """Return the meaning of a typed text; what was cut or left out is listed in its `problems`."""
    return _Parser(typed).query()


@dataclass(frozen=True, slots=True)
class _Value:
    """What follows a field name or a minus: a quoted text or a run without white space, and where it ends."""

    text: str
    end: int
    quoted: bool


class _Parser:
    """Reads one typed text from left to right."""

    def __init__(self, typed: str) -> None:
        self.typed = typed
        self.problems: list[Problem] = []
        self.text = unicodedata.normalize("NFC", self._cut(typed))
        self.terms = 0
        self.unclosed: set[str] = set()

    def query(self) -> Query:
        """Collect the clauses: the plain words first, as one clause, then the others as typed."""
        plain: list[str] = []
        clauses: list[Clause] = []
        for item in self._items():
            if isinstance(item, str):
                plain.append(item)
            else:
                clauses.append(item)
        words = Words(self._bounded(_plain_units(plain)))
        if words.units:
            clauses.insert(0, words)
        if self.typed.strip() and not clauses:
            self._problem(
                "no_words", 0, "Không có từ nào để tìm trong những gì đã gõ.", "There is no word to search for."
            )
        return Query(self.typed, tuple(clauses), tuple(self.problems))

    def _cut(self, typed: str) -> str:
        if len(typed) <= MAX_CHARACTERS:
            return typed
        self._problem(
            "too_long",
            MAX_CHARACTERS,
            f"Câu tìm quá dài, chỉ {MAX_CHARACTERS} ký tự đầu được dùng.",
            f"The query is too long; its first {MAX_CHARACTERS} characters are used.",
        )
        head = typed[:MAX_CHARACTERS]
        return head if typed[MAX_CHARACTERS].isspace() else head.rsplit(maxsplit=1)[0] if " " in head.strip() else head

    def _items(self) -> Iterator[Clause | str]:
        position = 0
        while position < len(self.text):
            position = self._skip_space(position)
            if position < len(self.text):
                item, position = self._item(position)
                if item is not None:
                    yield item

    def _item(self, position: int) -> tuple[Clause | str | None, int]:
        """Read what stands at this position after white space: a clause, or a run of plain text."""
        negated = self.text[position] == "-"
        start = position + negated
        if read := self._clause(start, negated):
            clause, end = read
            return (Not(clause) if negated and clause else clause), end
        run = self._run(start)
        if run is None:
            return None, start + 1  # a lone quotation mark, or a minus before white space
        if negated and _PREFIX.fullmatch(run.text):
            return Not(Words(self._bounded(_plain_units([run.text])))), run.end
        if negated and not run.text.startswith("-"):
            phrase = self._phrase(run.text, negated)
            return phrase and Not(phrase), run.end
        return run.text, run.end

    def _clause(self, position: int, negated: bool) -> tuple[Clause | None, int] | None:
        """Read a quoted text or a field, and where it ends; no clause comes of one that says nothing."""
        if quoted := self._quoted(position):
            return self._phrase(quoted.text, negated), quoted.end
        if field := _FIELD.match(self.text, position):
            return self._field(fold(field[1]).lower(), field.end(), negated)
        return None

    def _field(self, name: str, position: int, negated: bool) -> tuple[Clause | None, int] | None:
        value = self._value(position, spaced=name in (*_STARTS, *_ENDS))
        if value is None:
            return None
        if name in _VALUE_FIELDS:
            folded = tuple(analyse(value.text).folded)
            return (HasValue(_VALUE_FIELDS[name], folded, value.text) if folded else None), value.end
        if name in _TITLES:
            phrase = self._phrase(value.text, negated)
            return phrase and InTitle(phrase), value.end
        if not value.quoted and not _DATE_LIKE.fullmatch(value.text):
            return None  # "to:night" is no date, and not meant as one
        return self._dated(name, value, position), value.end

    def _dated(self, name: str, value: _Value, position: int) -> Dated | None:
        period = parse_period(value.text)
        if period is None:
            self._problem(
                "bad_date",
                position,
                f"“{value.text}” không phải là ngày; hãy gõ như 04/07/2018.",
                f"“{value.text}” is not a date; write 04/07/2018.",
            )
            return None
        return Dated(period[0], None) if name in _STARTS else Dated(None, period[1])

    def _value(self, position: int, spaced: bool) -> _Value | None:
        after_space = self._skip_space(position)
        if quoted := self._quoted(after_space):
            return quoted
        run = self._run(after_space)
        if run and (after_space == position or (spaced and parse_period(run.text))):
            return run
        return None

    def _quoted(self, position: int) -> _Value | None:
        """Return the text between the quotation mark at this position and its partner, if there are both."""
        closing = _QUOTES.get(self.text[position : position + 1])
        if closing is None or closing in self.unclosed:
            return None
        end = self.text.find(closing, position + 1)
        if end < 0:
            self.unclosed.add(closing)  # looked for once only, so that a text of quotation marks stays linear
            return None
        return _Value(self.text[position + 1 : end], end + 1, quoted=True)

    def _run(self, position: int) -> _Value | None:
        match = _RUN.match(self.text, position)
        return _Value(match[0], match.end(), quoted=False) if match else None

    def _phrase(self, text: str, negated: bool) -> Phrase | None:
        units = self._units(text)
        marked = any(fold(exact) != exact for unit in units for exact in unit.exact)
        return Phrase(units, exact=negated and marked) if units else None

    def _units(self, text: str) -> tuple[Unit, ...]:
        return self._bounded(list(_units(text)))

    def _bounded(self, units: Sequence[Unit]) -> tuple[Unit, ...]:
        room = MAX_TERMS - self.terms
        kept = 0
        while kept < len(units) and len(units[kept].exact) <= room:
            room -= len(units[kept].exact)
            kept += 1
        self.terms = MAX_TERMS - room
        if kept < len(units):
            self._problem(
                "too_many_terms",
                0,
                f"Câu tìm có quá nhiều từ, chỉ {MAX_TERMS} âm tiết đầu được dùng.",
                f"The query has too many words; its first {MAX_TERMS} syllables are used.",
            )
        return tuple(units[:kept])

    def _skip_space(self, position: int) -> int:
        match = _SPACE.match(self.text, position)
        return match.end() if match else position

    def _problem(self, kind: ProblemKind, position: int, text: str, english: str) -> None:
        if kind == "bad_date" or all(problem.kind != kind for problem in self.problems):
            self.problems.append(Problem(kind, position, text, english))


def _plain_units(runs: Sequence[str]) -> list[Unit]:
    """Return the units of runs of plain text, of which those that end in a star are beginnings of syllables."""
    units: list[Unit] = []
    for starred, group in groupby(runs, key=lambda run: bool(_PREFIX.fullmatch(run))):
        for text in group if starred else [" ".join(group)]:
            found = _units(text)
            units += (replace(unit, prefix=len(unit.folded) == 1) for unit in found) if starred else found
    return units


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
