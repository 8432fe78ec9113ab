"""Whoosh 2.7.4 with its own codec, writer and searcher, as people use it: limit=10, and len() for the exact count.

A long query requires its rarest words, so many that it finds about as many articles as ours.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from whoosh import fields, index, query, sorting
from whoosh.analysis import SpaceSeparatedTokenizer

from index.schema import date_number
from tests.bench.peers import BIGRAM_WEIGHT, EXACT_WEIGHT, FACETS, HITS, Peer, Search, rarest
from tests.bench.queries import Typed
from tests.bench.tokens import Tokens, bigrams

STREAMS = ("folded", "folded_bigrams", "exact", "compounds")
SEPARATOR = " | "  # a token of its own between pieces, so that no phrase goes across
POOL_MEGABYTES = 256  # of postings before the writer sorts them onto disk: its own 128 doubled, for speed


def schema() -> fields.Schema:
    """Return the streams and values as fields."""
    tokenizer = SpaceSeparatedTokenizer()
    texts = {name: fields.TEXT(analyzer=tokenizer, phrase=name == "folded") for name in STREAMS}
    numbers = {name: fields.NUMERIC(int, sortable=True) for name in ("date", "month")}
    return fields.Schema(**texts, **numbers, **{name: fields.ID(sortable=True) for name in FACETS})


class StockWhoosh(Peer):
    """An index of stock Whoosh's."""

    name = "stock Whoosh"
    article_limit = 40_000  # it indexes some fifty articles a second
    query_limit = 20  # one takes up to seconds
    settings = "limit=10 and len(); long queries require their rarest words"

    @classmethod
    def build(cls, tokens: Iterable[Tokens], folder: Path) -> None:
        """Index articles into an empty folder."""
        writer = index.create_in(str(folder), schema()).writer(limitmb=POOL_MEGABYTES)
        for article in tokens:
            values = {name: getattr(article, name) for name in ("date", "month", *FACETS)}
            writer.add_document(**values, **{name: SEPARATOR.join(getattr(article, name)) for name in STREAMS})
        writer.commit(optimize=True)

    def __init__(self, folder: Path) -> None:
        """Open the index."""
        super().__init__(folder)
        self._searcher = index.open_dir(str(folder)).searcher()

    def prepare(self, typed: Typed, wanted: int) -> Search:
        """Return the search for the first hits, best first, and the exact count."""
        what, options = self._query(typed, wanted), _options(typed)

        def search() -> int:
            results = self._searcher.search(what, limit=HITS * typed.page, **options)
            results[HITS * (typed.page - 1) :]
            return len(results)

        return search

    def prepare_page(self, typed: Typed, wanted: int) -> Search:
        """Return the search for the first hits, the count, three facets and the timeline."""
        what = self._query(typed, wanted)
        groups = sorting.Facets()
        for name in (*FACETS, "month"):
            groups.add_facet(name, sorting.FieldFacet(name, maptype=sorting.Count))
        return lambda: len(self._searcher.search(what, limit=HITS, groupedby=groups))

    def cold_start(self, typed: Typed) -> list[str]:
        """Return a command that starts anew, asks for all of the words and prints the hits."""
        script = (
            "import sys; from whoosh import index, qparser; opened = index.open_dir(sys.argv[1]);"
            "query = qparser.QueryParser('folded', opened.schema).parse(sys.argv[2]);"
            "results = opened.searcher().search(query, limit=10);"
            "print(len(results), [hit.docnum for hit in results])"
        )
        return [sys.executable, "-c", script, str(self.folder), " ".join(typed.folded)]

    def _query(self, typed: Typed, wanted: int) -> query.Query:
        if typed.form == "prefix":
            return query.Prefix("folded", typed.folded[0])
        if typed.form == "phrase":
            required = query.Phrase("folded", list(typed.folded))
            left = typed.words
        else:
            words = rarest(typed.words, lambda words: self._count(_all_of(words)), wanted)
            required, left = _all_of(words), tuple(word for word in typed.words if word not in words)
        ranking = [*_terms("folded", left, 1.0), *_terms("folded_bigrams", bigrams(typed.folded), BIGRAM_WEIGHT),
                   *_terms("exact", typed.exact, EXACT_WEIGHT)]  # fmt: skip
        return query.AndMaybe(required, query.Or(ranking)) if ranking else required

    def _count(self, what: query.Query) -> int:
        return sum(1 for _ in self._searcher.docs_for_query(what))


def _all_of(words: Sequence[str]) -> query.Query:
    return query.And([query.Term("folded", word) for word in words])


def _terms(field: str, tokens: Sequence[str], weight: float) -> list[query.Query]:
    return [query.Term(field, token, boost=weight * count) for token, count in Counter(tokens).items()]


def _options(typed: Typed) -> dict[str, Any]:
    """Return how to narrow and sort."""
    filters = typed.filters
    options: dict[str, Any] = {} if typed.sort == "relevance" else {"sortedby": "date", "reverse": True}
    parts = [query.Term("source", source) for source in filters.source]
    if filters.date_from and filters.date_to:
        first, last = date_number(filters.date_from), date_number(filters.date_to)
        parts.append(query.NumericRange("date", first, last))
    return options | ({"filter": query.And(parts)} if parts else {})
