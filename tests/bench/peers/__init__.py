"""What one would use instead, fed the same token streams and asked the same queries; each at its best honest settings.

A query requires what ours requires: all of up to three words, a phrase, a prefix, filters. Neighbouring pairs, and the
words as typed when they have diacritics, only rank. No peer knows a least share of the words' weight, which a longer
query must reach with us; each then has the nearest rule of its own, see `nearest`, and found counts tell how near.
Peers need not say the ids of what they found, and do not: their own numbers of articles are quicker to tell.
"""

import sys
from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from math import log
from pathlib import Path
from typing import ClassVar, TypeAlias

from search.terms import BIGRAM_WEIGHT as BIGRAM_WEIGHT  # how much each stream counts, as with us
from search.terms import EXACT_WEIGHT as EXACT_WEIGHT
from tests.bench.queries import ALL_REQUIRED, Typed
from tests.bench.tokens import Tokens, analysed

HITS = 10  # a page of results
FACETS = ("source", "category", "author")
FACET_VALUES = 50  # of each facet, as many as we show

Search: TypeAlias = Callable[[], int]  # a query ready to run, with nothing left to parse; gives how many it found


class Peer(ABC):
    """An index of a peer, open for searching; it holds no texts, so that no snippets can be made of it."""

    name: ClassVar[str]
    article_limit: ClassVar[int | None] = None  # more articles than this are indexed only if the peer is asked for
    query_limit: ClassVar[int | None] = None  # of each kind, so many queries are asked at most
    settings: ClassVar[str]  # how it is set up, in a few words

    @classmethod
    @abstractmethod
    def build(cls, tokens: Iterable[Tokens], folder: Path) -> None:
        """Index articles into a new folder."""

    @classmethod
    def ready(cls, corpus: Path, folder: Path, jobs: int) -> "Peer":
        """Open what `build` left in a folder, at its best for searching."""
        return cls(folder)

    def __init__(self, folder: Path) -> None:
        """Open what `build` left in a folder."""
        self.folder = folder

    def described(self) -> str:
        """Say how it is set up and how it takes part, for the header."""
        few = f"; {self.query_limit} queries of each kind" if self.query_limit is not None else ""
        return f"{self.settings}; the whole page with our snippets, since its index holds no texts{few}"

    @abstractmethod
    def prepare(self, typed: Typed, wanted: int) -> Search:
        """Return the search for the first hits, best first, and the exact count; `wanted` is how many ours finds."""

    @abstractmethod
    def prepare_page(self, typed: Typed, wanted: int) -> Search:
        """Return the search for the first hits, the count, three facets and the timeline."""

    @abstractmethod
    def cold_start(self, typed: Typed) -> list[str]:
        """Return a command that starts anew, asks the query and prints the hits."""

    @staticmethod
    def bytes(folder: Path) -> int:
        """Return the size of an index, which holds no texts."""
        return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def installed() -> tuple[Mapping[str, type[Peer]], Sequence[str]]:
    """Return the peers by name, and the names of those that are not installed."""
    from tests.bench.peers.sqlite_fts import SqliteFts
    from tests.bench.peers.stock_whoosh import StockWhoosh

    peers: dict[str, type[Peer]] = {peer.name: peer for peer in (SqliteFts, StockWhoosh)}
    try:
        from tests.bench.peers.tantivy import Tantivy
    except ModuleNotFoundError as error:
        if error.name != "tantivy":
            raise
        return peers, ["tantivy"]
    return {Tantivy.name: Tantivy, **peers}, []


def build_command(peer: str, corpus: Path, folder: Path, jobs: int) -> list[str]:
    """Return the command that analyses a file of articles in `jobs` processes and has a peer index them."""
    return [sys.executable, "-m", "tests.bench.peers", peer, str(corpus), str(folder), str(jobs)]


def build(peer: type[Peer], corpus: Path, folder: Path, jobs: int) -> None:
    """Analyse a file of articles in `jobs` processes, and have a peer index them."""
    folder.mkdir()
    peer.build(analysed(corpus, jobs), folder)


def nearest(count: Callable[[int], int], most: int, wanted: int) -> int:
    """Return the number from 1 to `most` for which `count`, which falls, is in proportion nearest to `wanted`."""
    count = cache(count)
    number = 1 + bisect_left(range(1, most), -wanted, key=lambda number: -count(number))
    candidates = range(max(1, number - 1), number + 1)
    return min(candidates, key=lambda number: abs(log((count(number) + 1) / (wanted + 1))))


def rarest(words: Sequence[str], count: Callable[[Sequence[str]], int], wanted: int) -> Sequence[str]:
    """Choose the words to require, for a peer that can require only whole words: of a long query so many of the rarest
    that it finds about as many articles as `wanted`.

    `count` tells how many articles have all of some words.
    """
    if len(words) <= ALL_REQUIRED:
        return words
    by_rarity = sorted(words, key=lambda word: count([word]))
    return by_rarity[: nearest(lambda number: count(by_rarity[:number]), len(words), wanted)]
