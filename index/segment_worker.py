"""A worker process: analyses batches of articles and writes segments of them; then writes pieces of merged segments.

The parent and a worker talk over one pipe. The parent sends orders: a batch of articles; None, to write what the worker
still holds; or a Merge. The worker answers each order once: a batch as soon as it has it, so that the next is under way
while it works, the others when they are done; and says meanwhile how far a merge is. Either side sees the other's death
as the end of the pipe.
"""

import os
import secrets
import signal
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TypeAlias

from index.analysed import analyse_article
from index.article import Article
from index.codec.segment import Entry
from index.codec.toc import INDEX_NAME
from index.columnar.builder import Builder
from index.columnar.deletions import Mask
from index.columnar.merge import parts_of, write_articles, write_piece
from index.errors import TimbaoError

PROCESSES = get_context("spawn")  # a forked child would hold the parent's pipe ends open, and outlive it
ARTICLES = "articles"  # the piece of a merge that is the stored articles; the others are columns


@dataclass(frozen=True, slots=True)
class Merge:
    """An order to write one piece of the segment that others merge to: of each its folder, entry, and who is alive."""

    segments: Sequence[tuple[Path, Entry, Mask | None]]
    piece: str
    path: Path


Order: TypeAlias = Sequence[Article] | Merge | None
Written: TypeAlias = list[Entry]
Answer: TypeAlias = Written | None  # to None the segments written, to other orders None
Report: TypeAlias = (
    Answer | float | str
)  # an answer, the share of a merge that is done, or the fault that ends the worker


@dataclass(slots=True)
class Worker:
    """The parent's side of one worker process."""

    connection: Connection
    process: BaseProcess

    @classmethod
    def start(cls, folder: Path, share: int) -> "Worker":
        """Start a process that writes segments into the folder, of as many articles as so many bytes can hold."""
        here, there = PROCESSES.Pipe()
        process = PROCESSES.Process(target=run, args=(folder, share, there), daemon=True)
        process.start()
        there.close()
        return cls(here, process)

    def stop(self) -> None:
        """End the process, wherever it is, and wait until it has ended."""
        self.process.kill()
        self.process.join()
        self.connection.close()

    def send(self, order: Order) -> None:
        """Hand over an order; the worker's last answer must have been received.

        Raises TimbaoError where the worker failed or has died.
        """
        try:
            self.connection.send(order)
        except OSError:
            self.receive()  # raises the fault that ended the worker, where it could still tell one
            raise

    def receive(self) -> Answer | float:
        """Wait for the worker's next report. Raises TimbaoError where the worker failed or has died."""
        try:
            report: Report = self.connection.recv()
        except (EOFError, OSError) as error:
            raise self._death() from error
        if isinstance(report, str):
            raise TimbaoError(f"Indexing stopped: {report}. The index being served is unchanged.")
        return report

    def _death(self) -> TimbaoError:
        return TimbaoError("An indexing process was ended from outside (is there enough memory?); try again, "
                           "with fewer --jobs if memory is short. The index being served is unchanged.")  # fmt: skip


def run(folder: Path, share: int, connection: Connection) -> None:
    """Carry out the orders that come over the pipe; the body of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    threading.Thread(target=_end_with_parent, daemon=True).start()
    segments = _Segments(folder, share)
    try:
        while True:
            match connection.recv():
                case None:
                    connection.send(segments.finish())
                case Merge() as merge:
                    _write_piece(merge, connection)
                    connection.send(None)
                case batch:
                    connection.send(None)
                    segments.add(batch)
    except (EOFError, BrokenPipeError):
        return  # the parent is gone, and with it the reason to go on
    except Exception as error:  # every fault is told to the parent, which tells the person
        connection.send(f"{type(error).__name__}: {error}")


class _Segments:
    """Articles, written as a segment as soon as they take more than their share of memory."""

    def __init__(self, folder: Path, share: int) -> None:
        self._folder, self._share = folder, share
        self._builder = Builder()
        self._written: Written = []

    def add(self, articles: Sequence[Article]) -> None:
        for article in articles:
            self._builder.add(analyse_article(article))
            if self._builder.nbytes > self._share:
                self._write()

    def finish(self) -> Written:
        if len(self._builder):
            self._write()
        return self._written

    def _write(self) -> None:
        entry = Entry(segment_name(), len(self._builder))
        columns, stored = (self._folder / name for name in entry.files)
        self._builder.write(columns, stored)
        self._written.append(entry)
        self._builder = Builder()


def segment_name() -> str:
    """Return a name that no segment has: 64 bits by chance."""
    return f"{INDEX_NAME}_{secrets.token_hex(8)}"


def _write_piece(merge: Merge, connection: Connection) -> None:
    parts = parts_of(
        [entry.open(folder) for folder, entry, _ in merge.segments], [alive for _, _, alive in merge.segments]
    )
    if merge.piece == ARTICLES:
        write_articles(merge.path, parts)
    else:
        write_piece(merge.path, parts, merge.piece, connection.send)


def _end_with_parent() -> None:
    """End this process when the parent has ended, also in the minutes between two looks at the pipe."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
