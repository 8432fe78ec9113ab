"""The syntax tree of a query: what a person asked for, free of any engine.

Engines compile it, pages show it. All nodes are frozen; a tree is made by `search.parse.parse`.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from index.text.fold import fold
from search.problems import Problem

ValueField: TypeAlias = Literal["author", "source", "category"]


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing typed in one piece: a syllable, or several that punctuation joins, such as `4/7` or `TP.HCM`.

    `exact` and `folded` are parallel, one entry a syllable; `compound` is the extra folded token of such a piece.
    A `prefix` is the beginning of a syllable, typed with a star. `alternatives` are rows of folded syllables, any of
    which an article may have in its place; `meant` is the folded syllable that was likely meant by one that no article
    has. Neither is part of what was typed.
    """

    exact: tuple[str, ...]
    folded: tuple[str, ...]
    compound: str | None = None
    prefix: bool = False
    alternatives: tuple[tuple[str, ...], ...] = ()
    meant: str | None = None

    @property
    def ranked(self) -> tuple[str, ...]:
        """The folded syllables to rank by."""
        return (self.meant,) if self.meant else self.folded

    @property
    def has_diacritics(self) -> bool:
        """Whether any syllable was typed with diacritics."""
        return any(fold(syllable) != syllable for syllable in self.exact)

    @property
    def written(self) -> str:
        """The piece as it is indexed: in lower case, with what joins its syllables."""
        if not self.compound:
            return self.exact[0] + "*" * self.prefix
        pieces, place = [], 0
        for exact, folded in zip(self.exact, self.folded, strict=True):
            at = self.compound.index(folded, place)
            pieces += [self.compound[place:at], exact]
            place = at + len(folded)
        return "".join([*pieces, self.compound[place:]])


@dataclass(frozen=True, slots=True)
class Words:
    """Plain words: all of a short list must be in an article, most of a long one; order and nearness rank."""

    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Syllables that must stand next to one another in this order; diacritics are optional unless `exact`."""

    units: tuple[Unit, ...]
    exact: bool = False

    @property
    def folded(self) -> tuple[str, ...]:
        """The folded syllables of all units."""
        return tuple(syllable for unit in self.units for syllable in unit.folded)

    @property
    def exact_syllables(self) -> tuple[str, ...]:
        """The syllables of all units as typed."""
        return tuple(syllable for unit in self.units for syllable in unit.exact)


@dataclass(frozen=True, slots=True)
class InTitle:
    """The title must have the phrase, or a word that begins as its only unit does."""

    node: Phrase


@dataclass(frozen=True, slots=True)
class HasValue:
    """The author, source or category must contain these folded syllables in a row: half a name is enough."""

    field: ValueField
    folded: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Dated:
    """The publication date must be known and lie between the two days, both included; None is an open end."""

    start: datetime.date | None
    end: datetime.date | None


@dataclass(frozen=True, slots=True)
class Not:
    """The article must not match."""

    node: "Clause"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of two or more clauses must hold; only inside another clause, for a query is such a list itself."""

    nodes: "tuple[Clause, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of two or more clauses must hold."""

    nodes: "tuple[Clause, ...]"


Clause: TypeAlias = Words | Phrase | InTitle | HasValue | Dated | Not | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Query:
    """A typed text and its meaning: every clause must hold.

    `instead` is the text with what is wrong in it put right, where that can be told from the text alone; `unquoted` the
    text with words in the place of the phrases that are sought, where there are some.
    """

    typed: str
    clauses: tuple[Clause, ...]
    problems: tuple[Problem, ...] = ()
    instead: str | None = None
    unquoted: str | None = None

    @property
    def words(self) -> Words | None:
        """The plain words outside of all operators, which are one clause; None when there are none."""
        return next((clause for clause in self.clauses if isinstance(clause, Words)), None)

    def with_words(self, units: tuple[Unit, ...]) -> "Query":
        """Return the query with other plain words in the place of its own, of which it has some."""
        words = Words(units)
        return replace(self, clauses=tuple(words if isinstance(one, Words) else one for one in self.clauses))

    def with_meant(self, typed: str, meant: str) -> "Query":
        """Return the query with what was likely meant wherever a folded syllable is among its plain words."""
        if self.words is None or len(self.words.units) == 1:
            return self  # of one word alone that no article has, none is found
        units = self.words.units
        return self.with_words(tuple(replace(u, meant=meant) if u.folded == (typed,) else u for u in units))

    def sought(self) -> Iterator[Words | Phrase]:
        """Yield the clauses whose syllables an article has because they were asked for: to rank by and to highlight."""
        for clause in self.clauses:
            yield from _sought(clause)

    def sought_units(self) -> tuple[Unit, ...]:
        """Return the units of all sought clauses, in the order typed."""
        return tuple(unit for clause in self.sought() for unit in clause.units)

    @property
    def has_diacritics(self) -> bool:
        """Whether any sought syllable was typed with diacritics."""
        return any(unit.has_diacritics for unit in self.sought_units())


def _sought(clause: Clause) -> Iterator[Words | Phrase]:
    match clause:
        case Words() | Phrase():
            yield clause
        case InTitle(phrase):
            yield phrase
        case AllOf(nodes) | AnyOf(nodes):
            for node in nodes:
                yield from _sought(node)
