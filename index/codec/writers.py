"""The way in through stock Whoosh's `SegmentWriter`: it hands over stored articles, and the rest follows from them."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from whoosh.codec import base
from whoosh.fields import FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.writing import IndexingError

from index.analysed import analyse_article
from index.article_json import article_from_json
from index.codec.segment import ARTICLES_EXTENSION, COLUMNS_EXTENSION, ColumnarSegment, Entry
from index.columnar.builder import Builder

ONLY_ARTICLES = (
    "Give a document its article as JSON and nothing else: add_document(article=...). All other fields follow from it. "
    "Segments are not merged this way either: commit with merge=False."
)


class NewSegment(ColumnarSegment):
    """A segment being written."""

    def __init__(self, indexname: str) -> None:
        """Give it a name of its own."""
        super().__init__(Entry(f"{indexname}_{self._random_id()}", 0))
        self.builder = Builder()

    def set_doc_count(self, doccount: int) -> None:
        """Take the number of documents."""
        self.entry = replace(self.entry, documents=doccount)


class ArticleWriter(base.PerDocumentWriter):  # type: ignore[misc]  # Whoosh is untyped
    """Takes stored articles."""

    is_closed = False

    def __init__(self, segment: NewSegment) -> None:
        """Take the segment to fill."""
        self._builder = segment.builder
        self._document = 0

    def start_doc(self, docnum: int) -> None:
        """Begin a document."""
        self._document = docnum

    def add_field(self, fieldname: str, fieldobj: FieldType, value: object, length: int) -> None:
        """Analyse the article. Raises IndexingError for any other field."""
        if fieldname != "article" or not isinstance(value, str):
            raise IndexingError(ONLY_ARTICLES)
        self._builder.add(analyse_article(article_from_json(json.loads(value))))

    def finish_doc(self) -> None:
        """End a document. Raises IndexingError where it had no article."""
        if len(self._builder) == self._document:
            raise IndexingError(ONLY_ARTICLES)

    def close(self) -> None:
        """Take no more."""
        self.is_closed = True


class NoFieldWriter(base.FieldWriter):  # type: ignore[misc]
    """Writes the segment when Whoosh commits, in place of postings, of which it takes none."""

    is_closed = False

    def __init__(self, storage: FileStorage, segment: NewSegment) -> None:
        """Take the segment to write."""
        self._folder, self._segment = Path(storage.folder), segment

    def add_postings(self, schema: Schema, lengths: object, items: Iterable[Any]) -> None:
        """Write the files. Raises IndexingError where Whoosh has postings."""
        if any(True for _ in items):
            raise IndexingError(ONLY_ARTICLES)
        path = str(self._folder / self._segment.entry.name)
        self._segment.builder.write(Path(path + COLUMNS_EXTENSION), Path(path + ARTICLES_EXTENSION))

    def close(self) -> None:
        """Take no more."""
        self.is_closed = True
