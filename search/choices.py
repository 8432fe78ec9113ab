"""Other searches that may have been meant by one that finds little: only those that find something."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Literal, TypeAlias

from search.dates import stated_period
from search.deadline import Deadline
from search.intervals import by_year
from search.parse import parse
from search.printer import written
from search.query import AllOf, AnyOf, Clause, Dated, InTitle, Not, Phrase, Query, Words
from search.request import (
    BUDGET_MS,
    DEFAULT_SIZE,
    FACET_FIELDS,
    NO_FILTERS,
    Answer,
    Engine,
    FacetField,
    Filters,
    SearchRequest,
)
from search.understand import understand

ChoiceKind: TypeAlias = Literal[
    "rewritten", "dated", "any_diacritics", "unquoted", "words", "shorter",
    "any_source", "any_category", "any_author", "any_year", "wider_dates", "any_date", "unfiltered",
]  # fmt: skip

Other: TypeAlias = tuple[ChoiceKind, str, Filters]  # another search: what is different about it, what is typed, filters

MOST_PARTS = 8  # of a query that are looked for, or left out, one by one: each takes a search
MOST_SHORTER = 3  # searches without one of a query's parts that are offered: of more, none would be read
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


def choices(engine: Engine, asked: SearchRequest, answer: Answer, *, literal: bool = False) -> list[Choice]:
    """Return the searches near one that find articles, each with what it finds in the order asked for.

    A text with what is wrong in it put right is always among them, the articles of a date that was typed where few
    articles have all that is required, or nothing else was typed; the others only where nothing is found. Together they
    may take as long as one search. One that took all its time offers none. Where no search with one thing changed finds
    an article, that for nothing but the words within the whole archive is tried.
    """
    if answer.partial:
        return []
    query, filters = asked.query, asked.filters
    counter = _Counter(engine, asked, literal)
    found = list(counter.finding(_meant(query, filters, answer)))
    if not answer.total:
        found += counter.finding(_with_other_filters(query.typed, filters, counter.wider()))
        found += counter.finding(_less_exact(query, filters))
        shorter = counter.finding(islice(_shorter(query, filters), MOST_PARTS))
        found += sorted(shorter, key=lambda one: -one.total)[:MOST_SHORTER]
    if not answer.total and not found and (words := _words_of(query)):
        found += counter.finding([("words", words, NO_FILTERS)])
    return found


def missing(engine: Engine, query: Query) -> list[str]:
    """Return those of the first parts of a query of several that are in no article at all, as they could be typed.

    All together are looked for no longer than one search may take.
    """
    if len(query.clauses) < 2:
        return []
    parts = [replace(query, clauses=(clause,)) for clause in query.clauses if _names_something(clause)]
    deadline = Deadline(BUDGET_MS)
    requests = (SearchRequest(part, size=0, counts=False, budget_ms=deadline.left_ms()) for part in parts[:MOST_PARTS])
    answers = ((request.query, engine.search(request)) for request in requests)
    return [written(part) for part, answer in answers if not answer.total and not answer.partial]


class _Counter:
    """Counts what searches near one find, each once, while there is time."""

    def __init__(self, engine: Engine, asked: SearchRequest, literal: bool) -> None:
        self._engine, self._asked, self._literal = engine, asked, literal
        self._deadline = Deadline(BUDGET_MS)
        self._known: set[tuple[str, Filters]] = set()

    def finding(self, others: Iterable[Other]) -> Iterator[Choice]:
        """Yield the searches that find articles; none that was yielded before, nor whose count is not known in time."""
        for kind, q, filters in others:
            if self._deadline.passed():
                return
            if (q, filters) not in self._known:
                self._known.add((q, filters))
                answer = self._answer(understand(self._engine, q, literal=self._literal).query, filters, counts=False)
                if answer.total and not answer.partial:
                    yield Choice(kind, q, filters, answer.total)

    def wider(self) -> Iterator[Other]:
        """Yield the same search within the days that were asked for and the nearest year that has matches."""
        query, filters = self._asked.query, self._asked.filters
        start, end = filters.date_from, filters.date_to
        if not start and not end:
            return
        undated = self._answer(query, replace(filters, date_from=None, date_to=None), counts=True)
        years = [int(bucket.start) for bucket in by_year(undated.timeline).buckets if bucket.count]
        if years:
            first, last = (start.year if start else 0), (end.year if end else datetime.MAXYEAR)
            year = min(years, key=lambda one: (max(first - one, one - last), -one))
            start = start and min(start, datetime.date(year, 1, 1))
            end = end and max(end, datetime.date(year, 12, 31))
            yield "wider_dates", query.typed, replace(filters, date_from=start, date_to=end)

    def _answer(self, query: Query, filters: Filters, *, counts: bool) -> Answer:
        left, sort = self._deadline.left_ms(), self._asked.sort
        return self._engine.search(SearchRequest(query, filters, sort, size=0, budget_ms=left, counts=counts))


def _meant(query: Query, filters: Filters, answer: Answer) -> Iterator[Other]:
    if query.instead and not parse(query.instead).problems:
        yield "rewritten", query.instead, filters
    elif answer.strict_total < FEW or any(problem.kind == "date_as_words" for problem in query.problems):
        yield from _dated(query, filters)


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


def _with_other_filters(typed: str, filters: Filters, wider: Iterable[Other]) -> Iterator[Other]:
    on = [field for field in FACET_FIELDS if getattr(filters, field)]
    for field in on:
        without: dict[str, Any] = {field: ()}
        yield _WITHOUT[field], typed, replace(filters, **without)
    yield from wider
    dated = bool(filters.date_from or filters.date_to)
    if dated:
        yield "any_date", typed, replace(filters, date_from=None, date_to=None)
    if len(on) + dated > 1:
        yield "unfiltered", typed, NO_FILTERS


def _less_exact(query: Query, filters: Filters) -> Iterator[Other]:
    clauses = tuple(map(_any_diacritics, query.clauses))
    if clauses != query.clauses:
        yield "any_diacritics", written(replace(query, clauses=clauses)), filters
    if query.unquoted:
        yield "unquoted", query.unquoted, filters
    words = _words_of(query)
    if words and any(not isinstance(clause, Words) for clause in parse(query.unquoted or query.typed).clauses):
        yield "words", words, filters


def _words_of(query: Query) -> str:
    return " ".join(unit.written for unit in query.sought_units())


def _any_diacritics(clause: Clause) -> Clause:
    """Return a clause that does without the diacritics it asks for exactly, unless they are of what is excluded."""
    match clause:
        case Phrase():
            return replace(clause, exact=False)
        case InTitle(phrase):
            return InTitle(replace(phrase, exact=False))
        case AllOf(nodes):
            return AllOf(tuple(map(_any_diacritics, nodes)))
        case AnyOf(nodes):
            return AnyOf(tuple(map(_any_diacritics, nodes)))
        case _:
            return clause


def _shorter(query: Query, filters: Filters) -> Iterator[Other]:
    """Yield the searches without one of the words or other parts of a query."""
    for place, clause in enumerate(query.clauses):
        if isinstance(clause, Words) and len(clause.units) > 1:
            for left_out in dict.fromkeys(clause.units):
                if kept := tuple(unit for unit in clause.units if unit != left_out):
                    yield "shorter", written(query.with_words(kept)), filters
        else:
            others = query.clauses[:place] + query.clauses[place + 1 :]
            if any(map(_names_something, others)):
                yield "shorter", written(replace(query, clauses=others)), filters


def _names_something(clause: Clause) -> bool:
    """Say whether a part says what articles are sought, and not only which are left out or when they appeared."""
    return not isinstance(clause, Not | Dated)
