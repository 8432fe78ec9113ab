"""The articles that everything here is measured on: sample sentences put together anew, or a source of one's own."""

import datetime
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import index
from index.analysed import TEXTS, searchable_body
from index.article import Article
from index.article_json import article_to_json
from index.readers import read_sources

SAMPLES = Path(index.__file__).with_name("samples")
SEED = 20180704  # any fixed number: every run and machine measures the same articles
PARAGRAPHS = (4, 7)  # of a body, at least and at most; with SENTENCES about 2,500 characters, as real reports have
SENTENCES = (2, 5)  # of a paragraph
FIRST_DAY, DAYS = datetime.date(2010, 1, 1), 5_000  # dates are spread over so many days, for a timeline to count
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Articles and a sentence about them. `text_bytes` counts the UTF-8 bytes of the searchable texts."""

    description: str
    articles: Sequence[Article]

    @property
    def text_bytes(self) -> int:
        return sum(len(text.encode()) for article in self.articles for text in searchable_texts(article))


def searchable_texts(article: Article) -> tuple[str, ...]:
    """Return the texts of an article that are indexed, in the order of TEXTS."""
    texts = replace(article, body=searchable_body(article))
    return tuple(getattr(texts, name) for name in TEXTS)


def recombined(count: int) -> Corpus:
    """Put the sentences of the sample articles together at random to `count` articles.

    Frequencies of words are those of the samples; there are far fewer rare words than in as many real articles.
    """
    samples = list(_articles(SAMPLES))
    chance = random.Random(SEED)
    sentences = [sentence for article in samples for sentence in _sentences(article)]
    articles = [_recombine(chance, number, samples, sentences) for number in range(count)]
    return Corpus(f"{count:,} articles put together from the sentences of {len(samples)} sample articles", articles)


def taken_from(path: Path, count: int) -> Corpus:
    """Take the first `count` articles of a source."""
    articles = list(islice(_articles(path), count))
    return Corpus(f"the first {len(articles):,} articles of {path.name}", articles)


def write(articles: Sequence[Article], path: Path) -> None:
    """Write articles as JSON lines, as every competitor reads them."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(article_to_json(article), ensure_ascii=False) + "\n" for article in articles)


def _articles(path: Path) -> Iterator[Article]:
    return (item for item in read_sources([path]) if isinstance(item, Article))


def _sentences(article: Article) -> list[str]:
    paragraphs = searchable_body(article).split("\n\n")
    return [sentence for paragraph in paragraphs for sentence in _SENTENCE_END.split(paragraph) if sentence]


def _recombine(chance: random.Random, number: int, samples: Sequence[Article], sentences: Sequence[str]) -> Article:
    paragraphs = [
        " ".join(chance.choices(sentences, k=chance.randint(*SENTENCES))) for _ in range(chance.randint(*PARAGRAPHS))
    ]
    return replace(
        chance.choice(samples),  # for the source, category and author
        id=f"bench-{number:07}",
        title=_mixed_title(chance.choice(samples).title, chance.choice(samples).title),
        summary=chance.choice(sentences),
        body="\n\n".join(paragraphs),
        captions=(),
        date=FIRST_DAY + datetime.timedelta(days=chance.randrange(DAYS)),
        url=None,
    )


def _mixed_title(first: str, second: str) -> str:
    """Join the first half of one title to the second half of another."""
    head, tail = first.split(), second.split()
    return " ".join(head[: (len(head) + 1) // 2] + tail[len(tail) // 2 :])
