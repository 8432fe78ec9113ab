"""The embedded engine: answers queries from the published generation, and follows when another is published."""

import datetime
import json
import threading
import time
import weakref
from functools import reduce
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.index import open_dir

from index import generation
from index.article import Article
from index.article_json import article_from_json
from index.errors import IndexDamagedError, IndexMissingError
from index.generation import Generation
from search import counting
from search.columns import Columns, Integers
from search.matching import LEAST_SHARE, Deadline, Mask, Matcher, strict_share
from search.postings import Floats, Numbers, PostingSource
from search.query import Query
from search.ranking import Ranker
from search.request import MAX_RANK, Answer, Hit, SearchRequest, Sort, Stats

RELAX_BELOW = 3  # with fewer matches than this, fewer words are required, and the answer says so
RETRY_SECONDS = 5  # a generation that cannot be opened is tried again so often: checking it takes time from answers
OPEN_ATTEMPTS = 3  # a generation can be replaced, and the one before removed, between reading its name and opening it


class WhooshEngine:
    """Answers from the generation being served in an index folder; reopens when another one is published."""

    def __init__(self, index: Path) -> None:
        """Name the index folder; it is opened when first needed."""
        self._index = index
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._opened: tuple[int, int] | None = None
        self._retry_at = 0.0

    def pinned(self) -> "Snapshot":
        """Return the generation being served now; raises IndexMissingError or IndexDamagedError where there is none."""
        return self._current()

    def search(self, request: SearchRequest) -> Answer:
        """Find, rank and count. Raises what `pinned` does."""
        return self._current().search(request)

    def article(self, article_id: str) -> Article | None:
        """Return the article with this id, or None."""
        return self._current().article(article_id)

    def stats(self) -> Stats:
        """Describe what is being served."""
        return self._current().stats()

    def _current(self) -> "Snapshot":
        """Return the open generation, reopened if another was published; a failed reopening keeps the old one."""
        with self._lock:
            published = self._published()
            if self._snapshot is None or published != self._opened:
                self._reopen(published)
            assert self._snapshot is not None
            return self._snapshot

    def _reopen(self, published: tuple[int, int] | None) -> None:
        if self._snapshot is not None and time.monotonic() < self._retry_at:
            return
        try:
            self._snapshot = _open(self._index)
            self._opened = published
        except (IndexMissingError, IndexDamagedError):
            if self._snapshot is None:
                raise
            self._retry_at = time.monotonic() + RETRY_SECONDS

    def _published(self) -> tuple[int, int] | None:
        try:
            status = (self._index / generation.CURRENT).stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns


def _open(index: Path) -> "Snapshot":
    for _ in range(OPEN_ATTEMPTS - 1):
        served = generation.current(index)
        try:
            return Snapshot(served)
        except IndexDamagedError:
            if generation.current(index).id == served.id:
                raise
    return Snapshot(generation.current(index))


class Snapshot:
    """One open generation; immutable, so that threads share it and a request ends on the one it began with."""

    def __init__(self, served: Generation) -> None:
        """Verify and open a generation. Raises IndexDamagedError where its files are not as they were written."""
        generation.verify_once(served.path)
        self.generation = served
        self._reader = open_dir(str(served.path)).reader()
        weakref.finalize(self, self._reader.close)  # when the last request that uses this generation has ended
        self._read_lock = threading.Lock()  # stored fields are read through one shared file position
        self.columns = Columns.read(self._reader)
        self.postings = PostingSource(self._reader)
        self.ranker = Ranker(self.postings, self.columns)
        self.numbers = {article_id: number for number, article_id in enumerate(self.columns.ids)}

    def pinned(self) -> "Snapshot":
        """Return itself: a generation never changes."""
        return self

    def search(self, request: SearchRequest) -> Answer:
        """Find, rank and count."""
        deadline = Deadline(request.budget_ms)
        matcher = Matcher(self.postings, self.columns, deadline)
        filters = matcher.filters(request.filters)
        strict, unfiltered = self._matches(matcher, request)
        matches = reduce(np.logical_and, filters.values(), unfiltered)
        total, strict_total = _count(matches), _count(matches & strict)
        scores = self.ranker.scores(request.query, deadline)
        page = self._page(np.flatnonzero(matches).astype(np.uint32), scores, request)
        return Answer(
            hits=tuple(self._hit(request, number, float(scores[number])) for number in page.tolist()),
            total=total,
            strict_total=strict_total,
            relaxed=total > strict_total,
            partial=not deadline.met,
            facets=counting.facets(self.columns, unfiltered, filters, request.filters),
            timeline=counting.timeline(self.columns, matches),
            weights=self._weights(request.query),
        )

    def article(self, article_id: str) -> Article | None:
        """Return the article with this id, or None."""
        number = self.numbers.get(article_id)
        if number is None:
            return None
        with self._read_lock:
            stored = self._reader.stored_fields(number)
        return article_from_json(json.loads(stored["article"]))

    def stats(self) -> Stats:
        """Describe this generation."""
        dates = self.columns.dates[self.columns.dates > 0]
        manifest = self.generation.manifest
        return Stats(
            engine="whoosh",
            generation=manifest.id,
            built_at=manifest.built_at,
            articles=len(self.columns.ids),
            dated=len(dates),
            first_date=_date(int(dates.min())) if len(dates) else None,
            last_date=_date(int(dates.max())) if len(dates) else None,
            bytes=self.generation.size,
        )

    def _matches(self, matcher: Matcher, request: SearchRequest) -> tuple[Mask, Mask]:
        """Return the strict matches, and all matches: the same, or more where the strict ones are too few.

        Filters have no say in how much is required: ticking a value must give the number of articles shown beside it.
        """
        query, words = request.query, request.query.words
        others = [matcher.clause(clause) for clause in dict.fromkeys(query.clauses) if clause is not words]
        if query.typed.strip() and not query.clauses:
            others.append(~matcher.all())
        rest = reduce(np.logical_and, others, matcher.all())
        if words is None:
            return rest, rest
        enough = RELAX_BELOW if request.sort == "relevance" else 1  # by date, a poor match would come first
        matches = strict = rest & matcher.words(words, strict_share(words))
        for share in (LEAST_SHARE, 0.0):
            if _count(matches) >= enough:
                break
            if share < strict_share(words):
                matches = rest & matcher.words(words, share)
        return strict, matches

    def _page(self, documents: Numbers, scores: Floats, request: SearchRequest) -> Numbers:
        """Return the documents of the page asked for, in order; ties are broken by date, newest first, then by id."""
        start = (request.page - 1) * request.size
        end = min(start + request.size, MAX_RANK, len(documents))
        if start >= end:
            return documents[:0]
        documents = _best(documents, scores, end) if request.sort == "relevance" else documents
        dates, order = self.columns.dates[documents], self.columns.id_order[documents]
        return documents[np.lexsort(_keys(request.sort, scores[documents], dates, order))][start:end]

    def _hit(self, request: SearchRequest, number: int, score: float) -> Hit:
        explained = self.ranker.explain(request.query, number) if request.explain else {}
        return Hit(self.columns.ids[number], score, explained)

    def _weights(self, query: Query) -> dict[str, float]:
        syllables = {syllable for unit in query.sought_units() for syllable in unit.folded}
        return {s: self.columns.idf(len(self.postings.in_stream("folded", s))) for s in sorted(syllables)}


def _best(documents: Numbers, scores: Floats, count: int) -> Numbers:
    """Return the `count` best documents and those that tie with the last of them."""
    if count >= len(documents):
        return documents
    found = scores[documents]
    worst = np.partition(found, len(found) - count)[len(found) - count]
    best: Numbers = documents[found >= worst]
    return best


def _keys(sort: Sort, scores: Floats, dates: Integers, id_order: Integers) -> list[npt.NDArray[Any]]:
    """Return the sort keys for lexsort, the last one first in importance."""
    unknown = dates == 0
    if sort == "relevance":
        return [id_order, -dates, -scores]
    return [id_order, -scores, dates if sort == "oldest" else -dates, unknown]


def _count(matches: Mask) -> int:
    return int(np.count_nonzero(matches))


def _date(number: int) -> datetime.date:
    return datetime.date(number // 10_000, number // 100 % 100, number % 100)
