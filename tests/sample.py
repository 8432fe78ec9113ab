"""Small articles and indexes that tests share."""

import json
from collections.abc import Iterable
from pathlib import Path

from index.article import Article
from index.article_json import article_to_json
from index.rebuild import rebuild

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "index" / "samples"
SHARED = ROOT.parent / "shared"  # corpora that are not part of the project; tests that use them say so when absent


def write_jsonl(path: Path, articles: Iterable[Article]) -> Path:
    lines = (json.dumps(article_to_json(article), ensure_ascii=False) for article in articles)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def build(folder: Path, articles: Iterable[Article]) -> Path:
    """Index the articles with one process and return the index folder."""
    folder.mkdir(parents=True, exist_ok=True)
    index = folder / "index"
    rebuild([write_jsonl(folder / "articles.jsonl", articles)], index, jobs=1)
    return index
