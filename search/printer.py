"""Writes a syntax tree as a person could type it; `search.parse.parse` reads the same tree back."""

import datetime
from collections.abc import Sequence

from search.query import AllOf, AnyOf, Clause, Dated, HasValue, InTitle, Not, Phrase, Query, Unit, ValueField, Words

_FIELDS: dict[ValueField, str] = {"author": "tác giả", "source": "nguồn", "category": "mục"}
_QUOTES = (('"', '"'), ("“", "”"), ("«", "»"))


def written(query: Query) -> str:
    """Return a query's clauses as text."""
    return _all(query.clauses) if not _is_any_of(query.clauses) else _any(query.clauses[0])


def _all(clauses: Sequence[Clause]) -> str:
    return " ".join(f"({_any(clause)})" if isinstance(clause, AnyOf) else _one(clause) for clause in clauses)


def _any(clause: Clause) -> str:
    assert isinstance(clause, AnyOf)
    return " OR ".join(f"({_any(node)})" if isinstance(node, AnyOf) else _one(node) for node in clause.nodes)


def _is_any_of(clauses: Sequence[Clause]) -> bool:
    return len(clauses) == 1 and isinstance(clauses[0], AnyOf)


def _one(clause: Clause) -> str:
    match clause:
        case Words(units):
            return _units(units)
        case Phrase():
            return _phrase(clause)
        case InTitle(node):
            return "tiêu đề:" + (_units(node.units) if node.units[0].prefix else _phrase(node))
        case HasValue(field, _, text):
            return f"{_FIELDS[field]}:{_quoted(text)}"
        case Dated(start, end):
            return " ".join([f"từ:{_day(start)}"] * bool(start) + [f"đến:{_day(end)}"] * bool(end))
        case Not(node):
            return f"-{_excluded(node)}"
        case AllOf(nodes):
            return _all(nodes)
        case AnyOf():
            return _any(clause)


def _excluded(node: Clause) -> str:
    """Write what stands after a minus: one piece, or all of it in parentheses."""
    phrase = node.node if isinstance(node, InTitle) else node
    # After a minus alone a phrase with diacritics is meant with exactly these; in parentheses it need not be.
    kept_apart = isinstance(phrase, Phrase) and not phrase.exact and any(unit.has_diacritics for unit in phrase.units)
    is_piece = isinstance(node, Phrase | InTitle | HasValue | Dated) and not kept_apart
    is_prefix = isinstance(node, Words) and len(node.units) == 1 and node.units[0].prefix
    return _one(node) if is_piece or is_prefix else f"({_one(node)})"


def _phrase(phrase: Phrase) -> str:
    if phrase.exact and len(phrase.units) == 1:
        return f"={phrase.units[0].written}"
    return "=" * phrase.exact + f'"{_units(phrase.units)}"'


def _units(units: Sequence[Unit]) -> str:
    return " ".join(unit.written for unit in units)


def _quoted(text: str) -> str:
    opening, closing = next(pair for pair in _QUOTES if pair[1] not in text)
    return f"{opening}{text}{closing}"


def _day(day: datetime.date | None) -> str:
    return "" if day is None else day.isoformat()
