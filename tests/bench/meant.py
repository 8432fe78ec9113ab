"""How well what was meant is found: keystrokes, diacritics, abbreviations, completions, similar articles.

    python -m tests.bench.meant INDEX HEADLINES... [--count N] [--clusters QRELS.tsv]

Headlines typed without diacritics, whole and in parts, must not be taken for keystrokes. Of the articles for a syllable
with diacritics the first ten must have these. A query for an abbreviation must find the articles with what it stands
for, and the other way round. Completions are asked for at every letter of a headline's first LETTERS. Clusters, a BEIR
file, say which articles belong together: of those the others must be among the first ten similar ones.
"""

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import fmean

import click
import numpy as np

from index.article import Article
from index.readers import read_sources
from index.text.fold import fold
from index.text.streams import spell
from search.abbreviations import LEAST_WRITTEN_OUT
from search.evaluation import read_qrels
from search.parse import parse
from search.request import Expansion, SearchRequest
from search.snapshot import Snapshot
from search.understand import understand
from search.whoosh_engine import WhooshEngine
from tests.bench.recombine import SEED

HITS = 10  # a page of results
PARTS = (1, 2, 3)  # syllables of the parts of headlines
LETTERS = 12  # after which most completions are a headline or none
PERCENTILES = (50, 95, 99)


@click.command()
@click.argument("index", type=click.Path(exists=True, path_type=Path))
@click.argument("headlines", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--count", default=3_000, show_default=True, help="Headlines to take.")
@click.option("--clusters", type=click.Path(exists=True, path_type=Path), help="Which articles belong together.")
def main(index: Path, headlines: tuple[Path, ...], count: int, clusters: Path | None) -> None:
    """Print the figures, one a line."""
    engine = WhooshEngine(index).pinned()
    titles = [item.title for item in islice(read_sources(headlines), count) if isinstance(item, Article) and item.title]
    chance = random.Random(SEED)
    parts = [part for title in titles for length in PARTS if (part := _part(title, length, chance))]
    for name, texts in (("headlines", titles), ("parts of them", parts)):
        taken = sum(engine.keystrokes(fold(text)) is not None for text in texts)
        click.echo(f"{name} without diacritics: {taken} of {len(texts):,} taken for keystrokes")
    marked = sorted({part for part in parts if " " not in part and fold(part) != part})
    share, asked = _exact(engine, marked)
    click.echo(f"syllables with diacritics: {share:.1%} of the first ten articles have these; {asked} syllables")
    share, asked = _abbreviated(engine)
    click.echo(f"abbreviations: {share:.1%} of the articles with the other form are found; {asked} forms")
    times = _completed(engine, titles)
    click.echo("completions: " + ", ".join(f"p{p} {np.percentile(times, p):.1f} ms" for p in PERCENTILES)
               + f"; {len(times):,} keystrokes")  # fmt: skip
    if clusters:
        share, asked = _similar(engine, clusters)
        click.echo(f"similar articles: {share:.1%} of a cluster's others are among the first ten; {asked} articles")


def _part(title: str, length: int, chance: random.Random) -> str:
    """Return so many neighbouring syllables of a headline, or nothing where it is too short."""
    syllables = spell(title).syllables
    first = chance.randrange(max(1, len(syllables) - length + 1))
    return " ".join(syllables[first : first + length]) if len(syllables) >= length else ""


def _exact(engine: Snapshot, syllables: Iterable[str]) -> tuple[float, int]:
    """Return how many of the first ten articles for a syllable have its diacritics, or of as many as there are."""
    shares = []
    for syllable in syllables:
        right = _ids(engine, f"={syllable}", everything=True)
        found = _ids(engine, syllable)
        if right:
            shares.append(len(set(found) & set(right)) / min(HITS, len(right)))
    return fmean(shares), len(shares)


def _abbreviated(engine: Snapshot) -> tuple[float, int]:
    """Return how much of what has one form is found by the other, and how many were asked for.

    What is written out in two syllables asks for no abbreviation.
    """
    shares = []
    for one in _expansions(engine):
        typed_forms = [(one.abbreviation, one.text), (one.text, one.abbreviation)]
        for typed, other in typed_forms[: 2 if len(one.syllables) >= LEAST_WRITTEN_OUT else 1]:
            right = set(_ids(engine, f'"{other}"', everything=True))
            if right:
                shares.append(len(right & set(_ids(engine, typed, everything=True))) / len(right))
    return fmean(shares), len(shares)


def _expansions(engine: Snapshot) -> Iterator[Expansion]:
    """Yield what the archive says that abbreviations stand for, and believes."""
    written = engine.source.with_prefix("definitions", "")
    for short in dict.fromkeys(definition.partition(" ")[0] for definition in written):
        yield from engine.expand(parse(short))[1]


def _completed(engine: Snapshot, titles: Sequence[str]) -> list[float]:
    """Return how long each completion took, in ms, but for the first one, which opens files."""
    engine.suggest(titles[0], HITS)
    took = []
    for title in titles:
        for end in range(1, min(LETTERS, len(title)) + 1):
            began = time.perf_counter()
            engine.suggest(fold(title[:end]), HITS)
            took.append((time.perf_counter() - began) * 1_000)
    return took


def _similar(engine: Snapshot, clusters: Path) -> tuple[float, int]:
    """Return how many of the other articles of a cluster are among the first similar ones, of as many as there are."""
    shares = []
    for members in read_qrels(clusters).values():
        for member in members:
            others, found = set(members) - {member}, [hit.id for hit in engine.similar(member, HITS)]
            if others:
                shares.append(len(others & set(found)) / min(HITS, len(others)))
    return fmean(shares), len(shares)


def _ids(engine: Snapshot, typed: str, *, everything: bool = False) -> list[str]:
    count = engine.stats().articles if everything else HITS
    query = understand(engine, typed).query
    request = SearchRequest(query, size=count, grouped=False, counts=False, deepest=count)
    return [hit.id for hit in engine.search(request).hits]


if __name__ == "__main__":
    main()
