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
from collections.abc import Sequence

from search.dates import WRITTEN, parse_period
from search.fields import Field, field_at
from search.groups import Groups, Item
from search.meaning import Meaning, is_beginning
from search.misread import Remarks
from search.query import Clause, Dated, InTitle, Not, Phrase, Query, Words
from search.scanner import QUOTES, Piece, Scanner

MAX_CHARACTERS = 500  # a long headline is 150; a pasted paragraph is cut here

_DATE_LIKE = re.compile(r"[\d/.-]+")
_OR = re.compile(r"OR(?![^\s()])")


def parse(typed: str) -> Query:
    """Return the meaning of a typed text; what was cut or left out is listed in its `problems`."""
    return _Parser(typed).query()


class _Parser:
    """Reads one typed text from left to right."""

    def __init__(self, typed: str) -> None:
        self.typed = typed
        self.remarks = Remarks()
        self.text = unicodedata.normalize("NFC", self._cut(typed))
        self.scanner = Scanner(self.text)
        self.meaning = Meaning(self.remarks)
        self.groups = Groups(self.meaning, self.remarks)

    def query(self) -> Query:
        """Collect the clauses: the plain words first, as one clause, then the others as typed."""
        position = self.scanner.skip_space(0)
        while position < len(self.text):
            position = self.scanner.skip_space(self._step(position))
        clauses = self.groups.finish()
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
        negated = self.text[position] == "-"
        start = position + negated
        if self.text.startswith("(", start):
            self.groups.open(negated, start)
            return start + 1
        if self.text[position] == ")" and self.groups.depth:
            self.groups.close()
            return position + 1
        if _OR.match(self.text, position):
            if self.groups.split(position):
                return position + len("OR")
            self.remarks.lone_or(position)
        item, end = self._item(start, negated)
        if item is not None:
            self.groups.add(item)
        return end

    def _compare_dates(self, clauses: Sequence[Clause]) -> None:
        dated = [clause for clause in clauses if isinstance(clause, Dated)]
        first = max((clause.start for clause in dated if clause.start), default=None)
        last = min((clause.end for clause in dated if clause.end), default=None)
        if first and last and first > last:
            told = [(f"{day:%d/%m/%Y}", f"{day:%Y-%m-%d}") for day in (first, last)]
            self.remarks.add("dates_reversed", 0, *told)
            self.remarks.exchange(self.text, self.meaning.dates)

    def _item(self, start: int, negated: bool) -> tuple[Item | None, int]:
        if read := self._clause(start, negated):
            clause, end = read
            return (Not(clause) if negated and clause else clause), end
        run = self.scanner.run(start, self.groups.depth)
        if run is None:
            self._check_mark(start)
            return None, start + 1  # a lone quotation mark, or a minus before white space
        self._check_words(start, negated)
        if negated and is_beginning(run.text):
            return Not(Words(self.meaning.words([run.text]))), run.end
        if not is_beginning(run.text):
            self.remarks.stars(run.text, start)
        if negated and not run.text.startswith("-"):
            phrase = self.meaning.phrase(run.text, negated)
            return phrase and Not(phrase), run.end
        return run.text, run.end

    def _clause(self, position: int, negated: bool) -> tuple[Clause | None, int] | None:
        """Read a quoted or exact text or a field, and where it ends; no clause comes of one that says nothing."""
        if exact := self._exact(position):
            return exact
        if quoted := self.scanner.quoted(position):
            self.remarks.stars(quoted.text, quoted.start)
            if not negated and not self.groups.negated:
                self.remarks.phrase(position, quoted.end)
            return self.meaning.phrase(quoted.text, negated), quoted.end
        if named := field_at(self.text, position):
            return self._field(position, *named, negated)
        return None

    def _exact(self, position: int) -> tuple[Phrase | None, int] | None:
        exact = self.scanner.exact(position, self.groups.depth)
        if exact is None:
            return None
        self.remarks.stars(exact.text, exact.start)
        return self.meaning.phrase(exact.text, exact=True), exact.end

    def _field(self, start: int, field: Field, position: int, negated: bool) -> tuple[Clause | None, int] | None:
        if field.kind == "title" and (exact := self._exact(position)):
            phrase, end = exact
            return (InTitle(phrase) if phrase else None), end
        value = self._value(position, spaced=field.dated)
        if value is None:
            self._check_value(start, field, position)
            return None
        if field.dated and not value.quoted and not _DATE_LIKE.fullmatch(value.text):
            self.remarks.add("bad_date", position, value.text)
            return None  # "to:night" is no date, and hardly meant as one
        if not value.says_something:
            self.remarks.empty_field(self.text, start, field, position)
            return None, value.end
        return self.meaning.field(field, value, position, negated), value.end

    def _value(self, position: int, spaced: bool) -> Piece | None:
        after_space = self.scanner.skip_space(position)
        if quoted := self.scanner.quoted(after_space) or self.scanner.enclosed(after_space):
            return quoted
        run = self.scanner.run(after_space, self.groups.depth)
        if run and (after_space == position or (spaced and parse_period(run.text))):
            return run
        return None

    def _check_mark(self, position: int) -> None:
        """Tell of a quotation mark without a partner, but for that of inches."""
        closing = QUOTES.get(self.text[position : position + 1])
        if closing and not self.text[max(position - 1, 0) : position].isalnum():
            self.remarks.unclosed(self.text, position, closing)

    def _check_value(self, start: int, field: Field, position: int) -> None:
        """Tell of a field without a value; after a date field's name other words may be meant: "kể từ: hôm nay"."""
        following = self.scanner.run(self.scanner.skip_space(position), self.groups.depth)
        if self.text[position : position + 1] in QUOTES:
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
