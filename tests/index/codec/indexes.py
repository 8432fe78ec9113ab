"""Small indexes of random articles, as segments of columns and as stock Whoosh writes them."""

import datetime
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from whoosh.index import FileIndex
from whoosh.query import Query
from whoosh.searching import Searcher

from index.analysed import analyse_article
from index.article import Article
from index.codec import open_generation, write_toc
from index.codec.segment import Entry
from index.columnar.builder import Builder
from index.columnar.deletions import write_deletions
from tests import stock

WORDS = (
    *("hòa", "hoa", "Hoà", "bình", "binh", "đường", "dương", "duong", "đối ngoại", "thông tin", "của", "và"),
    *("4/7", "Covid-19", "3,5%", "16/08/2022", "𠀀", "xã hội", "tỉnh"),
)
VALUES = (None, "Báo Lĩnh Sơn", "Phố Lĩnh Online", "VnExpress")
DAYS = (None, *(datetime.date(2018, 7, day) for day in range(1, 6)))


def random_articles(chance: random.Random, count: int) -> list[Article]:
    return [random_article(chance, f"{chance.choice('abđ')}-{number}") for number in range(count)]


def random_article(chance: random.Random, article_id: str) -> Article:
    title, summary, body = (
        " ".join(chance.choices(WORDS, k=chance.randint(0, most))) + chance.choice(["", "."]) for most in (6, 4, 14)
    )
    author, source, category = (chance.choice(VALUES) for _ in range(3))
    return Article(article_id, title, summary, body, (), chance.choice(DAYS), author, source, category)


def columnar_index(folder: Path, batches: Sequence[Sequence[Article]], deleted: frozenset[str]) -> FileIndex:
    """Write a segment for each batch, mark the articles with these ids as deleted, and open all as one index."""
    folder.mkdir(parents=True)
    entries = [_entry(folder, f"MAIN_{number}", batch, deleted) for number, batch in enumerate(batches)]
    write_toc(folder, entries)
    return open_generation(folder)


def _entry(folder: Path, name: str, articles: Sequence[Article], deleted: frozenset[str]) -> Entry:
    builder = Builder()
    for article in articles:
        builder.add(analyse_article(article))
    builder.write(folder / f"{name}.columns", folder / f"{name}.articles")
    alive = np.array([article.id not in deleted for article in articles], np.bool_)
    if alive.all():
        return Entry(name, len(articles))
    write_deletions(folder / f"{name}.deleted", alive)
    return Entry(name, len(articles), f"{name}.deleted", int((~alive).sum()))


def stock_index(folder: Path, batches: Sequence[Sequence[Article]], deleted: frozenset[str]) -> FileIndex:
    """Have stock Whoosh write the same."""
    index = stock.stock_index(folder, batches[0])
    for batch in batches[1:]:
        stock.add(index, batch)
    if deleted:
        stock.delete(index, deleted)
    return index


@dataclass(frozen=True)
class Twins:
    """The same articles in two indexes: `ours` and `stock`, searchers; `living` are those that were not deleted."""

    ours: Searcher
    stock: Searcher
    articles: list[Article]
    living: list[Article]

    def found(self, searcher: Searcher, query: Query) -> list[str]:
        """Return the ids of what a searcher finds, in the order found."""
        return [self.articles[document].id for _, document in searcher.search(query, limit=None).top_n]


@contextmanager
def twins(folder: Path, chance: random.Random, most: int = 30) -> Iterator[Twins]:
    """Make two indexes of random articles, in one to four segments, half of the time with deletions."""
    articles = random_articles(chance, chance.randint(1, most))
    cuts = sorted({0, len(articles), *(chance.randrange(len(articles)) for _ in range(chance.randint(0, 3)))})
    batches = [articles[first:last] for first, last in pairwise(cuts)]
    share = chance.choice((0.0, 0.2))
    deleted = frozenset(article.id for article in articles if chance.random() < share)
    living = [article for article in articles if article.id not in deleted]
    ours = columnar_index(folder / "ours", batches, deleted)
    theirs = stock_index(folder / "stock", batches, deleted)
    with ours.searcher() as one, theirs.searcher() as other:
        yield Twins(one, other, articles, living)
