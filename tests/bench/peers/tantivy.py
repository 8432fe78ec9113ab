"""tantivy, through its Python package: frequencies for ranking, positions where phrases are sought, fast values.

A long query requires a number of its words, chosen so that it finds about as many articles as ours. A prefix matches by
an automaton over the terms and does not rank; ours ranks by all of them.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar

import tantivy
from tantivy import Occur, Query

from index.schema import date_number
from tests.bench.peers import (
    BIGRAM_WEIGHT,
    EXACT_WEIGHT,
    FACET_VALUES,
    FACETS,
    HITS,
    Peer,
    Search,
    nearest,
)
from tests.bench.queries import ALL_REQUIRED, Typed
from tests.bench.tokens import Tokens, analysed, bigrams

THREADS = 2  # of the writer, beside the processes that analyse
HEAP = 128_000_000  # bytes in which the writer collects postings, shared by its threads: the package's own choice
# The package cannot merge all segments to one, which is the fastest to search; one thread with all the memory that
# tantivy lets a thread have writes one segment of some hundred thousand articles.
ONE_SEGMENT_HEAP = 4_000_000_000


def schema() -> tantivy.Schema:
    """Return the streams and values as fields."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("folded", tokenizer_name="whitespace", index_option="position")
    for name in ("folded_bigrams", "exact", "compounds"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field("date", indexed=True, fast=True)
    builder.add_unsigned_field("month", fast=True)
    return builder.build()


class Tantivy(Peer):
    """An index of tantivy's."""

    name = "tantivy"
    settings = "positions for folded syllables alone; long queries require a number of their words"
    _AGGREGATIONS: ClassVar[dict[str, Any]] = {
        **{name: {"terms": {"field": name, "size": FACET_VALUES}} for name in FACETS},
        "months": {"histogram": {"field": "month", "interval": 1}},
    }

    @classmethod
    def build(cls, tokens: Iterable[Tokens], folder: Path, threads: int = THREADS, heap: int = HEAP) -> None:
        """Index articles into an empty folder."""
        writer = tantivy.Index(schema(), str(folder)).writer(heap, threads)
        for article in tokens:
            writer.add_document(_document(article))
        writer.commit()
        writer.wait_merging_threads()

    @classmethod
    def ready(cls, corpus: Path, folder: Path, jobs: int) -> "Tantivy":
        """Write the index again as one segment, if it has several, and open it."""
        several = cls(folder)
        if several.segments == 1:
            return several
        whole = folder.with_name(f"{folder.name}-whole")
        whole.mkdir()
        cls.build(analysed(corpus, jobs), whole, threads=1, heap=ONE_SEGMENT_HEAP)
        return cls(whole)

    def __init__(self, folder: Path) -> None:
        """Open the index."""
        super().__init__(folder)
        index = tantivy.Index.open(str(folder))
        self._schema, self._searcher = index.schema, index.searcher()

    @property
    def segments(self) -> int:
        """How many parts the index has."""
        return self._searcher.num_segments

    def described(self) -> str:
        """Say how it is set up and how it takes part, for the header."""
        return f"{super().described()}; segments: {self.segments}"

    def prepare(self, typed: Typed, wanted: int) -> Search:
        """Return the search for the first hits, best first, and the exact count."""
        query, offset = self._query(typed, wanted), (typed.page - 1) * HITS
        by = None if typed.sort == "relevance" else "date"
        return lambda: _count(self._searcher.search(query, HITS, count=True, order_by_field=by, offset=offset))

    def prepare_page(self, typed: Typed, wanted: int) -> Search:
        """Return the search for the first hits, the count, three facets and the timeline."""
        search, query = self.prepare(typed, wanted), self._query(typed, wanted)

        def page() -> int:
            self._searcher.aggregate(query, self._AGGREGATIONS)
            return search()

        return page

    def cold_start(self, typed: Typed) -> list[str]:
        """Return a command that starts anew, asks for all of the words and prints the hits."""
        script = (
            "import sys, tantivy; index = tantivy.Index.open(sys.argv[1]); searcher = index.searcher();"
            "query = index.parse_query(sys.argv[2], ['folded'], conjunction_by_default=True);"
            "found = searcher.search(query, 10);"
            "print(found.count, [(score, address.doc) for score, address in found.hits])"
        )
        return [sys.executable, "-c", script, str(self.folder), " ".join(typed.folded)]

    def _query(self, typed: Typed, wanted: int) -> Query:
        parts = [(Occur.Must, self._required(typed, wanted))]
        parts += [(Occur.Must, Query.const_score_query(part, 0.0)) for part in self._filters(typed)]
        if typed.form != "prefix":
            ranking = [] if typed.form == "words" else self._terms("folded", typed.folded, 1.0)
            ranking += self._terms("folded_bigrams", bigrams(typed.folded), BIGRAM_WEIGHT)
            ranking += self._terms("exact", typed.exact, EXACT_WEIGHT)
            parts += [(Occur.Should, part) for part in ranking]
        return Query.boolean_query(parts)

    def _required(self, typed: Typed, wanted: int) -> Query:
        if typed.form == "phrase":
            return Query.phrase_query(self._schema, "folded", list(typed.folded))
        if typed.form == "prefix":
            return Query.regex_query(self._schema, "folded", f"{typed.folded[0]}.*")
        words = self._terms("folded", typed.folded, 1.0)
        if len(words) <= ALL_REQUIRED:
            return Query.boolean_query([(Occur.Must, word) for word in words])
        count = lambda least: _count(self._searcher.search(_least(words, least), 1))  # noqa: E731
        return _least(words, nearest(count, len(words), wanted))

    def _terms(self, field: str, tokens: Sequence[str], weight: float) -> list[Query]:
        terms = ((Query.term_query(self._schema, field, token, "freq"), n) for token, n in Counter(tokens).items())
        return [term if weight * n == 1 else Query.boost_query(term, weight * n) for term, n in terms]

    def _filters(self, typed: Typed) -> list[Query]:
        filters = typed.filters
        parts = [Query.term_query(self._schema, "source", source, "basic") for source in filters.source]
        if filters.date_from and filters.date_to:
            first, last = date_number(filters.date_from), date_number(filters.date_to)
            parts.append(Query.range_query(self._schema, "date", tantivy.FieldType.Unsigned, first, last))
        return parts


def _document(article: Tokens) -> tantivy.Document:
    document = tantivy.Document()
    for name in ("folded", "folded_bigrams", "exact", "compounds"):
        for piece in getattr(article, name):
            document.add_text(name, piece)
    for name in FACETS:
        document.add_text(name, getattr(article, name))
    document.add_unsigned("date", article.date)
    document.add_unsigned("month", article.month)
    return document


def _least(words: Sequence[Query], least: int) -> Query:
    return Query.boolean_query([(Occur.Should, word) for word in words], minimum_number_should_match=least)


def _count(result: Any) -> int:
    return int(result.count)  # the stubs of the package do not know it
