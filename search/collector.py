"""Collects the matches of a Whoosh search with arrays, all of them at once."""

from collections.abc import Iterator, Mapping
from functools import reduce

import numpy as np
from whoosh import query as whoosh
from whoosh.collectors import Collector
from whoosh.searching import Results

from search.deadline import Deadline
from search.evaluate import Evaluator
from search.lists import Mask
from search.request import FacetField


class ArrayCollector(Collector):  # type: ignore[misc]  # Whoosh is untyped
    """Runs on `Searcher.search_with_collector`; knows afterwards which documents match.

    `unfiltered` are the documents (a mask over all) in which the query holds, `filters` those that each filter lets
    through, `matches` those that are left.
    """

    def __init__(self, evaluator: Evaluator, filters: Mapping[FacetField | None, whoosh.Query],
                 deadline: Deadline) -> None:  # fmt: skip
        """Take what evaluates queries over the searcher's index, filters, and when to stop."""
        self._evaluator, self._filter_queries, self._deadline = evaluator, filters, deadline

    def run(self) -> None:
        """Find every match."""
        self.unfiltered = self._evaluator.mask(self.q, self._deadline)
        self.filters = {name: self._evaluator.mask(q, self._deadline) for name, q in self._filter_queries.items()}
        self.matches: Mask = reduce(np.logical_and, self.filters.values(), self.unfiltered)
        self.finish()

    def count(self) -> int:
        """Return the exact number of matches."""
        return int(np.count_nonzero(self.matches))

    def all_ids(self) -> Iterator[int]:
        """Yield the numbers of the matching documents, rising."""
        return iter(np.flatnonzero(self.matches).tolist())

    def results(self) -> Results:
        """Return the matches as Whoosh's results, in the order of their numbers and without scores."""
        return self._results([(0.0, document) for document in self.all_ids()])
