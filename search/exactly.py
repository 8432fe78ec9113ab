"""The same search for the diacritics that were typed alone: `bão` also finds báo, `=bão` does not."""

from dataclasses import replace

from search.printer import written
from search.query import AllOf, AnyOf, Clause, InTitle, Phrase, Query, Unit, Words


def exactly(query: Query) -> str | None:
    """Return a query as it is typed to find only the diacritics in it; None where it has none that are optional.

    What has no diacritics stays optional, and so does what is excluded.
    """
    clauses = tuple(_exactly(clause) for clause in query.clauses)
    if clauses == query.clauses:
        return None
    return written(replace(query, clauses=tuple(one for clause in clauses for one in _apart(clause))))


def _exactly(clause: Clause) -> Clause:
    match clause:
        case Words(units) if any(map(_is_marked, units)):
            return _all([Phrase((unit,), exact=True) if _is_marked(unit) else Words((unit,)) for unit in units])
        case Phrase(units) if any(map(_is_marked, units)):
            return replace(clause, exact=True)
        case InTitle(phrase):
            return InTitle(replace(phrase, exact=phrase.exact or any(map(_is_marked, phrase.units))))
        case AllOf(nodes):
            return _all([one for node in nodes for one in _apart(_exactly(node))])
        case AnyOf(nodes):
            return AnyOf(tuple(map(_exactly, nodes)))
        case _:
            return clause


def _is_marked(unit: Unit) -> bool:
    return unit.has_diacritics and not unit.prefix


def _all(clauses: list[Clause]) -> Clause:
    return clauses[0] if len(clauses) == 1 else AllOf(tuple(clauses))


def _apart(clause: Clause) -> tuple[Clause, ...]:
    return clause.nodes if isinstance(clause, AllOf) else (clause,)
