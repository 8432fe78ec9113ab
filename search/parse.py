"""From typed text to a syntax tree. Nothing typed is an error; time is linear in the length of the text.

    plain words            any order, diacritics optional
    "..."                  a phrase
    =word  ="..."          the same with exactly these diacritics; "=..." says it too
    -word  -"..."  -(...)  not this; only at the start or after white space
    a b OR c d             the one or the other: OR, in capitals, parts all that stands before it from what follows
    ( ... )                what OR parts is kept together
    tác giả: nguồn: mục:   (author: source: category:) the value contains what follows, a word or a quoted text
    từ: đến:               (from: to:) dates, dd/mm/yyyy or yyyy-mm-dd, also a month or a year
    tiêu đề:               (title:) the title contains the word or phrase
    hoa*                   a syllable that begins so, with two characters or more

Field names are known with and without diacritics, in any case. The value stands right after the colon; a quoted
text or a date may follow after white space. What does not fit these forms is plain words, and told where it looks like
one of them (`search.misread`); a date that is not in the calendar is left out, and told.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TypeAlias

from index.text.fold import fold
from index.text.streams import analyse
from search.dates import WRITTEN, parse_period
from search.fields import Field, field_at
from search.misread import Remarks
from search.query import AllOf, AnyOf, Clause, Dated, HasValue, InTitle, Not, Phrase, Query, Unit, Words

MAX_CHARACTERS = 500  # a long headline is 150; a pasted paragraph is cut here
MAX_TERMS = 64  # syllables that are looked up; more neither help to find an article nor keep a search short
MAX_DEPTH = 8  # parentheses within parentheses; nobody types more, and evaluating goes as deep

_DATE_LIKE = re.compile(r"[\d/.-]+")
_SPACE = re.compile(r"\s*")
_OR = re.compile(r"OR(?![^\s()])")
_PREFIX = re.compile(r"[^\W_]{2,64}\*")
_STAR = re.compile(r"[^\W_]\*|\*[^\W_]")
_RUN = re.compile(r"[^\s\"“”«»]+")
_QUOTES = {'"': '"', "“": "”", "”": "”", "«": "»"}  # telephones type curly ones


def parse(typed: str) -> Query:
    """Return the meaning of a typed text; what was cut or left out is listed in its `problems`."""
    return _Parser(typed).query()


@dataclass(frozen=True, slots=True)
class _Value:
    """What follows a field name, a minus or an equals sign: a quoted text or a run without white space, and its end."""

    text: str
    end: int
    quoted: bool


_Item: TypeAlias = Clause | str  # a clause, or a run of plain text
_Read: TypeAlias = tuple[_Item | None, int]  # what was read, if it says anything, and where it ends


@dataclass(slots=True)
class _Group:
    """What stands between parentheses, or in the whole query: alternatives, each a list of items."""

    start: int = 0
    negated: bool = False
    alternatives: list[list[_Item]] = field(default_factory=lambda: [[]])
    last_or: int = 0

    def split(self, position: int) -> bool:
        """Begin another alternative; tell if OR is no word here."""
        if not self.alternatives[-1]:
            return False
        self.alternatives.append([])
        self.last_or = position
        return True

    def finish(self) -> bool:
        """Take an OR that nothing follows for a word; tell if there is one."""
        if len(self.alternatives) == 1 or self.alternatives[-1]:
            return False
        self.alternatives.pop()
        self.alternatives[-1].append("OR")
        return True


class _Parser:
    """Reads one typed text from left to right."""

    def __init__(self, typed: str) -> None:
        self.typed = typed
        self.remarks = Remarks()
        self.text = unicodedata.normalize("NFC", self._cut(typed))
        self.terms = 0
        self.unclosed: set[str] = set()
        self.groups = [_Group()]
        self.ignored = 0  # parentheses deeper than MAX_DEPTH that are open
        self.dates: list[tuple[int, int]] = []  # where the values of date fields stand

    def query(self) -> Query:
        """Collect the clauses: the plain words first, as one clause, then the others as typed."""
        position = self._skip_space(0)
        while position < len(self.text):
            position = self._skip_space(self._step(position))
        while len(self.groups) > 1:
            self._close()
        clauses = self._clauses(self.groups[0])
        self._compare_dates(clauses)
        if self.typed.strip():
            self.remarks.whole(clauses)
        told = self.remarks
        return Query(self.typed, clauses, tuple(told.problems), told.instead(self.text), told.unquoted(self.text))

    def _cut(self, typed: str) -> str:
        if len(typed) <= MAX_CHARACTERS:
            return typed
        self.remarks.add("too_long", MAX_CHARACTERS, MAX_CHARACTERS)
        head = typed[:MAX_CHARACTERS]
        return head if typed[MAX_CHARACTERS].isspace() else head.rsplit(maxsplit=1)[0] if " " in head.strip() else head

    def _step(self, position: int) -> int:
        """Read what stands at a position after white space or a parenthesis, and return where it ends."""
        group = self.groups[-1]
        negated = self.text[position] == "-"
        start = position + negated
        if self.text.startswith("(", start):
            self._open(negated, start)
            return start + 1
        if self.text[position] == ")" and (self.ignored or len(self.groups) > 1):
            self._close()
            return position + 1
        if _OR.match(self.text, position):
            if group.split(position):
                return position + len("OR")
            self.remarks.lone_or(position)
        item, end = self._item(start, negated)
        if item is not None:
            group.alternatives[-1].append(item)
        return end

    # --- Groups ---------------------------------------------------------------------------------------------------

    def _open(self, negated: bool, position: int) -> None:
        if self.ignored or len(self.groups) > MAX_DEPTH:
            self.ignored += 1
            self.remarks.add("too_deep", position, MAX_DEPTH)
        else:
            self.groups.append(_Group(position, negated))

    def _close(self) -> None:
        """Put what the innermost group says into the one around it: its items, where nothing keeps them together."""
        if self.ignored:
            self.ignored -= 1
            return
        group, around = self.groups.pop(), self.groups[-1].alternatives[-1]
        if group.alternatives == [[]]:
            self.remarks.add("empty_parentheses", group.start)
        self._finish(group)
        if len(group.alternatives) == 1 and not group.negated:
            around += group.alternatives[0]
            return
        clauses = self._clauses(group)
        if group.negated and clauses:
            around.append(Not(clauses[0] if len(clauses) == 1 else AllOf(clauses)))
        else:
            around += clauses

    def _clauses(self, group: _Group) -> tuple[Clause, ...]:
        """Return what a group says: every one of these."""
        self._finish(group)
        alternatives = [clauses for items in group.alternatives if (clauses := self._all_of(items))]
        if len(alternatives) < 2:
            return alternatives[0] if alternatives else ()
        return (AnyOf(tuple(clauses[0] if len(clauses) == 1 else AllOf(clauses) for clauses in alternatives)),)

    def _finish(self, group: _Group) -> None:
        if group.finish():
            self.remarks.lone_or(group.last_or)

    def _all_of(self, items: Sequence[_Item]) -> tuple[Clause, ...]:
        plain = self._bounded(_plain_units([item for item in items if isinstance(item, str)]))
        # A group of which but one alternative says anything has its words among those around it.
        units = (*plain, *(unit for item in items if isinstance(item, Words) for unit in item.units))
        clauses = tuple(item for item in items if not isinstance(item, str | Words))
        return (Words(units), *clauses) if units else clauses

    def _compare_dates(self, clauses: Sequence[Clause]) -> None:
        dated = [clause for clause in clauses if isinstance(clause, Dated)]
        first = max((clause.start for clause in dated if clause.start), default=None)
        last = min((clause.end for clause in dated if clause.end), default=None)
        if first and last and first > last:
            told = [(f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}") for day in (first, last)]
            self.remarks.add("dates_reversed", 0, *told)
            self.remarks.exchange(self.text, self.dates)

    # --- Items ----------------------------------------------------------------------------------------------------

    def _item(self, start: int, negated: bool) -> _Read:
        if read := self._clause(start, negated):
            clause, end = read
            return (Not(clause) if negated and clause else clause), end
        run = self._run(start)
        if run is None:
            self._check_mark(start)
            return None, start + 1  # a lone quotation mark, or a minus before white space
        self._check_words(start, negated)
        if negated and _PREFIX.fullmatch(run.text):
            return Not(Words(self._bounded(_plain_units([run.text])))), run.end
        if not _PREFIX.fullmatch(run.text):
            self._check_stars(run.text, start)
        if negated and not run.text.startswith("-"):
            phrase = self._phrase(run.text, negated)
            return phrase and Not(phrase), run.end
        return run.text, run.end

    def _clause(self, position: int, negated: bool) -> tuple[Clause | None, int] | None:
        """Read a quoted or exact text or a field, and where it ends; no clause comes of one that says nothing."""
        if exact := self._exact(position):
            return self._phrase(exact.text, exact=True), exact.end
        if quoted := self._quoted(position):
            self._check_stars(quoted.text, position + 1)
            if not negated and not any(group.negated for group in self.groups):
                self.remarks.phrase(position, quoted.end)
            return self._phrase(quoted.text, negated), quoted.end
        if named := field_at(self.text, position):
            return self._field(position, *named, negated)
        return None

    def _exact(self, position: int) -> _Value | None:
        """Read a text that an equals sign stands before, or that one begins within quotation marks."""
        if self.text.startswith("=", position):
            found = self._quoted(position + 1) or self._run(position + 1)
            return found if found and any(map(str.isalnum, found.text)) else None
        quoted = self._quoted(position)
        return replace(quoted, text=quoted.text[1:]) if quoted and quoted.text.startswith("=") else None

    def _field(self, start: int, field: Field, position: int, negated: bool) -> tuple[Clause | None, int] | None:
        if field.kind == "title" and (exact := self._exact(position)):
            phrase = self._phrase(exact.text, exact=True)
            return (InTitle(phrase) if phrase else None), exact.end
        value = self._value(position, spaced=field.dated)
        if value is None:
            self._check_value(start, field, position)
            return None
        if field.dated and not value.quoted and not _DATE_LIKE.fullmatch(value.text):
            self.remarks.add("bad_date", position, value.text)
            return None  # "to:night" is no date, and hardly meant as one
        if not any(map(str.isalnum, value.text)):
            self.remarks.empty_field(self.text, start, field, position)
            return None, value.end
        return self._filled(field, value, position, negated), value.end

    def _filled(self, field: Field, value: _Value, position: int, negated: bool) -> Clause | None:
        """Return what a field with a value says."""
        match field.kind:
            case "from" | "to":
                return self._dated(field, value, position)
            case "title":
                return self._in_title(value, negated)
            case kind:
                folded = tuple(analyse(value.text).folded)
                return HasValue(kind, folded, value.text) if folded else None

    def _in_title(self, value: _Value, negated: bool) -> InTitle | None:
        if not value.quoted and _PREFIX.fullmatch(value.text):
            return InTitle(Phrase(self._bounded(_plain_units([value.text]))))
        self._check_stars(value.text, value.end - len(value.text))
        phrase = self._phrase(value.text, negated)
        return InTitle(phrase) if phrase else None

    def _dated(self, field: Field, value: _Value, position: int) -> Dated | None:
        period = parse_period(value.text)
        if period is None:
            self.remarks.add("bad_date", position, value.text)
            return None
        end = value.end - value.quoted
        self.dates.append((end - len(value.text), end))
        return Dated(period[0], None) if field.kind == "from" else Dated(None, period[1])

    def _value(self, position: int, spaced: bool) -> _Value | None:
        after_space = self._skip_space(position)
        if quoted := self._quoted(after_space) or self._enclosed(after_space):
            return quoted
        run = self._run(after_space)
        if run and (after_space == position or (spaced and parse_period(run.text))):
            return run
        return None

    def _enclosed(self, position: int) -> _Value | None:
        """Return the text between the parenthesis at this position and the next closing one."""
        return self._up_to(")", position) if self.text.startswith("(", position) else None

    def _quoted(self, position: int) -> _Value | None:
        """Return the text between the quotation mark at this position and its partner, if there are both."""
        closing = _QUOTES.get(self.text[position : position + 1])
        return self._up_to(closing, position) if closing else None

    def _up_to(self, closing: str, position: int) -> _Value | None:
        if closing in self.unclosed:
            return None
        end = self.text.find(closing, position + 1)
        if end < 0:
            self.unclosed.add(closing)  # looked for once only, so that a text of opening marks stays linear
            return None
        return _Value(self.text[position + 1 : end], end + 1, quoted=True)

    def _run(self, position: int) -> _Value | None:
        """Return what stands here up to white space or a quotation mark, or to a parenthesis that closes a group."""
        match = _RUN.match(self.text, position)
        if match is None:
            return None
        run = match[0]
        if run.endswith(")"):
            inside = run.rstrip(")")
            closing = min(len(run) - len(inside) - inside.count("("), len(self.groups) - 1 + self.ignored)
            run = run[: len(run) - max(closing, 0)]
        return _Value(run, position + len(run), quoted=False) if run else None

    def _phrase(self, text: str, negated: bool = False, exact: bool = False) -> Phrase | None:
        """Return the syllables of a text as a phrase; what is excluded is so as typed, if it has diacritics."""
        units = self._bounded(list(_units(text))) if any(map(str.isalnum, text)) else ()
        marked = any(fold(syllable) != syllable for unit in units for syllable in unit.exact)
        return Phrase(units, exact=exact or (negated and marked)) if units else None

    def _bounded(self, units: Sequence[Unit]) -> tuple[Unit, ...]:
        room = MAX_TERMS - self.terms
        kept = 0
        while kept < len(units) and len(units[kept].exact) <= room:
            room -= len(units[kept].exact)
            kept += 1
        self.terms = MAX_TERMS - room
        if kept < len(units):
            self.remarks.add("too_many_terms", 0, MAX_TERMS)
        return tuple(units[:kept])

    def _skip_space(self, position: int) -> int:
        match = _SPACE.match(self.text, position)
        return match.end() if match else position

    # --- What is not read as it may have been meant -----------------------------------------------------------------

    def _check_stars(self, text: str, position: int) -> None:
        if star := _STAR.search(text):
            self.remarks.add("star", position + star.start())

    def _check_mark(self, position: int) -> None:
        """Tell of a quotation mark without a partner, but for that of inches."""
        closing = _QUOTES.get(self.text[position : position + 1])
        if closing and not self.text[max(position - 1, 0) : position].isalnum():
            self.remarks.unclosed(self.text, position, closing)

    def _check_value(self, start: int, field: Field, position: int) -> None:
        """Tell of a field without a value; after a date field's name other words may be meant: "kể từ: hôm nay"."""
        following = self._run(self._skip_space(position))
        if self.text[position : position + 1] in _QUOTES:
            return
        if field.dated and following and re.fullmatch(WRITTEN, following.text):
            self.remarks.add("bad_date", position, following.text)
        elif not field.dated or following is None:
            self.remarks.empty_field(self.text, start, field, position)

    def _check_words(self, position: int, negated: bool) -> None:
        """Tell of what is searched as plain words, but looks like an operator or a field."""
        if not negated:
            self.remarks.operator(self.text, position)
        self.remarks.other_field(self.text, position, negated=negated)


def _plain_units(runs: Sequence[str]) -> list[Unit]:
    """Return the units of runs of plain text, of which those that end in a star are beginnings of syllables."""
    units: list[Unit] = []
    for starred, group in groupby(runs, key=lambda run: bool(_PREFIX.fullmatch(run))):
        if starred:
            units += map(_beginning, group)
        else:
            units += _units(" ".join(group))
    return units


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
