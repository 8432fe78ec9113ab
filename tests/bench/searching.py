"""Answering queries: the first ten articles and the exact count of all, on the same articles and queries.

Ours parses what was typed, and counts facets and a timeline besides; the peers are handed ready queries.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from index import generation
from search.parse import parse
from search.request import SearchRequest
from search.whoosh_engine import WhooshEngine
from tests.bench.corpus import Corpus
from tests.bench.peers import SqliteFts, StockWhoosh
from tests.bench.queries import Typed, draw
from tests.bench.table import Row
from tests.bench.timing import in_turns

OURS = "timbao"
PERCENTILES = (50, 95)
WARM_UP = 3  # queries of each kind before the clock runs: files are then open and caches filled for everyone


def rows(corpus: Corpus, index: Path, folder: Path, count: int) -> list[Row]:
    """Return percentiles over `count` queries of each kind, against each peer."""
    engine = WhooshEngine(index)
    counters: dict[str, Callable[[Typed], int]] = {
        OURS: lambda typed: engine.search(SearchRequest(parse(typed.text))).total,
        "stock Whoosh": _counts(StockWhoosh(generation.current(index))),
        "SQLite FTS5": _counts(SqliteFts(folder / "fts5.sqlite", corpus.articles)),
    }
    kinds = draw(corpus.articles, count)
    return [row for kind, queries in kinds.items() for row in _kind(kind, queries, counters)]


def _counts(peer: StockWhoosh | SqliteFts) -> Callable[[Typed], int]:
    return lambda typed: peer.search(typed)[1]


def _kind(kind: str, queries: Sequence[Typed], counters: Mapping[str, Callable[[Typed], int]]) -> list[Row]:
    in_turns(counters, queries[:WARM_UP])
    peers = in_turns(counters, queries)
    ours = peers.pop(OURS)
    return [
        Row("search", f"{kind}, p{percentile}", "ms", ours.milliseconds(percentile), peer,
            theirs.milliseconds(percentile), found=sum(ours.results), found_by_peer=sum(theirs.results))
        for peer, theirs in peers.items()
        for percentile in PERCENTILES
    ]  # fmt: skip
