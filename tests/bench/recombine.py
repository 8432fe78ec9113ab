"""Articles put together anew from the sentences of others, and what is made up where an article does not tell it."""

import datetime
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, product

from index.analysed import searchable_body
from index.article import Article

SEED = 20180704  # any fixed number: every run and machine measures the same articles
FIRST_DAY, DAYS = datetime.date(2008, 1, 1), 15 * 365  # made-up dates: fifteen years, for a timeline to count
SOURCES = [f"Báo số {number}" for number in range(1, 21)]  # as many papers as a regional archive takes in
CATEGORIES = [f"Chuyên mục {number}" for number in range(1, 31)]
FAMILY_NAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Nông", "Hà", "Lương", "Phan")
MIDDLE_NAMES = (
    "Văn",
    "Thị",
    "Minh",
    "Đức",
    "Thu",
    "Ngọc",
    "Quang",
    "Hồng",
    "Xuân",
    "Thanh",
    "Hữu",
    "Bích",
    "Kim",
    "Gia",
)
GIVEN_NAMES = (
    "An",
    "Anh",
    "Bình",
    "Cường",
    "Dung",
    "Giang",
    "Hải",
    "Hạnh",
    "Hiền",
    "Hoa",
    "Hương",
    "Lan",
    "Mai",
    "Yến",
)
# 2,366 names: a facet with many values is the costly one.
AUTHORS = [" ".join(name) for name in product(FAMILY_NAMES, MIDDLE_NAMES, GIVEN_NAMES)]
# The n-th value is chosen 1/n times as often as the first, as real ones are.
_VALUES = [
    (names, list(accumulate(1 / rank for rank in range(1, len(names) + 1)))) for names in (SOURCES, CATEGORIES, AUTHORS)
]
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True, slots=True)
class Material:
    """What new articles are made of; `shapes` holds the numbers of sentences of each article's paragraphs."""

    titles: Sequence[str]
    summaries: Sequence[str]
    sentences: Sequence[str]
    shapes: Sequence[Sequence[int]]

    @classmethod
    def of(cls, articles: Iterable[Article]) -> "Material":
        """Take articles apart."""
        titles, summaries, sentences, shapes = [], [], [], []
        for article in articles:
            paragraphs = [_SENTENCE_END.split(paragraph) for paragraph in searchable_body(article).split("\n\n")]
            titles.append(article.title)
            summaries.append(article.summary)
            sentences += [sentence for paragraph in paragraphs for sentence in paragraph if sentence]
            shapes.append([len(paragraph) for paragraph in paragraphs])
        return cls(titles, summaries, sentences, shapes)


def recombined(articles: Sequence[Article], count: int) -> Iterator[Article]:
    """Yield `count` new articles: sentences chosen at random, as many to a paragraph as some article has.

    Words keep their frequencies, and their neighbours within a sentence; there is no topic beyond the sentence.
    """
    material, chance = Material.of(articles), random.Random(SEED)
    return completed(_recombined(material, number, chance) for number in range(count))


def completed(articles: Iterable[Article]) -> Iterator[Article]:
    """Make up the date, source, category and author of articles where they are unknown."""
    chance = random.Random(SEED)
    for article in articles:
        source, category, author = (chance.choices(names, cum_weights=weights)[0] for names, weights in _VALUES)
        yield replace(
            article,
            date=article.date or FIRST_DAY + datetime.timedelta(days=chance.randrange(DAYS)),
            source=article.source or source,
            category=article.category or category,
            author=article.author or author,
        )


def _recombined(material: Material, number: int, chance: random.Random) -> Article:
    paragraphs = [" ".join(chance.choices(material.sentences, k=size)) for size in chance.choice(material.shapes)]
    return Article(
        id=f"bench-{number:07}",
        title=_mixed_title(chance.choice(material.titles), chance.choice(material.titles)),
        summary=chance.choice(material.summaries),
        body="\n\n".join(paragraphs),
    )


def _mixed_title(first: str, second: str) -> str:
    """Join the first half of one title to the second half of another."""
    head, tail = first.split(), second.split()
    return " ".join(head[: (len(head) + 1) // 2] + tail[len(tail) // 2 :])
