"""The obvious design: pyvi cuts words, Whoosh 2.7.4 indexes and ranks them, both as they are.

Words come from our port of pyvi's model, which gives what `ViTokenizer.tokenize` gives, sooner. Whoosh's own tokenizer
then leaves out signs, and its filter makes lower case.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from whoosh import fields, index, query
from whoosh.analysis import LowercaseFilter, RegexTokenizer

from index.text.segment import tokenize
from tests.bench.rankers import Document, Ranker


class PyviWhoosh(Ranker):
    """An index of stock Whoosh's, ranked by the BM25F that it has by default."""

    name = "Whoosh with pyvi"
    title_weight = 0.5
    settings = "pyvi's words, lower case; any of the words, BM25F"

    def __init__(self, documents: Iterable[Document], folder: Path) -> None:
        """Write an index of one segment."""
        self._analyzer = RegexTokenizer() | LowercaseFilter()
        texts = {name: fields.TEXT(analyzer=self._analyzer, phrase=False) for name in self.weights}
        writer = index.create_in(str(folder), fields.Schema(id=fields.STORED, **texts)).writer()
        for document in documents:
            writer.add_document(id=document.id, title=tokenize(document.title), body=tokenize(document.body))
        writer.commit(optimize=True)
        self._searcher = index.open_dir(str(folder)).searcher()

    def search(self, typed: str, count: int) -> Sequence[str]:
        """Return the ids of the first articles."""
        words = [token.text for token in self._analyzer(tokenize(typed), mode="query")]
        terms = [query.Term(name, word, boost=boost) for name, boost in self.weights.items() for word in words]
        return [hit["id"] for hit in self._searcher.search(query.Or(terms), limit=count)]
