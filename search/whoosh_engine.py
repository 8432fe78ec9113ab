"""The embedded engine: answers queries from the published generation, and follows when another is published."""

import threading
import time
from pathlib import Path
from typing import TypeAlias

from index import generation, lock
from index.article import Article
from index.errors import IndexDamagedError, IndexMissingError
from search.keystrokes import Keystrokes
from search.query import Query
from search.request import Answer, Expansion, Hit, Respelling, SearchRequest, Stats, Suggestion
from search.snapshot import Snapshot

RETRY_SECONDS = 30  # until a generation that could not be opened is tried again: hashing it takes seconds a gigabyte
OPEN_ATTEMPTS = 3  # a generation can be replaced, and the one before removed, between reading its name and opening it

Published: TypeAlias = tuple[int, int] | None  # what the file system says of the file that names the generation served


class WhooshEngine:
    """Answers from the generation being served in an index folder; reopens when another one is published."""

    def __init__(self, index: Path) -> None:
        """Name the index folder; it is opened when first needed."""
        self._index = index
        self._opening = threading.Lock()
        self._served: tuple[Published, Snapshot] | None = None
        self._refused: Published = None
        self._retry_at = 0.0

    def pinned(self) -> Snapshot:
        """Return the generation being served now.

        Where there is none, raises IndexUnfinishedError, or else IndexMissingError or IndexDamagedError.
        """
        return self._current()

    def search(self, request: SearchRequest) -> Answer:
        """Find, rank and count. Raises what `pinned` does."""
        return self._current().search(request)

    def article(self, article_id: str) -> Article | None:
        """Return the article with this id, or None."""
        return self._current().article(article_id)

    def keystrokes(self, typed: str) -> Keystrokes | None:
        """Return what a text of raw keystrokes means, or None where it seems to be none."""
        return self._current().keystrokes(typed)

    def expand(self, query: Query) -> tuple[Query, tuple[Expansion, ...]]:
        """Return a query that also finds what its abbreviations stand for, and the other way round, and which do."""
        return self._current().expand(query)

    def respell(self, query: Query) -> Respelling | None:
        """Return what may have been meant by a query that seems to hold an error, or None."""
        return self._current().respell(query)

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """Return at most so many completions of a typed text, the best first; none of what is in no article."""
        return self._current().suggest(typed, limit)

    def similar(self, article_id: str, limit: int) -> tuple[Hit, ...]:
        """Return the articles most like one, but for its reprints, and of others the earliest."""
        return self._current().similar(article_id, limit)

    def reprints(self, article_id: str) -> tuple[str, ...]:
        """Return the ids of the other articles that say nearly the same as one, the earliest first."""
        return self._current().reprints(article_id)

    def stats(self) -> Stats:
        """Describe what is being served."""
        return self._current().stats()

    def _current(self) -> Snapshot:
        """Return the open generation, reopened if another was published.

        While one thread reopens it, which may take seconds, and where that fails, the others go on with the old one.
        """
        served, published = self._served, self._published()
        if served and (served[0] == published or not self._opening.acquire(blocking=False)):
            return served[1]
        if not served:
            self._opening.acquire()
        try:
            return self._reopened(published)
        finally:
            self._opening.release()

    def _reopened(self, published: Published) -> Snapshot:
        waiting = self._refused == published and time.monotonic() < self._retry_at
        if self._served and (self._served[0] == published or waiting):
            return self._served[1]
        try:
            snapshot = _open(self._index)
        except (IndexMissingError, IndexDamagedError) as error:
            if self._served is None:
                raise lock.unfinished(self._index) or error from None
            self._refused, self._retry_at = published, time.monotonic() + RETRY_SECONDS
            return self._served[1]
        self._served = published, snapshot
        return snapshot

    def _published(self) -> Published:
        try:
            status = (self._index / generation.CURRENT).stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns


def _open(index: Path) -> Snapshot:
    for _ in range(OPEN_ATTEMPTS - 1):
        served = generation.current(index)
        try:
            return Snapshot(served)
        except IndexDamagedError:
            if generation.current(index).id == served.id:
                raise
    return Snapshot(generation.current(index))
