"""The writer's side of the engine boundary, and the writer of the embedded Whoosh engine."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from multiprocessing.connection import wait
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, open_dir

from index import generation
from index.article import Article
from index.generation import Generation
from index.lock import writer_lock
from index.schema import schema
from index.segment_worker import Worker

INDEX_NAME = "MAIN"  # Whoosh's own default, so that a plain `whoosh.index.open_dir` finds it


class Writer(Protocol):
    """Takes articles and publishes them at once; a context manager, and leaving it early changes nothing."""

    def add(self, articles: Sequence[Article]) -> None:
        """Take a batch of articles, each with an id that was not added before."""

    def publish(self, progress: Callable[[float], None] | None = None) -> Generation:
        """Make everything added the index being served."""


class WhooshWriter:
    """Builds a new generation with several processes, each of which analyses articles and writes a segment."""

    def __init__(self, index: Path, jobs: int | None = None) -> None:
        """Prepare to write to the index folder with `jobs` processes, by default one a core."""
        self.index = index
        self.jobs = jobs or os.cpu_count() or 1
        self.articles = 0
        self._workers: list[Worker] = []
        self._exit = ExitStack()

    def __enter__(self) -> Self:
        """Take the writer's lock, remove what a crash left, start the processes."""
        with ExitStack() as stack:
            stack.enter_context(writer_lock(self.index))
            generation.clean(self.index)
            self._folder = generation.begin(self.index)
            stack.callback(shutil.rmtree, self._folder, ignore_errors=True)
            for number in range(self.jobs):
                self._workers.append(Worker.start(self._folder / f"part{number}"))
                stack.callback(self._workers[-1].stop)
            self._exit = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the processes, remove what was not published, release the lock."""
        self._exit.close()

    def add(self, articles: Sequence[Article]) -> None:
        """Hand a batch to the first process that is free for it."""
        by_connection = {worker.connection: worker for worker in self._workers}
        worker = by_connection[wait(list(by_connection))[0]]  # type: ignore[index]  # wait() returns what it was given
        worker.receive()
        worker.send(articles)
        self.articles += len(articles)

    def publish(self, progress: Callable[[float], None] | None = None) -> Generation:
        """Finish the segments, put them under one table of contents, and switch to the new generation.

        `progress` is told the share of the segments that is written, again and again.
        """
        for worker in self._workers:
            worker.receive()
            worker.send(None)
        for share in self._written():
            if progress:
                progress(share)
        _join([worker.folder for worker in self._workers], self._folder)
        return generation.publish(self.index, self._folder, self.articles)

    def _written(self) -> Iterator[float]:
        """Yield the mean share of their segments that the processes have written, until all have finished."""
        shares = dict.fromkeys(range(self.jobs), 0.0)
        writing = {worker.connection: number for number, worker in enumerate(self._workers)}
        while writing:
            for connection in wait(list(writing)):
                number = writing[connection]  # type: ignore[index]  # wait() returns what it was given
                share = self._workers[number].receive()
                shares[number] = 1.0 if share is None else share
                if share is None:
                    del writing[connection]  # type: ignore[arg-type]
            yield sum(shares.values()) / self.jobs


def _join(parts: Sequence[Path], folder: Path) -> None:
    """Move the segments of several Whoosh indexes into one folder, under one table of contents."""
    segments = []
    for part in parts:
        for segment in open_dir(part)._segments():
            for file in part.glob(f"{segment.segment_id()}.*"):
                file.rename(folder / file.name)
            segments.append(segment)
        shutil.rmtree(part)
    TOC(schema(), segments, 1).write(FileStorage(str(folder)), INDEX_NAME)
