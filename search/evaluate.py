"""Evaluates Whoosh's query objects with arrays: which documents of an index match, as a mask over all of them.

What has no form as arrays (wildcards, fuzzy terms, spans, sloppy phrases) is left to Whoosh's own matchers, which read
the same lists one posting at a time.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any, cast

import numpy as np
from whoosh import query as whoosh
from whoosh.searching import Searcher

from search.columns import Columns
from search.compile import FIRST_DAY
from search.deadline import Deadline
from search.lists import Mask, Places, Sparse, TermList
from search.phrases import POSITIONAL_FIELDS, PositionalField, with_row
from search.postings import PostingSource
from search.whoosh_queries import ROUNDING, AtLeast, ValueContains, ValueIs, idf

FEW = 8  # of one in so many documents, each is looked up; of more, all documents are gone through, in order
LIST_FIELDS = ("folded", "exact", "words", "compounds", "title")  # whose terms have a posting list of their own


class Evaluator:
    """Evaluates queries over one index; what the deadline leaves unlooked at does not match."""

    def __init__(self, source: PostingSource, columns: Columns, alive: Mask, searcher: Searcher) -> None:
        """Take the index's posting lists and columns, which documents were not deleted, and Whoosh's searcher."""
        self._source, self._columns, self._alive, self._searcher = source, columns, alive, searcher

    def mask(self, query: whoosh.Query, deadline: Deadline) -> Mask:
        """Return the documents that match, (documents,) bool."""
        if query == whoosh.NullQuery or deadline.passed():
            return np.zeros(len(self._alive), np.bool_)
        form = _FORMS.get(type(query))
        return form(self, query, deadline) if form else self._by_whoosh(query)

    def _every(self, query: Any, _: Deadline) -> Mask:
        return self._alive if query.fieldname is None else self._by_whoosh(query)

    def _and(self, query: Any, deadline: Deadline) -> Mask:
        return reduce(np.logical_and, (self.mask(one, deadline) for one in query), self._alive)

    def _or(self, query: Any, deadline: Deadline) -> Mask:
        nothing = np.zeros(len(self._alive), np.bool_)
        return reduce(np.logical_or, (self.mask(one, deadline) for one in query), nothing)

    def _not(self, query: Any, deadline: Deadline) -> Mask:
        return self._alive & ~self._excluded(query.query, deadline)

    def _and_not(self, query: Any, deadline: Deadline) -> Mask:
        return self.mask(query.a, deadline) & ~self._excluded(query.b, deadline)

    def _excluded(self, query: Any, deadline: Deadline) -> Mask:
        """Return what a query excludes: all, where time ran out before it was known."""
        excluded = self.mask(query, deadline)
        return excluded if deadline.met else self._alive

    def _term(self, query: Any, _: Deadline) -> Mask:
        found = self._list(query)
        if found is not None:
            return found.mask(len(self._alive))
        if query.fieldname in self._columns.values and isinstance(query, whoosh.Term) and isinstance(query.text, str):
            column = self._columns.values[query.fieldname]
            mask: Mask = self._alive & (column.codes == column.code(query.text))
            return mask
        return self._by_whoosh(query)

    def _list(self, query: Any) -> TermList | None:
        """Return the posting list of a query that has one: of a term, or of all terms with a prefix."""
        if not isinstance(query, whoosh.Term | whoosh.Prefix) or not isinstance(query.text, str):
            return None
        if query.fieldname in LIST_FIELDS:
            read = self._source.prefix if isinstance(query, whoosh.Prefix) else self._source.term
            return read(query.fieldname, query.text)
        if query.fieldname == "folded_bigrams" and isinstance(query, whoosh.Term):
            first, _, second = query.text.partition(" ")
            return self._source.pair(first, second)
        return None

    def _phrase(self, query: Any, deadline: Deadline) -> Mask:
        if query.slop != 1 or query.fieldname not in POSITIONAL_FIELDS or not query.words:
            return self._by_whoosh(query)
        return with_row(self._source, cast(PositionalField, query.fieldname), query.words, deadline) & self._alive

    def _numeric_range(self, query: Any, _: Deadline) -> Mask:
        if query.fieldname != "date" or query.startexcl or query.endexcl:
            return self._by_whoosh(query)
        dates = self._columns.dates
        mask: Mask = self._alive & (dates >= max(query.start or 0, FIRST_DAY))
        if query.end is not None:
            mask &= dates <= query.end
        return mask

    def _value_contains(self, query: ValueContains, _: Deadline) -> Mask:
        column = self._columns.values[query.fieldname]
        accepted = np.fromiter(map(query.accepts, column.folded), np.bool_, len(column.folded))
        mask: Mask = self._alive & accepted[column.codes]
        return mask

    def _value_is(self, query: ValueIs, _: Deadline) -> Mask:
        column = self._columns.values[query.fieldname]
        accepted = np.isin(column.listed, [column.place(value) for value in query.plain])
        mask: Mask = self._alive & accepted[column.codes]
        return mask

    def _at_least(self, query: AtLeast, deadline: Deadline) -> Mask:
        lists = [self._list(one) or _listed(self.mask(one, deadline)) for one in query if not deadline.passed()]
        if len(lists) < len(query):  # of the words that were not looked up, it is not known what they weigh
            return np.zeros(len(self._alive), np.bool_)
        return at_least(lists, query.share, len(self._alive), self._columns.living)

    def _by_whoosh(self, query: whoosh.Query) -> Mask:
        mask = np.zeros(len(self._alive), np.bool_)
        mask[list(query.docs(self._searcher))] = True
        return mask


_FORMS: Mapping[type, Callable[[Evaluator, Any, Deadline], Mask]] = {
    whoosh.Every: Evaluator._every,
    whoosh.And: Evaluator._and,
    whoosh.Or: Evaluator._or,
    whoosh.Not: Evaluator._not,
    whoosh.AndNot: Evaluator._and_not,
    whoosh.Term: Evaluator._term,
    whoosh.Prefix: Evaluator._term,
    whoosh.Phrase: Evaluator._phrase,
    whoosh.NumericRange: Evaluator._numeric_range,
    AtLeast: Evaluator._at_least,
    ValueContains: Evaluator._value_contains,
    ValueIs: Evaluator._value_is,
}


def at_least(lists: Sequence[TermList], share: float, documents: int, living: int) -> Mask:
    """Return which documents are in lists that have at least this share of the weight of all.

    A list weighs the inverse document frequency of its documents among the `living`.
    """
    weighted = sorted(((one, idf(living, one.frequency)) for one in lists), key=lambda pair: -pair[1])
    least = share * sum(weight for _, weight in weighted) * (1 - ROUNDING)
    candidates = _candidates(weighted, least, documents)
    places = np.flatnonzero(candidates)
    if len(places) * FEW < documents:
        candidates[places] = sum(np.float32(weight) * (one.weights_at(places) > 0) for one, weight in weighted) >= least
        return candidates
    held = np.zeros(documents, np.float32)
    for one, weight in weighted:
        if isinstance(one, Sparse):
            held[one.documents] += np.float32(weight)
        else:
            held += np.float32(weight) * one.mask(documents)
    return candidates & (held >= least)


def _candidates(weighted: Sequence[tuple[TermList, float]], least: float, documents: int) -> Mask:
    """Return the documents that are in one of the rarest lists, of which those left out together weigh too little."""
    candidates = np.zeros(documents, np.bool_)
    left = sum(weight for _, weight in weighted)
    for one, weight in weighted:
        if left < least:
            break
        candidates |= one.mask(documents)
        left -= weight
    return candidates


def _listed(mask: Mask) -> Sparse:
    documents: Places = np.flatnonzero(mask)
    return Sparse(documents.astype(np.uint32), np.ones(len(documents), np.uint8))
