"""SQLite's full-text search: an FTS5 table without the texts, ranked by bm25, beside a table of the values.

A long query requires its rarest words, so many that it finds about as many articles as ours. A pair or a word as typed
ranks by standing beside a required word in parentheses, which that word alone already makes true.
"""

import sqlite3
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from index.schema import date_number
from tests.bench.peers import BIGRAM_WEIGHT, EXACT_WEIGHT, FACETS, HITS, Peer, Search, rarest
from tests.bench.queries import PREFIX, Typed
from tests.bench.tokens import Tokens, bigrams

FILE = "fts5.sqlite"
STREAMS = ("folded", "folded_bigrams", "exact", "compounds")
VALUES = ("date", "month", *FACETS)
CACHE_KIB = 1_000_000  # the whole index of 180,000 articles stays in memory
# Tokens come ready: all that is no blank belongs to one. A stroke parts pieces, so that no phrase goes across.
TOKENIZER = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* Co'"
SEPARATOR = " | "
_STREAMS = ", ".join(STREAMS)
_JOINED = "articles JOIN details ON details.rowid = articles.rowid"


class SqliteFts(Peer):
    """A database with the two tables."""

    name = "SQLite FTS5"
    settings = "contentless, an index of prefixes, bm25 weighted by stream; long queries require their rarest words"

    @classmethod
    def build(cls, tokens: Iterable[Tokens], folder: Path) -> None:
        """Index articles into an empty folder."""
        connection = _connect(folder)
        _create(connection)
        for number, article in enumerate(tokens, start=1):
            texts = [SEPARATOR.join(getattr(article, name)) for name in STREAMS]
            connection.execute(f"INSERT INTO articles(rowid, {_STREAMS}) VALUES (?, ?, ?, ?, ?)", (number, *texts))
            values = [getattr(article, name) for name in VALUES]
            connection.execute("INSERT INTO details VALUES (?, ?, ?, ?, ?, ?)", (number, *values))
        connection.execute("INSERT INTO articles(articles) VALUES ('optimize')")
        connection.commit()
        connection.execute("VACUUM")  # else the file keeps the room that the optimising has freed
        connection.close()

    def __init__(self, folder: Path) -> None:
        """Open the database."""
        super().__init__(folder)
        self._connection = _connect(folder)

    def prepare(self, typed: Typed, wanted: int) -> Search:
        """Return the search for the first hits, best first, and the exact count, as two statements."""
        required, ranked = self._matches(typed, wanted)
        filters, values = _filters(typed)
        table = _JOINED if filters or typed.sort != "relevance" else "articles"
        order = "rank" if typed.sort == "relevance" else "details.date DESC"
        hits = (f"SELECT articles.rowid FROM {table} WHERE articles MATCH ?{filters} ORDER BY {order} "
                f"LIMIT {HITS} OFFSET {(typed.page - 1) * HITS}")  # fmt: skip
        count = f"SELECT count(*) FROM {table} WHERE articles MATCH ?{filters}"
        match = ranked if typed.sort == "relevance" else required

        def search() -> int:
            self._all(hits, match, *values)
            return int(self._all(count, required, *values)[0][0])

        return search

    def prepare_page(self, typed: Typed, wanted: int) -> Search:
        """Return the search for the first hits, the count, three facets and the timeline, as three statements."""
        search, (required, _) = self.prepare(typed, wanted), self._matches(typed, wanted)
        counts = (f"SELECT {name}, count(*) FROM found GROUP BY {name}" for name in (*FACETS, "month"))
        found = f"SELECT month, {', '.join(FACETS)} FROM {_JOINED} WHERE articles MATCH ?"
        facets = f"WITH found AS MATERIALIZED ({found}) {' UNION ALL '.join(counts)}"

        def page() -> int:
            self._all(facets, required)
            return search()

        return page

    def cold_start(self, typed: Typed) -> list[str]:
        """Return a command that starts anew, asks for all of the words and prints the hits."""
        script = (
            "import sqlite3, sys; connection = sqlite3.connect(sys.argv[1]);"
            "sql = 'SELECT {} FROM articles WHERE articles MATCH ?';"
            "print(connection.execute(sql.format('count(*)'), sys.argv[2:]).fetchone());"
            "print(connection.execute(sql.format('rowid') + ' ORDER BY rank LIMIT 10', sys.argv[2:]).fetchall())"
        )
        return [sys.executable, "-c", script, str(self.folder / FILE), _all_of(typed.words)]

    def _matches(self, typed: Typed, wanted: int) -> tuple[str, str]:
        """Return the expression of what is required alone, and with what only ranks."""
        if typed.form == "prefix":
            prefix = f'folded : "{typed.folded[0]}" *'
            return prefix, prefix
        if typed.form == "phrase":
            words: Sequence[str] = typed.words[:1]
            required = f'folded : "{" ".join(typed.folded)}"'
        else:
            words = rarest(typed.words, lambda words: self._count(_all_of(words)), wanted)
            required = _all_of(words)
        ranking = {"folded": [words[0], *(word for word in typed.words if word not in words)],
                   "folded_bigrams": bigrams(typed.folded), "exact": typed.exact}  # fmt: skip
        terms = [f'{stream} : "{token}"' for stream, tokens in ranking.items() for token in dict.fromkeys(tokens)]
        return required, f"{required} AND ({' OR '.join(terms)})" if len(terms) > 1 else required

    def _count(self, match: str) -> int:
        return int(self._all("SELECT count(*) FROM articles WHERE articles MATCH ?", match)[0][0])

    def _all(self, statement: str, *values: object) -> list[Any]:
        return self._connection.execute(statement, values).fetchall()


def _connect(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(folder / FILE)
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    return connection


def _create(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(
        f'CREATE VIRTUAL TABLE articles USING fts5({_STREAMS}, content="", tokenize="{TOKENIZER}", prefix="{PREFIX}")'
    )
    weights = f"bm25(1.0, {BIGRAM_WEIGHT}, {EXACT_WEIGHT}, {BIGRAM_WEIGHT})"
    connection.execute("INSERT INTO articles(articles, rank) VALUES ('rank', ?)", (weights,))
    connection.execute(f"CREATE TABLE details(rowid INTEGER PRIMARY KEY, {', '.join(VALUES)})")


def _all_of(words: Sequence[str]) -> str:
    return " AND ".join(f'folded : "{word}"' for word in words)


def _filters(typed: Typed) -> tuple[str, list[object]]:
    """Return the conditions and their values."""
    filters = typed.filters
    conditions, values = [" AND source = ?" for _ in filters.source], list[object](filters.source)
    if filters.date_from and filters.date_to:
        conditions.append(" AND date BETWEEN ? AND ?")
        values += [date_number(filters.date_from), date_number(filters.date_to)]
    return "".join(conditions), values
