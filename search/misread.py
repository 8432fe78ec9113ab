"""What is not read as it may have been meant: told, with what to type instead. Nothing is guessed at.

What only looks like a field or an operator is searched as plain words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from search.dates import parse_period, stated_period
from search.fields import FIELDS, PERIODS, Field, close_to, field_at, is_english, meant_by, one_piece
from search.printer import written
from search.problems import Problem, ProblemKind, Told
from search.query import Clause, Dated, HasValue, Not, Phrase, Query, Words

MOST_PROBLEMS = 8  # that are told of one text: who made more has read enough
SHOWN_CHARACTERS = 40  # of a value within a sentence: enough to know it by
# A name and its colon, and right after it a value or the end; `http://`, `10:30` and `Bài 1: tựa` are none of these.
# Only names of periods may have white space after them, before a date.
_NAME = re.compile(r"([^\W\d][^\W\d]{1,19}(?:[ -][^\W\d]{1,19})?):(?=[^\s:/]|\s+\d|\s*$)")
_OPERATOR = re.compile(r"(AND|NOT|&&|\|\|)(?![^\s()])\s*")
_STAR = re.compile(r"[^\W_]\*|\*[^\W_]")
_QUOTES = '"“”«»()'
_NO_WORD = re.compile(r"-|(?:AND|NOT|OR)(?![^\s()])|&&|\|\|")
_VALUE = re.compile(r'\s*("[^"]*"|“[^”]*”|«[^»]*»|\([^)]*\)|[^\s()"“”«»]+)')
_AND = (
    "các từ vốn được tìm cùng nhau nên chỉ cần bỏ đi",
    "words are searched for together anyway, so leave it out",
)
_OR = ("hãy gõ OR, như Hà Nội OR Sài Gòn", "write OR, as in Hue OR Vinh")
_NOT = (
    "hãy gõ dấu trừ liền trước điều cần loại trừ, như hòa bình -chợ",
    "put a minus right before what to leave out, as in hoa binh -cho",
)
_AS_WORD = ("được tìm như một từ trong bài", "is searched for as a word of the articles")
_IGNORED = ("đã được bỏ qua", "was left out")
_OPERATORS = {  # how each is read, what to do instead, and what to put in its place
    "AND": (_AS_WORD, _AND, ""), "NOT": (_AS_WORD, _NOT, "-"), "&&": (_IGNORED, _AND, ""), "||": (_IGNORED, _OR, "OR "),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A field that there is not: its name as typed, where its colon ends, and the field likely meant, if any."""

    name: str
    end: int
    field: Field | None

    @property
    def is_period(self) -> bool:
        """Whether it names a span of days."""
        return one_piece(self.name) in PERIODS

    @property
    def as_words(self) -> str:
        """What of the name is searched for as words: all but a field at its end."""
        first, _, last = self.name.partition(" ")
        return first if last and self.field and last.lower() in self.field.names else self.name


@dataclass(frozen=True, slots=True)
class Advice:
    """What to type instead, in Vietnamese and in English; `edit` is what to put in its place, where that can be told.

    It is in the language of the name.
    """

    written: tuple[str, str]
    edit: str | None = None


def unknown_field(text: str, position: int) -> Lookalike | None:
    """Return the field that seems to be meant where no field's name stands, or None for what may be a headline."""
    match = _NAME.match(text, position)
    if match is None or field_at(text, position):
        return None
    found = Lookalike(match[1], match.end(), meant_by(match[1]))
    following = text[found.end :]
    if found.is_period:
        return found if _may_be_dated(following) else None
    if found.field:
        return found if not following.strip() or not following[0].isspace() else None
    return _mistyped(found, following)


def _may_be_dated(following: str) -> bool:
    """Say whether the name of a period is one before this text: "Việt Nam: 8 bàn" is not about a year."""
    if not following.strip() or not following[0].isspace():
        return True
    value = _VALUE.match(following)
    return bool(value and stated_period(value[1]))


def _mistyped(found: Lookalike, following: str) -> Lookalike | None:
    """Return a name that nobody calls a field by with the field it is close to, or None where it hardly is one.

    A name that is close to none must be in small letters, as must its value: papers forget the space after a colon
    ("Nghệ An:Triệu tập"), but what follows begins a sentence.
    """
    if not following.strip() or following[0].isspace() or " " in found.name or not found.name.islower():
        return None
    first = following[:2].lstrip('"“«(')[:1]
    close = close_to(found.name)
    return replace(found, field=close) if close or first.islower() or first.isdecimal() else None


def advice(found: Lookalike, typed: str | None) -> Advice:
    """Say what to type instead of a field that there is not, of which `typed` is the value, as it stands."""
    if found.is_period:
        if typed and parse_period(typed):
            return Advice(between(typed), between(typed)[is_english(found.name)])
        return Advice(between(PERIODS[one_piece(found.name)]))
    if found.field is None:
        return Advice((f"một trong {_names(0)}", f"one of {_names(2)}"))
    if typed is None or (found.field.dated and not parse_period(typed)):
        return Advice(found.field.with_value(*found.field.examples))
    shown = typed if len(typed) <= SHOWN_CHARACTERS else typed[:SHOWN_CHARACTERS] + "…"
    return Advice(found.field.with_value(shown, shown), found.field.with_value(typed, typed)[is_english(found.name)])


def between(period: str) -> tuple[str, str]:
    """Write that articles are of a day, a month or a year, in Vietnamese and in English."""
    return f"từ:{period} đến:{period}", f"from:{period} to:{period}"


def _names(which: int) -> str:
    return ", ".join(f"{field.names[which]}:" for field in FIELDS)


@dataclass(slots=True)
class Remarks:
    """What is told of one text while it is read, and the edits that would put it right."""

    problems: list[Problem] = field(default_factory=list)
    _told: set[tuple[ProblemKind, tuple[Told, ...]]] = field(default_factory=set)
    _edits: list[tuple[int, int, str]] = field(default_factory=list)
    _phrases: list[tuple[int, int]] = field(default_factory=list)
    _unclear: bool = False  # whether something is negated that cannot be with a minus alone
    _read: int = 0  # where the last name ends that a field was looked for in

    def add(self, kind: ProblemKind, position: int, *told: Told) -> bool:
        """Tell of something, unless the same was told before; return whether it is told."""
        if len(self.problems) == MOST_PROBLEMS or (kind, told) in self._told:
            return False
        self._told.add((kind, told))
        self.problems.append(Problem.of(kind, position, *told))
        return True

    def instead(self, text: str) -> str | None:
        """Return the text with what is wrong put right, or None where nothing is that could be."""
        return None if self._unclear else _edited(text, self._edits)

    def unquoted(self, text: str) -> str | None:
        """Return the text without the quotation marks of phrases, or None where it has none."""
        return _edited(text, [(mark, mark + 1, " ") for start, end in self._phrases for mark in (start, end - 1)])

    def whole(self, clauses: tuple[Clause, ...]) -> None:
        """Tell what is wrong with all of a query: that it asks for nothing, or for a date as if it were words."""
        if not clauses:
            self.add("no_words", 0)
        elif all(isinstance(one, Not) and not isinstance(one.node, Dated | HasValue) for one in clauses):
            self.add("only_excluded", 0)
        elif not self.problems and len(clauses) == 1 and isinstance(clauses[0], Words | Phrase):
            stated = stated_period(written(Query("", clauses)).strip('"'))
            if stated and not stated.rest and not stated.is_year:
                self.add("date_as_words", 0, stated.written, between(stated.written))

    def phrase(self, start: int, end: int) -> None:
        """Remember where a phrase that is sought stands, with its quotation marks."""
        self._phrases.append((start, end))

    def exchange(self, text: str, spans: Sequence[tuple[int, int]]) -> None:
        """Put two dates the other way round."""
        if len(spans) == 2:
            (start, end), (other_start, other_end) = spans
            self._edits += [(start, end, text[other_start:other_end]), (other_start, other_end, text[start:end])]

    def lone_or(self, position: int) -> None:
        """Tell of an OR that has nothing on one side."""
        self.add("lone_or", position)
        self._edits.append((position, position + len("OR"), ""))

    def operator(self, text: str, position: int) -> None:
        """Tell of an operator of other search engines, where one stands at a position."""
        match = _OPERATOR.match(text, position)
        if match is None:
            return
        read, meant, edit = _OPERATORS[match[1]]
        self.add("unknown_operator", position, match[1], read, meant)
        self._edits.append((position, match.end(), edit if match.end() < len(text) else ""))
        if edit == "-" and (_NO_WORD.match(text, match.end()) or unknown_field(text, match.end())):
            self._unclear = True

    def stars(self, text: str, position: int) -> None:
        """Tell of a star that cannot be heeded in a text that begins at a position."""
        if star := _STAR.search(text):
            self.add("star", position + star.start())

    def other_field(self, text: str, position: int, *, negated: bool) -> None:
        """Tell of a field that there is not, where one seems to be meant at a position."""
        if position < self._read or (found := unknown_field(text, position)) is None:
            return
        self._read = found.end
        value = _VALUE.match(text, found.end)
        dated = found.is_period or (found.field and found.field.dated)
        told = advice(found, value and (value[1].strip(_QUOTES) if dated else value[1]))
        if self.add("unknown_field", position, found.name, found.as_words, told.written) and told.edit and value:
            edit = f"({told.edit})" if negated and found.is_period else told.edit
            self._edits.append((position, value.end(), edit))

    def unclosed(self, text: str, position: int, closing: str) -> None:
        """Tell of a quotation mark without a partner."""
        told = self.add("unclosed_quotation", position)
        if told and text[position] != "”" and any(map(str.isalnum, text[position:])):
            self._edits.append((len(text), len(text), closing))

    def empty_field(self, text: str, position: int, empty: Field, value: int) -> None:
        """Tell of a field at a position that lacks the value which should begin at another."""
        self.add("empty_field", position, text[position:value], empty.with_value(*empty.examples))


def _edited(text: str, edits: Sequence[tuple[int, int, str]]) -> str | None:
    """Return a text with each piece in the place of what stands between two places, or None where nothing is left."""
    end, pieces = 0, []
    for start, following, piece in sorted(edits):
        if start >= end:
            pieces += [text[end:start], piece]
            end = following
    edited = " ".join("".join([*pieces, text[end:]]).split())
    return edited if edits and edited else None
