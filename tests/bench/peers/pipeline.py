"""The obvious indexer: stock pyvi and the stock Whoosh writer, as their documentation has it."""

import json
from pathlib import Path

from whoosh import fields, index
from whoosh.analysis import LowercaseFilter, RegexTokenizer

NAME = "stock pyvi + stock Whoosh"


def tokenize(text: str) -> str:
    """Segment with pyvi itself."""
    from pyvi import ViTokenizer  # imports scikit-learn: the indexing processes started from here must not wait for it

    return str(ViTokenizer.tokenize(text))


def schema() -> fields.Schema:
    """Return the obvious schema: pyvi's words, lower case, in two text fields."""
    words = fields.TEXT(stored=True, analyzer=RegexTokenizer(r"\S+") | LowercaseFilter())
    return fields.Schema(id=fields.ID(stored=True, unique=True), title=words, body=words)


def build(source: Path, folder: Path) -> int:
    """Index JSON lines; return the bytes of the index."""
    folder.mkdir()
    writer = index.create_in(str(folder), schema()).writer()
    with source.open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            body = "\n".join([record["summary"], record["body"], *record["captions"]])
            writer.add_document(id=record["id"], title=tokenize(record["title"]), body=tokenize(body))
    writer.commit()
    return sum(file.stat().st_size for file in folder.iterdir())
