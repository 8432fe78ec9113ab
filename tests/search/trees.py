"""Syntax trees in one line of text, for files of what queries mean."""

from collections.abc import Sequence

from search.query import AllOf, AnyOf, Clause, Dated, HasValue, InTitle, Not, Phrase, Query, Unit, Words


def tree(query: Query) -> str:
    """Write the clauses of a query, every unit with its folded form."""
    return " & ".join(map(_clause, query.clauses))


def _clause(clause: Clause) -> str:
    match clause:
        case Words(units):
            return f"words[{_units(units)}]"
        case Phrase(units, exact):
            return f"{'exact' if exact else 'phrase'}[{_units(units)}]"
        case InTitle(node):
            return f"title {_clause(node)}"
        case HasValue(field, folded, text):
            return f"{field}[{text} = {' '.join(folded)}]"
        case Dated(start, end):
            return f"date[{start or ''}..{end or ''}]"
        case Not(node):
            return f"not {_clause(node)}"
        case AllOf(nodes):
            return f"({' & '.join(map(_clause, nodes))})"
        case AnyOf(nodes):
            return f"({' | '.join(map(_clause, nodes))})"


def _units(units: Sequence[Unit]) -> str:
    return " ".join(f"{unit.written}={'+'.join(unit.folded)}" for unit in units)
