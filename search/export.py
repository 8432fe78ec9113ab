"""All that matches, for other programs: comma-separated values for spreadsheets, JSON Lines for everything else."""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from index.article import Article
from index.article_json import article_to_json
from search.query import Query
from search.request import NO_FILTERS, Engine, Filters, SearchRequest, Sort

MOST_ARTICLES = 10_000  # in one export, some 40 MB of text: more is asked for year by year
BUDGET_MS = 10_000.0  # an export may take longer than a page, and must not be cut short without a word
COLUMNS = ("id", "date", "source", "category", "author", "title", "url")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a cell that begins so


def matching(engine: Engine, query: Query, filters: Filters = NO_FILTERS, *, sort: Sort = "newest",
             limit: int | None = None, grouped: bool = False) -> Iterator[Article]:  # fmt: skip
    """Return the first articles that match, MOST_ARTICLES at most; each is read when asked for.

    Reprints come one by one or, `grouped`, the earliest of each group alone.
    """
    engine, limit = engine.pinned(), limit or MOST_ARTICLES
    request = SearchRequest(query, filters, sort, size=limit, deepest=limit, counts=False, grouped=grouped,
                            budget_ms=BUDGET_MS)  # fmt: skip
    found = (engine.article(hit.id) for hit in engine.search(request).hits)
    return (article for article in found if article)


def csv_lines(articles: Iterable[Article]) -> Iterator[str]:
    """Yield a line that names the columns, and one for each article."""
    yield csv_line(COLUMNS)
    for article in articles:
        yield csv_line(csv_cells(article))


def csv_cells(article: Article) -> list[str | None]:
    """Return what stands in the COLUMNS of an article."""
    date = article.date.isoformat() if article.date else None
    return [article.id, date, article.source, article.category, article.author, article.title, article.url]


def csv_line(cells: Iterable[str | None]) -> str:
    """Write cells as a line; none that a spreadsheet takes for a formula."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(map(_cell, cells))
    return out.getvalue()


def json_lines(articles: Iterable[Article]) -> Iterator[str]:
    """Yield each article as a line of JSON, as `timbao rebuild` reads it."""
    for article in articles:
        yield json.dumps(article_to_json(article), ensure_ascii=False) + "\n"


def _cell(text: str | None) -> str:
    text = text or ""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
