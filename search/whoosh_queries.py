"""Three kinds of query that Whoosh lacks. Any Whoosh searcher runs them; ours evaluates them with arrays."""

import math
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import Any

from whoosh import matching
from whoosh.query import MultiTerm, Query
from whoosh.query.compound import CompoundQuery

from index.text.streams import spell

ROUNDING = 1e-5  # how far apart two sums of the same weights may come out in single precision, relative to them


def idf(documents: int, document_frequency: int) -> float:
    """Return the inverse document frequency (Robertson & Zaragoza 2009, with 1 added inside: never negative)."""
    return math.log1p((documents - document_frequency + 0.5) / (document_frequency + 0.5))


class AtLeast(CompoundQuery):  # type: ignore[misc]  # Whoosh is untyped
    """Matches the documents in which queries hold that have at least a share of the weight of all of them.

    A query weighs the inverse document frequency of the documents it matches. With a share of 0 any one must hold.
    """

    JOINT = " ~ "

    def __init__(self, subqueries: Sequence[Query], share: float, boost: float = 1.0) -> None:
        """Take the queries and the share, from 0 to 1."""
        super().__init__(list(subqueries), boost)
        self.share = share

    def __eq__(self, other: object) -> bool:
        """Compare by value."""
        return isinstance(other, AtLeast) and (self.subqueries, self.share) == (other.subqueries, other.share)

    def __hash__(self) -> int:
        """Agree with `__eq__`."""
        return hash((tuple(self.subqueries), self.share))

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Return a matcher of one searcher's documents; the weights are those of the whole index."""
        whole = searcher.get_parent()
        held: Counter[int] = Counter()
        total = 0.0
        for query in self.subqueries:
            weight = idf(whole.doc_count(), sum(1 for _ in query.docs(whole)))
            total += weight
            for document in query.docs(searcher):
                held[document] += weight  # type: ignore[assignment]  # a Counter adds up floats as well
        least = self.share * total * (1 - ROUNDING)
        return matching.ListMatcher(sorted(document for document, weight in held.items() if weight >= least))


class _OfValues(MultiTerm):  # type: ignore[misc]  # Whoosh is untyped
    """Matches the documents with some values of a field; `wanted` says which, and tells queries apart."""

    constantscore = True

    def __init__(self, fieldname: str, wanted: Hashable) -> None:
        self.fieldname, self.wanted, self.boost = fieldname, wanted, 1.0

    def __eq__(self, other: object) -> bool:
        """Compare by value."""
        return type(other) is type(self) and (self.fieldname, self.wanted) == (other.fieldname, other.wanted)

    def __hash__(self) -> int:
        """Agree with `__eq__`."""
        return hash((type(self), self.fieldname, self.wanted))

    def field(self) -> str:
        """Return the field's name."""
        return self.fieldname


class ValueContains(_OfValues):
    """Matches the documents whose value of a field has some folded syllables in a row: half a name is enough."""

    def __init__(self, fieldname: str, folded: Sequence[str]) -> None:
        """Take a field of values and what they must contain."""
        self.folded = f" {' '.join(folded)} "
        super().__init__(fieldname, self.folded)

    def accepts(self, folded: str) -> bool:
        """Say whether a value contains the syllables; it is given as `folded_value` gives it."""
        return self.folded in folded

    def _btexts(self, ixreader: Any) -> Iterator[bytes]:
        return (value for value in ixreader.lexicon(self.fieldname) if self.accepts(folded_value(value.decode())))


class ValueIs(_OfValues):
    """Matches the documents whose value of a field is one of some values, however they are capitalised and spaced."""

    def __init__(self, fieldname: str, values: Sequence[str]) -> None:
        """Take a field of values and those to find; a blank one is none."""
        self.plain = frozenset(map(plain_value, values)) - {""}
        super().__init__(fieldname, self.plain)

    def _btexts(self, ixreader: Any) -> Iterator[bytes]:
        return (value for value in ixreader.lexicon(self.fieldname) if plain_value(value.decode()) in self.plain)


def plain_value(value: str) -> str:
    """Return a value without what parts no two papers or people: letter case, and how much white space there is."""
    return " ".join(value.casefold().split())


def folded_value(value: str) -> str:
    """Return the folded syllables of a value, a space before and after each."""
    return f" {' '.join(spell(value).folded)} "
