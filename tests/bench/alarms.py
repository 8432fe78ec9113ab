"""False alarms: how often something is said of a text in which nothing is wrong.

    python -m tests.bench.alarms INDEX HEADLINES... [--count N]

Headlines, as printed and in small letters, must not be told to have a mistaken field, operator or mark. Typed without
diacritics, whole and in parts, they must not be taken for keystrokes, nor must English: rows of words from the
docstrings of Python's own library, which everybody has who can run this.
"""

import ast
import random
import sysconfig
import warnings
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import click

from index.article import Article
from index.readers import read_sources
from index.text.fold import fold
from index.text.streams import spell
from search.parse import parse
from search.snapshot import Snapshot
from search.whoosh_engine import WhooshEngine
from tests.bench.recombine import SEED

PARTS = (1, 2, 3)  # syllables, or words of English, of what is typed
ENGLISH_ROWS = 20_000  # of each length


@click.command()
@click.argument("index", type=click.Path(exists=True, path_type=Path))
@click.argument("headlines", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--count", type=int, help="Headlines to take.  [default: all]")
def main(index: Path, headlines: tuple[Path, ...], count: int | None) -> None:
    """Print the figures, one a line."""
    engine = WhooshEngine(index).pinned()
    titles = list(islice(dict.fromkeys(_titles(headlines)), count))
    for name, typed in (("headlines", titles), ("headlines in small letters", list(map(str.lower, titles)))):
        told = sum(bool(parse(text).problems) for text in typed)
        click.echo(f"{name}: {told:,} of {len(typed):,} are told of something")
    chance = random.Random(SEED)
    parts = [part for title in titles for length in PARTS if (part := part_of(spell(title).syllables, length, chance))]
    english = list(_english(chance))
    for name, typed in (
        ("headlines without diacritics", titles),
        ("parts of them", parts),
        ("rows of English", english),
    ):
        click.echo(f"{name}: {_taken(engine, typed):,} of {len(typed):,} taken for keystrokes")


def part_of(words: Sequence[str], length: int, chance: random.Random) -> str:
    """Return so many neighbouring words, or nothing where there are too few."""
    first = chance.randrange(max(1, len(words) - length + 1))
    return " ".join(words[first : first + length]) if len(words) >= length else ""


def _titles(headlines: Sequence[Path]) -> Iterator[str]:
    return (item.title for item in read_sources(headlines) if isinstance(item, Article) and item.title)


def _taken(engine: Snapshot, texts: Iterable[str]) -> int:
    return sum(engine.keystrokes(fold(text)) is not None for text in texts)


def _english(chance: random.Random) -> Iterator[str]:
    """Yield random rows of one to three words, the same ones each time for the same Python."""
    lines = [line.split() for text in _docstrings() for line in text.splitlines()]
    for length in PARTS:
        long_enough = [words for words in lines if len(words) >= length]
        for _ in range(ENGLISH_ROWS):
            yield part_of(chance.choice(long_enough), length, chance)


def _docstrings() -> Iterator[str]:
    """Yield the docstrings of the modules of Python's library."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for path in sorted(Path(sysconfig.get_path("stdlib")).glob("*.py")):
        with warnings.catch_warnings(action="ignore"):  # some have escapes that a later Python will not take
            tree = ast.parse(path.read_bytes())
        for node in ast.walk(tree):
            if isinstance(node, documented) and (text := ast.get_docstring(node)):
                yield text


if __name__ == "__main__":
    main()
