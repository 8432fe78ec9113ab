"""How well what was meant is found: diacritics, abbreviations, completions, similar articles.

    python -m tests.bench.meant INDEX HEADLINES... [--count N] [--clusters QRELS.tsv]

Of the articles for a syllable with diacritics, one of each headline, the first ten must have these. A query for an
abbreviation must find the articles with what it stands for, and the other way round; one that some articles write in
parts, `KH&ĐT`, must find it in each way that any article writes it. Completions are asked for at every letter of a
headline's first LETTERS. Clusters, a BEIR file, say which articles belong together: of those the others must be among
the first ten similar ones.
"""

import random
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import fmean

import click
import numpy as np

from index.article import Article
from index.readers import read_sources
from index.text.fold import fold
from index.text.shape import looks_like_an_abbreviation
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
LETTERS = 12  # after which most completions are a headline or none
PERCENTILES = (50, 95, 99)

_MARKS = re.compile(r"[-&./]")  # between the parts of an abbreviation


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
    syllables = {chance.choice(words) for title in titles if (words := spell(title).syllables)}
    marked = sorted(syllable for syllable in syllables if fold(syllable) != syllable)
    share, asked = _exact(engine, marked)
    click.echo(f"syllables with diacritics: {share:.1%} of the first ten articles have these; {asked} syllables")
    share, asked = _abbreviated(engine)
    click.echo(f"abbreviations: {share:.1%} of the articles with the other form are found; {asked} forms")
    share, asked = _in_parts(engine)
    click.echo(f"abbreviations in parts: {share:.1%} of the articles with any form are found; {asked} abbreviations")
    times = _completed(engine, titles)
    click.echo("completions: " + ", ".join(f"p{p} {np.percentile(times, p):.1f} ms" for p in PERCENTILES)
               + f"; {len(times):,} keystrokes")  # fmt: skip
    if clusters:
        share, asked = _similar(engine, clusters)
        click.echo(f"similar articles: {share:.1%} of a cluster's others are among the first ten; {asked} articles")


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


def _in_parts(engine: Snapshot) -> tuple[float, int]:
    """Return how much of what has any form of an abbreviation is found by each, and how many have several forms."""
    shares = []
    families = list(_written_in_parts(engine))
    for forms in families:
        right = {id_ for form in forms for id_ in _ids(engine, f'"{form}"', everything=True)}
        shares += [len(right & set(_ids(engine, form, everything=True))) / len(right) for form in forms]
    return fmean(shares or [1.0]), len(families)


def _written_in_parts(engine: Snapshot) -> Iterator[set[str]]:
    """Yield the forms of each abbreviation that an article has in parts, and another in one piece or in other parts."""
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for compound in engine.source.with_prefix("compounds", ""):
        parts = _MARKS.split(compound)
        if len(parts) > 1 and all(map(looks_like_an_abbreviation, ("".join(parts), *parts))):
            forms["".join(parts)].add(compound)
    for short, found in forms.items():
        if engine.source.frequency(short):
            found.add(short)
        if len({tuple(_MARKS.split(form)) for form in found}) > 1:
            yield found


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
