"""How often the right correction is offered, and how often one for a query without error.

    python -m tests.bench.spelling INDEX HEADLINES.jsonl [--strangers OTHER.jsonl]

One error is put into each headline, and into parts of it: a key beside the one meant, a letter left out, typed twice or
exchanged with the next, or a consonant that sounds alike. Errors that make another syllable the archive knows are
counted apart: most of them, no search engine would doubt. Strangers are headlines the archive cannot know.
"""

import random
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import click

from index.article import Article
from index.readers import read_sources
from index.text.streams import spell
from search.parse import parse
from search.snapshot import Snapshot
from search.variants import LEAST, mistyped
from search.whoosh_engine import WhooshEngine
from tests.bench.recombine import SEED

LENGTHS = {"whole headlines": 64, "three syllables": 3, "one syllable": 1}


@click.command()
@click.argument("index", type=click.Path(exists=True, path_type=Path))
@click.argument("headlines", type=click.Path(exists=True, path_type=Path))
@click.option("--strangers", type=click.Path(exists=True, path_type=Path), help="Headlines the archive cannot know.")
@click.option("--count", default=1_000, show_default=True, help="How many of each.")
def main(index: Path, headlines: Path, strangers: Path | None, count: int) -> None:
    """Print shares of right and wrong offers."""
    engine = WhooshEngine(index).pinned()
    for name, length in LENGTHS.items():
        chance = random.Random(SEED)
        parts = [part for title in _titles(headlines, count) if (part := _part(title, length, chance))]
        typed = [" ".join(part) for part in parts]
        click.echo(f"{name}: {_share(engine, typed)} of {len(typed)} without an error are offered another")
        if strangers:
            others = [_as_typed(title, length, chance) for title in _titles(strangers, count)]
            click.echo(f"{name}: {_share(engine, others)} of {len(others)} strangers")
        for known in (False, True):
            right, wrong, total = _judged(engine, parts, known, chance)
            what = "another known syllable" if known else "an unknown syllable"
            click.echo(f"{name}, {what}: right {right / total:.1%}, wrong {wrong / total:.1%} of {total}")


def _titles(path: Path, count: int) -> Iterator[str]:
    return islice((item.title for item in read_sources([path]) if isinstance(item, Article) and item.title), count)


def _part(title: str, length: int, chance: random.Random) -> list[str]:
    folded = spell(title).folded
    start = chance.randrange(max(1, len(folded) - length + 1))
    return folded[start : start + length]


def _as_typed(title: str, length: int, chance: random.Random) -> str:
    spelling = spell(title)
    start = chance.randrange(max(1, len(spelling.starts) - length + 1))
    end = min(start + length, len(spelling.ends))
    return title[spelling.starts[start] : spelling.ends[end - 1]]


def _share(engine: Snapshot, queries: Sequence[str]) -> str:
    offered = sum(engine.respell(parse(query)) is not None for query in queries)
    return f"{offered / len(queries):.2%}"


def _judged(
    engine: Snapshot, queries: Sequence[Sequence[str]], known: bool, chance: random.Random
) -> tuple[int, int, int]:
    """Return how many errors were put right, put wrong, and how many there were."""
    right = wrong = total = 0
    for query in queries:
        erring = _with_error(query, chance)
        if erring is None or (engine.source.frequency(erring[1]) > 0) != known:
            continue
        total += 1
        if offered := engine.respell(parse(" ".join(erring[0]))):
            right += offered.text == " ".join(query)
            wrong += offered.text != " ".join(query)
    return right, wrong, max(total, 1)


def _with_error(query: Sequence[str], chance: random.Random) -> tuple[list[str], str] | None:
    places = [p for p, s in enumerate(query) if s.isascii() and s.isalpha() and len(s) >= LEAST]
    if not places:
        return None
    place = chance.choice(places)
    error = mistyped(query[place], chance)
    if error is None:
        return None
    return [*query[:place], error, *query[place + 1 :]], error


if __name__ == "__main__":
    main()
