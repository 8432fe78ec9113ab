"""From our syntax tree to Whoosh's query objects: what any Whoosh searcher could find, ours finds with arrays."""

from collections.abc import Sequence

from whoosh.query import And, Every, Not, NullQuery, NumericRange, Or, Phrase, Prefix, Query, Term

from index.schema import date_number
from search import query as tree
from search.request import FACET_FIELDS, FacetField, Filters
from search.whoosh_queries import AtLeast, ValueContains, ValueIs

ALL_REQUIRED = 3  # up to so many plain words, an article must have every one
# Of a longer query, an article must have a share of the words' weight (by inverse document frequency) that falls by a
# step with each further word, down to a least share: one common word may be missing of four, and a word like "của"
# never excludes the right article. Chosen by measurement, docs/decisions.md
SHARE_STEP = 0.2
LEAST_SHARE = 0.4
FIRST_DAY, LAST_DAY = 1, 99_999_999  # as numbers: the bounds of known dates, whose absence is 0


def compile_query(query: tree.Query, share: float) -> Query:
    """Return what an article must satisfy, its plain words by this share of their weight."""
    clauses = [_clause(clause, share) for clause in dict.fromkeys(query.clauses)]
    if not clauses:
        return NullQuery if query.typed.strip() else Every()
    return clauses[0] if len(clauses) == 1 else And(clauses)


def compile_filters(filters: Filters) -> dict[FacetField | None, Query]:
    """Return a query for each filter that is set; the dates' is under None."""
    queries: dict[FacetField | None, Query] = {}
    if filters.date_from or filters.date_to:
        queries[None] = _dated(tree.Dated(filters.date_from, filters.date_to))
    for name in FACET_FIELDS:
        if wanted := filters.values(name):
            queries[name] = ValueIs(name, wanted)
    return queries


def strict_share(words: tree.Words) -> float:
    """Return the share of the words' weight that an article must have before anything is relaxed."""
    beyond = max(0, len(set(words.units)) - ALL_REQUIRED)
    return max(LEAST_SHARE, 1.0 - SHARE_STEP * beyond)


def _clause(clause: tree.Clause, share: float) -> Query:
    match clause:
        case tree.Words():
            return _words(clause, share)
        case tree.Phrase():
            return _phrase(clause)
        case tree.InTitle():
            return _in_title(clause.node)
        case tree.HasValue():
            return ValueContains(clause.field, clause.folded)
        case tree.Dated():
            return _dated(clause)
        case tree.Not():
            return Not(_within(clause.node))
        case tree.AllOf():
            return And(list(map(_within, clause.nodes)))
        case tree.AnyOf():
            return Or(list(map(_within, clause.nodes)))


def _within(clause: tree.Clause) -> Query:
    """Compile what stands within an operator, of which nothing is relaxed."""
    return _clause(clause, strict_share(clause) if isinstance(clause, tree.Words) else 1.0)


def _words(words: tree.Words, share: float) -> Query:
    units = [_unit(unit) for unit in dict.fromkeys(words.units)]
    if share == 1.0:
        return units[0] if len(units) == 1 else And(units)
    return AtLeast(units, share)


def _unit(unit: tree.Unit) -> Query:
    """A unit of several syllables is a phrase: `4/7` is found where "4" stands before "7"."""
    if unit.prefix:
        return Prefix("folded", unit.folded[0])
    rows = [_row("folded", row) for row in dict.fromkeys((unit.folded, *unit.alternatives))]
    return rows[0] if len(rows) == 1 else Or(rows)


def _phrase(phrase: tree.Phrase) -> Query:
    return _row("exact", phrase.exact_syllables) if phrase.exact else _row("folded", phrase.folded)


def _in_title(phrase: tree.Phrase) -> Query:
    if phrase.units[0].prefix:
        return Prefix("title", phrase.folded[0])
    return _row("title_exact", phrase.exact_syllables) if phrase.exact else _row("title", phrase.folded)


def _row(field: str, syllables: Sequence[str]) -> Query:
    """Return the query for syllables that stand in a row."""
    if len(syllables) == 1:
        return Term(field, syllables[0])
    if len(syllables) == 2 and field == "folded":
        return Term("folded_bigrams", " ".join(syllables))
    return Phrase(field, list(syllables))


def _dated(clause: tree.Dated) -> Query:
    first = date_number(clause.start) if clause.start else FIRST_DAY
    last = date_number(clause.end) if clause.end else LAST_DAY
    return NumericRange("date", first, last)
