"""The articles that everything here is measured on: a file of JSON lines, so that a million never lie in memory."""

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import index
from index.analysed import searchable_texts
from index.article import Article
from index.article_json import article_to_json
from index.readers import read_sources
from tests.bench.recombine import SEED, completed, recombined

SAMPLES = Path(index.__file__).with_name("samples")
SAMPLE = 500  # articles kept in memory to draw queries from: enough for every kind, quick to analyse


@dataclass(frozen=True, slots=True)
class Corpus:
    """A file of `count` articles and a sentence about them.

    `text_bytes` counts the UTF-8 bytes of the searchable texts; `sample` holds SAMPLE articles chosen at random.
    """

    description: str
    path: Path
    count: int
    text_bytes: int
    sample: Sequence[Article]


def of_samples(count: int, path: Path) -> Corpus:
    """Put the sentences of the sample articles together at random to `count` articles."""
    samples = list(read([SAMPLES]))
    what = f"put together from the sentences of {len(samples)} sample articles"
    return _stored(recombined(samples, count), path, f"{what}, far fewer rare words than in real ones")


def of_source(source: Path, count: int, path: Path) -> Corpus:
    """Take the first `count` articles of a source; what it does not tell of date, source and the like is made up."""
    articles = completed(islice(read([source]), count))
    return _stored(articles, path, f"the first of {source.name}, unknown dates, sources, sections and authors made up")


def of_archive(sources: Sequence[Path], path: Path, *, bodies_only: bool = False) -> Corpus:
    """Take all articles of sources as they are; `bodies_only` leaves their headlines and leads out."""
    articles = read(sources)
    if bodies_only:
        articles = (replace(article, title="", summary="") for article in articles)
    what = f"those of {' and '.join(source.name for source in sources)}"
    return _stored(articles, path, f"{what}, without headlines and leads" if bodies_only else what)


def of_recombined_source(source: Path, count: int, path: Path) -> Corpus:
    """Put the sentences of a source together at random to `count` articles as long as its own."""
    what = (
        f"put together from the sentences of {source.name}, as long as its own; the same sentences again and again, "
        "hence fewer distinct rare words than in real ones"
    )
    return _stored(recombined(list(read([source])), count), path, what)


def read(paths: Sequence[Path]) -> Iterator[Article]:
    """Yield the articles of sources, one a id."""
    seen: set[str] = set()
    for item in read_sources(paths):
        if isinstance(item, Article) and item.id not in seen:
            seen.add(item.id)
            yield item


def head(corpus: Corpus, count: int, parts: int, folder: Path) -> list[Path]:
    """Write the first `count` articles to `parts` files of like size."""
    with corpus.path.open(encoding="utf-8") as file:
        lines = list(islice(file, count))
    paths = [folder / f"part{number}.jsonl" for number in range(parts)]
    for number, path in enumerate(paths):
        path.write_text("".join(lines[number::parts]), encoding="utf-8")
    return paths


def _stored(articles: Iterable[Article], path: Path, what: str) -> Corpus:
    chance = random.Random(SEED)
    sample: list[Article] = []
    count = text_bytes = 0
    with path.open("w", encoding="utf-8") as file:
        for article in articles:
            file.write(json.dumps(article_to_json(article), ensure_ascii=False) + "\n")
            text_bytes += sum(len(text.encode()) for text in searchable_texts(article))
            _sample(sample, article, count, chance)
            count += 1
    return Corpus(f"{count:,} articles: {what}", path, count, text_bytes, sample)


def _sample(sample: list[Article], article: Article, before: int, chance: random.Random) -> None:
    """Keep an article as one of SAMPLE that any of all articles is with the same probability (Vitter 1985)."""
    if before < SAMPLE:
        sample.append(article)
    elif (place := chance.randrange(before + 1)) < SAMPLE:
        sample[place] = article
