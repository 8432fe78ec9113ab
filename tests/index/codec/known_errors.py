"""What stock Whoosh 2.7.4 gets wrong, on its own indexes as on ours, and how to ask without it.

1. `Require(a, b)` finds what `a` has and `b` has not: its matcher is that of `AndNot`.
2. `AndNot(a, b)` may find the first document of `a` though `b` has it: where `b` begins before it, the two are not
   compared.
3. `AndNot` and `Require` within others may raise IndexError, where documents are deleted: they ask a matcher that has
   ended for its document.
4. `Not(a)` finds deleted documents: those that come right after the last document of `a`.
5. `SpanNear` within another query raises NotImplementedError, for nobody wrote its estimate of how much it finds; and
   `SpanNear2` a NameError (its estimate calls a module by a name it has not imported).

`mended` asks the same without 1 to 4. Queries with 5 are not made.
"""

from whoosh import query
from whoosh.query import Query

ERRING = (query.Require, query.AndNot, query.Not)


def errs(wanted: Query) -> bool:
    """Say whether stock Whoosh may answer a query wrongly."""
    return isinstance(wanted, ERRING) or any(map(errs, wanted.children()))


def mended(wanted: Query) -> Query:
    """Put a query in terms that stock Whoosh answers rightly."""
    match wanted:
        case query.Require():
            return query.And([mended(wanted.a), mended(wanted.b)])
        case query.AndNot():
            return query.And([mended(wanted.a), query.Not(mended(wanted.b))])
        case query.Not():
            return query.And([query.Every(), query.Not(mended(wanted.query))])
        case query.AndMaybe():
            return query.AndMaybe(mended(wanted.a), mended(wanted.b))
        case query.And() | query.Or() | query.DisjunctionMax():
            return type(wanted)(list(map(mended, wanted.subqueries)))
        case query.ConstantScoreQuery():
            return query.ConstantScoreQuery(mended(wanted.child))
    return wanted
