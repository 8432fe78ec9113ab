"""How often the right correction is offered, and how often one for a query without error.

    python -m tests.bench.spelling INDEX HEADLINES.jsonl [--strangers OTHER.jsonl] [--mistakes spelling_test.json]

One error is put into each headline, and into parts of it: a key beside the one meant, a letter left out, typed twice or
exchanged with the next, or a consonant that sounds alike. Errors that make another syllable the archive knows are
counted apart: most of them, no search engine would doubt. Strangers are headlines the archive cannot know. Mistakes are
those of Viwiki-Spelling, which people made and others marked: each is asked with AROUND syllables on either side.
"""

import json
import random
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import click

from index.article import Article
from index.readers import read_sources
from index.text.streams import Spelling, spell
from search.parse import parse
from search.snapshot import Snapshot
from search.variants import LEAST, mistyped
from search.whoosh_engine import WhooshEngine
from tests.bench.recombine import SEED

AROUND = 2  # syllables beside a mistake: as much as people type
LENGTHS = {"whole headlines": 64, "three syllables": 3, "one syllable": 1}


@click.command()
@click.argument("index", type=click.Path(exists=True, path_type=Path))
@click.argument("headlines", type=click.Path(exists=True, path_type=Path))
@click.option("--strangers", type=click.Path(exists=True, path_type=Path), help="Headlines the archive cannot know.")
@click.option("--mistakes", type=click.Path(exists=True, path_type=Path), help="The file of Viwiki-Spelling.")
@click.option("--count", default=1_000, show_default=True, help="How many of each.")
def main(index: Path, headlines: Path, strangers: Path | None, mistakes: Path | None, count: int) -> None:
    """Print shares of right and wrong offers."""
    engine = WhooshEngine(index).pinned()
    if mistakes:
        _judge_mistakes(engine, mistakes)
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


def _judge_mistakes(engine: Snapshot, path: Path) -> None:
    """Print what becomes of mistakes that people made."""
    every = list(_mistakes(path))
    telling = [(typed, meant) for typed, meant in every if all(typed.folded != one for one in meant)]
    click.echo(f"{len(every)} mistakes that people made; {len(every) - len(telling)} of them in diacritics alone")
    for known in (False, True):
        right = wrong = total = 0
        for typed, meant in telling:
            if all(map(engine.source.frequency, typed.folded)) != known:
                continue
            total += 1
            if offered := engine.respell(parse(" ".join(typed.syllables))):
                put_right = any(spell(offered.text).folded == one for one in meant)
                right, wrong = right + put_right, wrong + (not put_right)
        what = "of known syllables" if known else "with an unknown syllable"
        click.echo(f"{what}: right {right / max(total, 1):.1%}, wrong {wrong / max(total, 1):.1%} of {total}")


def _mistakes(path: Path) -> Iterator[tuple[Spelling, list[list[str]]]]:
    """Yield each mistake with what stands around it, and how its folded syllables should read."""
    for line in path.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        for mistake in document["mistakes"]:
            start = int(mistake["start_offset"])
            end = start + len(mistake["text"])
            before = spell(document["text"][max(0, start - 200) : start]).syllables[-AROUND:]
            after = spell(document["text"][end : end + 200]).syllables[:AROUND]
            typed, *meant = (
                spell(" ".join([*before, text, *after])) for text in (mistake["text"], *mistake["suggest"])
            )
            yield typed, [one.folded for one in meant]


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
