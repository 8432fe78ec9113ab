"""How well people are found by their names, full and in part, and what is written with figures: dates, shares, codes.

    python -m tests.bench.names INDEX SOURCE... [--count N]

The names are those that the sources, which INDEX holds, mention in the middle of a sentence: "ông Lê Trọng Nghiệm",
"bà Nghiệm". Right is an article in which the name, or the code, stands in a row as typed.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

import click

from index.article import Article
from index.readers import read_sources
from index.text.fold import fold
from search.parse import parse
from search.request import MAX_RANK, SearchRequest
from search.understand import understand
from search.whoosh_engine import WhooshEngine
from tests.bench.recombine import SEED

HITS = 10  # a page of results
MENTIONS = range(2, 61)  # articles that mention a name: of more, any ranking finds ten
_SMALL = "a-zà-ỹđ"
_SYLLABLE = rf"[^\W\d_{_SMALL}][{_SMALL}]+"
_PERSON = re.compile(rf"(?<=[{_SMALL},] )(ông|bà|anh|chị) ({_SYLLABLE}(?: {_SYLLABLE}){{0,2}})(?= [{_SMALL}]|[.,])")
_CODE = re.compile(
    r"(?<=[\s(])(\d{1,2}/\d{1,2}(?:/\d{4})?|\d+(?:[.,]\d+)+%?|[A-ZĐ]{1,4}-?\d+[A-Z]?|[A-Z][a-z]+-\d+|[a-z0-9]+\.(?:vn|com))"
    r"(?=[\s),.;])"
)

Names: TypeAlias = Sequence[str]


@click.command()
@click.argument("index", type=click.Path(exists=True, path_type=Path))
@click.argument("sources", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--count", default=300, show_default=True, help="Names of each kind.")
def main(index: Path, sources: tuple[Path, ...], count: int) -> None:
    """Print how many of the first ten articles, or of as many as there are, are right, and how often the first is."""
    engine = WhooshEngine(index)
    for kind, names in _drawn(read_sources(sources), count).items():
        for how, typing in (("as typed", str), ("the last syllable's left out", _half), ("without diacritics", fold)):
            share, first = _measured(engine, names, typing)
            click.echo(f"{kind}, {how}: {share:.1%} of ten right, {first:.1%} of the first; {len(names)} names")


def _drawn(articles: Iterable[object], count: int) -> dict[str, Names]:
    """Draw names of each kind, so many where there are."""
    full, given, codes = Counter[str](), Counter[str](), Counter[str]()
    for article in articles:
        if isinstance(article, Article):
            people = set(_PERSON.findall(article.body))
            codes.update(set(_CODE.findall(article.body)))
            full.update({name for _, name in people if name.count(" ") == 2})
            given.update({f"{title} {name}" for title, name in people if " " not in name})
    chance = random.Random(SEED)
    names = {"full name": _some(full, count, chance), "given name with title": _some(given, count, chance)}
    names |= {"last two syllables": [name.partition(" ")[2] for name in names["full name"]]}
    return names | {"date, number or code": _some(codes, count, chance)}


def _some(mentioned: Counter[str], count: int, chance: random.Random) -> Names:
    fit = sorted(name for name, articles in mentioned.items() if articles in MENTIONS)
    return chance.sample(fit, min(count, len(fit)))


def _measured(engine: WhooshEngine, names: Names, typing: Callable[[str], str]) -> tuple[float, float]:
    """Return the share of right ones among the first hits, and among the very first, of names that any article has."""
    shares, firsts = [], []
    for name in names:
        right = _ids(engine, f'"{fold(name)}"' if typing is fold else f'="{name}"', MAX_RANK, literal=True)
        if right:
            found = _ids(engine, typing(name), min(HITS, len(right)), literal=False)
            shares.append(len(set(found) & set(right)) / min(HITS, len(right)))
            firsts.append(found[0] in right if found else False)
    return sum(shares) / len(shares), sum(firsts) / len(firsts)


def _half(name: str) -> str:
    *others, last = name.split()
    return " ".join([*others, fold(last)])


def _ids(engine: WhooshEngine, typed: str, size: int, *, literal: bool) -> list[str]:
    query = parse(typed) if literal else understand(engine, typed).query
    return [hit.id for hit in engine.search(SearchRequest(query, size=size, grouped=False, counts=False)).hits]


if __name__ == "__main__":
    main()
