"""tantivy, with the analysis of its default tokenizer, and with ASCII folding besides.

A query goes through the same analysis as articles do, so that there are no operators in it.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy
from tantivy import Filter, Occur, Query

from tests.bench.rankers import Document, Ranker

ANALYSIS = "analysis"  # the name under which an index knows its analyzer
LONGEST = 40  # bytes of a token: what the default tokenizer keeps


class Tantivy(Ranker):
    """An index of tantivy's; an article's score is the sum of those of its two texts."""

    name = "tantivy"
    filters: Sequence[Filter] = (Filter.remove_long(LONGEST), Filter.lowercase())
    title_weight = 0.5
    settings = "lower case; any of the words, BM25 of headline and body added up"

    def __init__(self, documents: Iterable[Document], folder: Path) -> None:
        """Write an index."""
        builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        for one in self.filters:
            builder = builder.filter(one)
        self._analyzer = builder.build()
        self._schema = _schema(self.weights)
        index = tantivy.Index(self._schema, str(folder))
        index.register_tokenizer(ANALYSIS, self._analyzer)
        writer = index.writer(num_threads=1)
        for document in documents:
            writer.add_document(tantivy.Document(id=document.id, title=document.title, body=document.body))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def search(self, typed: str, count: int) -> Sequence[str]:
        """Return the ids of the first articles."""
        words = self._analyzer.analyze(typed)
        terms = [
            (Occur.Should, Query.boost_query(Query.term_query(self._schema, name, word, "freq"), weight))
            for name, weight in self.weights.items()
            for word in words
        ]
        hits = self._searcher.search(Query.boolean_query(terms), count).hits
        return [str(self._searcher.doc(address)["id"][0]) for _, address in hits]


class FoldingTantivy(Tantivy):
    """The same with letters folded to ASCII, đ among them."""

    name = "tantivy, folding"
    filters = (*Tantivy.filters, Filter.ascii_fold())
    title_weight = 0.25
    settings = "lower case, folded to ASCII; any of the words, BM25 of headline and body added up"


def _schema(fields: Iterable[str]) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder().add_text_field("id", stored=True, tokenizer_name="raw")
    for name in fields:
        builder = builder.add_text_field(name, tokenizer_name=ANALYSIS, index_option="freq")
    return builder.build()
