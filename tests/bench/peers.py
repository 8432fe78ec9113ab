"""What one would use instead: stock pyvi, stock Whoosh, SQLite's full-text search; each as its documentation has it."""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from whoosh import fields, index, query, scoring
from whoosh.analysis import LowercaseFilter, RegexTokenizer

from index.analysed import TEXTS
from index.article import Article
from index.generation import Generation
from index.schema import field_name
from tests.bench.corpus import searchable_texts
from tests.bench.queries import Typed

HITS = 10  # a page of results
REQUIRED = 3  # so many words must all be found, as in our own query language; of more, any
Found: TypeAlias = tuple[list[str], int]  # the ids of the first HITS articles, best first, and the exact count of all


def stock_tokenize(text: str) -> str:
    """Segment with pyvi itself."""
    from pyvi import ViTokenizer  # imports scikit-learn: the indexing processes started from here must not wait for it

    return str(ViTokenizer.tokenize(text))


def schema() -> fields.Schema:
    """Return the obvious schema: pyvi's words, lower case, in two text fields."""
    words = fields.TEXT(stored=True, analyzer=RegexTokenizer(r"\S+") | LowercaseFilter())
    return fields.Schema(id=fields.ID(stored=True, unique=True), title=words, body=words)


def index_with_stock_whoosh(source: Path, folder: Path) -> int:
    """Index JSON lines with stock pyvi and the stock Whoosh writer; return the bytes of the index."""
    folder.mkdir()
    writer = index.create_in(str(folder), schema()).writer()
    with source.open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            body = "\n".join([record["summary"], record["body"], *record["captions"]])
            writer.add_document(id=record["id"], title=stock_tokenize(record["title"]), body=stock_tokenize(body))
    writer.commit()
    return sum(file.stat().st_size for file in folder.iterdir())


class StockWhoosh:
    """A stock searcher over our own generation: the same terms, found and scored posting by posting."""

    def __init__(self, generation: Generation) -> None:
        self._searcher = index.open_dir(str(generation.path)).searcher(weighting=scoring.BM25F())

    def search(self, typed: Typed) -> Found:
        """Find the first hits and count all."""
        results = self._searcher.search(_whoosh_query(typed), limit=HITS)
        return [str(hit.docnum) for hit in results], len(results)


def _whoosh_query(typed: Typed) -> query.Query:
    texts = [field_name(text, "folded") for text in TEXTS]
    if typed.phrase:
        return query.Or([query.Phrase(text, list(typed.syllables)) for text in texts])
    words = [query.Or([query.Term(text, syllable) for text in texts]) for syllable in typed.syllables]
    return query.And(words) if len(words) <= REQUIRED else query.Or(words)


class SqliteFts:
    """An FTS5 table of the same texts, ranked by bm25; đ is written as d for it, which it does not fold."""

    def __init__(self, file: Path, articles: Sequence[Article]) -> None:
        self._connection = sqlite3.connect(file)
        columns = ", ".join(TEXTS)
        self._connection.execute(
            f"CREATE VIRTUAL TABLE articles USING fts5({columns}, tokenize = 'unicode61 remove_diacritics 2')"
        )
        rows = (tuple(map(_without_strokes, searchable_texts(article))) for article in articles)
        self._connection.executemany(f"INSERT INTO articles({columns}) VALUES (?, ?, ?)", rows)
        self._connection.execute("INSERT INTO articles(articles) VALUES ('optimize')")
        self._connection.commit()

    def search(self, typed: Typed) -> Found:
        """Find the first hits and count all."""
        match = _fts_query(typed)
        hits = self._connection.execute(
            f"SELECT rowid FROM articles WHERE articles MATCH ? ORDER BY rank LIMIT {HITS}", (match,)
        )
        ids = [str(number) for (number,) in hits]
        (total,) = self._connection.execute("SELECT count(*) FROM articles WHERE articles MATCH ?", (match,)).fetchone()
        return ids, int(total)


def _fts_query(typed: Typed) -> str:
    if typed.phrase:
        return f'"{" ".join(typed.syllables)}"'
    words = [f'"{syllable}"' for syllable in typed.syllables]
    return (" AND " if len(words) <= REQUIRED else " OR ").join(words)


def _without_strokes(text: str) -> str:
    return text.translate({ord("đ"): "d", ord("Đ"): "D"})
