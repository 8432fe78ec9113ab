"""Answering queries: the first ten articles and the exact count of all, on the same articles and queries.

Ours is timed with a parsed query, as the peers are, and from the typed text. The whole page is all that a page shows.
No peer makes snippets for words typed without diacritics, so their page is their search, their facets and timeline,
and our snippets of ten articles.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from search import results
from search.highlight import Highlighter
from search.parse import parse
from search.request import Answer
from search.whoosh_engine import WhooshEngine
from tests.bench.peers import Peer, Search
from tests.bench.queries import COUNTED, WHOLE_PAGE, Typed
from tests.bench.table import Row
from tests.bench.timing import Timed, in_turns

OURS, FROM_TEXT = "timbao", "timbao from typed text"
PERCENTILES = {50: 1, 95: 20, 99: 100}  # and how many queries at least, so that the percentile is not the slowest
WARM_UP = 3  # queries of each kind before the clock runs: files are then open and caches filled for everyone


class Searching:
    """Our engine and the peers, open over the same articles."""

    def __init__(self, index: Path, peers: Mapping[str, Peer]) -> None:
        """Open our index, once for each use: what one engine keeps in memory must not help the other."""
        self._parsed, self._from_text, self._untimed = (WhooshEngine(index) for _ in range(3))
        self._peers = peers
        self._limits = {name: peer.query_limit for name, peer in peers.items() if peer.query_limit is not None}

    def rows(self, kinds: Mapping[str, Sequence[Typed]]) -> list[Row]:
        """Return percentiles over the queries of each kind but for the first WARM_UP."""
        return [row for kind, queries in kinds.items() for row in self._timed(kind, self._calls(kind, queries))]

    def _calls(self, kind: str, queries: Sequence[Typed]) -> dict[str, list[Search]]:
        if kind == WHOLE_PAGE:
            return self._page(queries)
        return self._counted(queries) if kind == COUNTED else self._search(queries)

    def _search(self, queries: Sequence[Typed]) -> dict[str, list[Search]]:
        calls = {
            OURS: [_parsed(self._parsed, typed) for typed in queries],
            FROM_TEXT: [_from_text(self._from_text, typed) for typed in queries],
        }
        return calls | {
            name: [peer.prepare(typed, self._wanted(typed)) for typed in self._asked(name, queries)]
            for name, peer in self._peers.items()
        }

    def _counted(self, queries: Sequence[Typed]) -> dict[str, list[Search]]:
        return {OURS: [_parsed(self._parsed, typed, counts=True) for typed in queries]} | {
            name: [peer.prepare_page(typed, self._wanted(typed)) for typed in self._asked(name, queries)]
            for name, peer in self._peers.items()
        }

    def _page(self, queries: Sequence[Typed]) -> dict[str, list[Search]]:
        counted = self._counted(queries)
        calls = {OURS: [_page(self._parsed, typed) for typed in queries]}
        for name in self._peers:
            asked = zip(counted[name], queries, strict=False)
            calls[name] = [_with_snippets(search, self._untimed, typed) for search, typed in asked]
        return calls

    def _asked(self, peer: str, queries: Sequence[Typed]) -> Sequence[Typed]:
        return queries[: WARM_UP + self._limits.get(peer, len(queries))]

    def _wanted(self, typed: Typed) -> int:
        """Return how many articles ours finds where a peer must be told, since it does not know our rule."""
        return 0 if typed.all_required else self._untimed.search(typed.request()).total

    def _timed(self, kind: str, calls: Mapping[str, Sequence[Search]]) -> list[Row]:
        competitors = {name: _call(searches) for name, searches in calls.items()}
        in_turns(competitors, range(WARM_UP))
        timed = in_turns(competitors, range(WARM_UP, len(calls[OURS])), self._limits)
        ours = timed.pop(OURS)
        return [
            _row(kind, percentile, ours, name, theirs)
            for percentile, least in PERCENTILES.items()
            for name, theirs in timed.items()
            if len(theirs.seconds) >= min(least, len(ours.seconds))
        ]


def _row(kind: str, percentile: int, ours: Timed[int], peer: str, theirs: Timed[int]) -> Row:
    """Compare on the queries that the peer took part in; what was found is said once, beside the median."""
    same = ours.first(len(theirs.results))
    told = percentile == min(PERCENTILES) and peer != FROM_TEXT
    found, by_peer = (sum(same.results), sum(theirs.results)) if told else (None, None)
    return Row("search", f"{kind}, p{percentile}", "ms", same.milliseconds(percentile), peer,
               theirs.milliseconds(percentile), found=found, found_by_peer=by_peer)  # fmt: skip


def _call(searches: Sequence[Search]) -> Callable[[int], int]:
    return lambda number: searches[number]()


def _parsed(engine: WhooshEngine, typed: Typed, *, counts: bool = False) -> Search:
    request = replace(typed.request(), counts=counts)
    return lambda: _found(engine.search(request), typed)


def _from_text(engine: WhooshEngine, typed: Typed) -> Search:
    return lambda: _found(engine.search(typed.request()), typed)


def _page(engine: WhooshEngine, typed: Typed) -> Search:
    def page() -> int:
        return _found(results.find(engine, typed.text, typed.filters, sort=typed.sort, page=typed.page), typed)

    return page


def _with_snippets(search: Search, engine: WhooshEngine, typed: Typed) -> Search:
    """Return a peer's search that makes the titles and snippets of ten articles besides, those that ours finds."""
    answer, query = engine.search(typed.request()), parse(typed.text)
    ids = [hit.id for hit in answer.hits]

    def page() -> int:
        found = search()
        highlighter = Highlighter(query, answer.weights)
        for article in filter(None, map(engine.article, ids)):
            highlighter.title(article)
            highlighter.snippet(article)
        return found

    return page


def _found(answer: Answer | results.Results, typed: Typed) -> int:
    """Return how many articles match by the rule that the peers have too: they relax nothing when they find little."""
    return answer.strict_total if typed.all_required else answer.total
