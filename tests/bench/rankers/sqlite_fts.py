"""SQLite FTS5 with its tokenizer unicode61, told to keep diacritics or to remove them.

Told nothing (remove_diacritics 1), it removes those of letters with one mark alone: mùa is then mua, but lớn stays. On
the mds run that gives .813 as typed and .457 without diacritics, the first less than keeping all, the second less than
removing all.

What lies between blanks is sought as a string: the tokenizer cuts it as it does articles, and where it makes several
tokens, as of `TP.HCM`, they are a phrase.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.bench.rankers import Document, Ranker

NUL = "\0"  # ends a query of FTS5 wherever it stands


class Fts5(Ranker):
    """A table of the two texts, the id beside them."""

    name = "SQLite FTS5"
    tokenizer = "unicode61 remove_diacritics 0"
    title_weight = 4.0
    settings = f"{tokenizer}: lower case; any of the words, bm25()"

    def __init__(self, documents: Iterable[Document], folder: Path) -> None:
        """Write a database in one transaction."""
        self._connection = sqlite3.connect(folder / "fts5.sqlite")
        self._connection.execute(
            f"CREATE VIRTUAL TABLE articles USING fts5(id UNINDEXED, title, body, tokenize='{self.tokenizer}')"
        )
        rows = ((document.id, document.title, document.body) for document in documents)
        self._connection.executemany("INSERT INTO articles VALUES (?, ?, ?)", rows)
        self._connection.commit()

    def search(self, typed: str, count: int) -> Sequence[str]:
        """Return the ids of the first articles."""
        statement = "SELECT id FROM articles WHERE articles MATCH ? ORDER BY bm25(articles, 0, ?, ?) LIMIT ?"
        values = (_any_of(typed), *self.weights.values(), count)
        return [id_ for (id_,) in self._connection.execute(statement, values)]


class FoldingFts5(Fts5):
    """The same with diacritics removed; it leaves đ as it is, which is a letter of its own to Unicode."""

    name = "SQLite FTS5, folding"
    tokenizer = "unicode61 remove_diacritics 2"
    title_weight = 16.0
    settings = f"{tokenizer}: lower case without diacritics, but đ stays đ; any of the words, bm25()"


def _any_of(typed: str) -> str:
    """Return the words of a text as strings of FTS5, in which nothing but a quotation mark means anything."""
    words = typed.replace(NUL, " ").replace('"', '""').split()
    return " OR ".join(f'"{word}"' for word in words) or '""'
