"""Other searches that may have been meant by one that finds little: only those that find something."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from search.dates import stated_period
from search.parse import parse
from search.printer import written
from search.query import Dated, Not, Phrase, Query, Words
from search.request import DEFAULT_SIZE, FACET_FIELDS, NO_FILTERS, Answer, Engine, FacetField, Filters, SearchRequest

ChoiceKind: TypeAlias = Literal[
    "rewritten", "dated", "unquoted", "words",
    "any_source", "any_category", "any_author", "any_year", "any_date", "unfiltered",
]  # fmt: skip

MOST_PARTS = 8  # of a query that are looked for one by one: each takes a search
FEW = DEFAULT_SIZE  # articles that fill no page: somebody may have meant something else
_WITHOUT: dict[FacetField, ChoiceKind] = {
    "source": "any_source", "category": "any_category", "author": "any_author", "year": "any_year",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """Another search: what is different about it, what is typed, its filters, and how many articles it finds."""

    kind: ChoiceKind
    q: str
    filters: Filters
    total: int


def choices(engine: Engine, query: Query, filters: Filters, answer: Answer, *, literal: bool = False) -> list[Choice]:
    """Return the searches near one that find articles, each counted by the engine.

    A text with what is wrong in it put right is always among them, the articles of a date that was typed where few
    articles have all that is required, or nothing else was typed; the others only where nothing is found. A search that
    took all its time offers none: counting others would take as much again for each.
    """
    found: list[Choice] = []
    if answer.partial:
        return found
    for kind, q, narrowed in _others(query, filters, answer):
        known = any((q, narrowed) == (one.q, one.filters) for one in found)
        if not known and (total := _total(engine, q, narrowed, literal)):
            found.append(Choice(kind, q, narrowed, total))
    return found


def missing(engine: Engine, query: Query) -> list[str]:
    """Return those of the first parts of a query of several that are in no article at all, as they could be typed."""
    if len(query.clauses) < 2:
        return []
    parts = [replace(query, clauses=(clause,)) for clause in query.clauses if not isinstance(clause, Not | Dated)]
    answers = ((part, engine.search(_count(part, NO_FILTERS))) for part in parts[:MOST_PARTS])
    return [written(part) for part, answer in answers if not answer.total and not answer.partial]


def _others(query: Query, filters: Filters, answer: Answer) -> Iterator[tuple[ChoiceKind, str, Filters]]:
    if query.instead and not parse(query.instead).problems:
        yield "rewritten", query.instead, filters
    elif answer.strict_total < FEW or any(problem.kind == "date_as_words" for problem in query.problems):
        yield from _dated(query, filters)
    if answer.total:
        return
    yield from _with_fewer_filters(query.typed, filters)
    if query.unquoted:
        yield "unquoted", query.unquoted, filters
    words = " ".join(unit.written for unit in query.sought_units())
    if words and any(not isinstance(clause, Words) for clause in parse(query.unquoted or query.typed).clauses):
        yield "words", words, filters


def _dated(query: Query, filters: Filters) -> Iterator[tuple[ChoiceKind, str, Filters]]:
    """Yield the articles of a date among the plain words, or in quotation marks, that have the rest of the query."""
    for place, clause in enumerate(query.clauses):
        if isinstance(clause, Words | Phrase):
            stated = stated_period(" ".join(unit.written for unit in clause.units))
            if stated:
                others = replace(query, clauses=query.clauses[:place] + query.clauses[place + 1 :])
                rest = f"{stated.rest} {written(others)}".strip()
                yield "dated", rest, replace(filters, date_from=stated.first, date_to=stated.last)
                return


def _with_fewer_filters(typed: str, filters: Filters) -> Iterator[tuple[ChoiceKind, str, Filters]]:
    on = [field for field in FACET_FIELDS if getattr(filters, field)]
    for field in on:
        without: dict[str, Any] = {field: ()}
        yield _WITHOUT[field], typed, replace(filters, **without)
    dated = bool(filters.date_from or filters.date_to)
    if dated:
        yield "any_date", typed, replace(filters, date_from=None, date_to=None)
    if len(on) + dated > 1:
        yield "unfiltered", typed, NO_FILTERS


def _total(engine: Engine, q: str, filters: Filters, literal: bool) -> int:
    query = parse(q) if literal else engine.expand(parse(q))[0]
    return engine.search(_count(query, filters)).total


def _count(query: Query, filters: Filters) -> SearchRequest:
    return SearchRequest(query, filters, size=0, counts=False)
