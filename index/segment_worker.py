"""A worker process: takes batches of articles, analyses them, and writes one Whoosh segment in a folder of its own.

The parent and a worker talk over one pipe. The worker says that it is ready for a batch as soon as it has one, so that
the next is under way while it works; None asks it to finish, and it then says how much of its segment is written.
Either side sees the other's death as the end of the pipe.
"""

import os
import signal
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeAlias

from whoosh.index import create_in

from index.analysed import analyse_article
from index.article import Article
from index.errors import TimbaoError
from index.schema import PlainCodec, document, schema

POOL_MEGABYTES = 256  # postings a worker holds before it sorts them onto disk: a balance of memory and merge passes

REPORTS = 100  # how often a worker says how much of its segment is written: a bar moves by one in a hundred

Report: TypeAlias = (
    float | str | None
)  # the share of the segment written, a fault, or ready (for a batch; at last, done)


@dataclass(slots=True)
class Worker:
    """The parent's side of one worker process."""

    folder: Path
    connection: Connection
    process: BaseProcess

    @classmethod
    def start(cls, folder: Path) -> "Worker":
        """Start a process that will write a Whoosh index of one segment into a new folder."""
        folder.mkdir()
        context = get_context("spawn")  # a forked child would hold the parent's pipe ends open, and outlive it
        here, there = context.Pipe()
        process = context.Process(target=run, args=(folder, there), daemon=True)
        process.start()
        there.close()
        return cls(folder, here, process)

    def stop(self) -> None:
        """End the process, wherever it is, and wait until it has ended."""
        self.process.kill()
        self.process.join()
        self.connection.close()

    def send(self, articles: Sequence[Article] | None) -> None:
        """Hand over a batch, or None to ask the worker to finish.

        Raises TimbaoError where the worker failed or has died.
        """
        try:
            self.connection.send(articles)
        except OSError:
            self.receive()  # raises the fault that ended the worker, where it could still tell one
            raise

    def receive(self) -> float | None:
        """Wait for the worker's report: the share of its segment written, or None for ready.

        Raises TimbaoError where the worker failed or has died.
        """
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


def run(folder: Path, connection: Connection) -> None:
    """Write the batches that come over the pipe; the body of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        _write_segment(folder, connection)
    except (EOFError, BrokenPipeError):
        return  # the parent is gone, and with it the reason to go on
    except Exception as error:  # every fault is told to the parent, which tells the person
        connection.send(f"{type(error).__name__}: {error}")


def _end_with_parent() -> None:
    """End this process when the parent has ended, also in the minutes between two looks at the pipe."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _write_segment(folder: Path, connection: Connection) -> None:
    # One file a part, since Whoosh reads a file that joins them ("compound") into memory whole.
    plain = PlainCodec(compression=0)
    writer = create_in(folder, schema()).writer(limitmb=POOL_MEGABYTES, codec=plain, compound=False)
    postings = 0
    connection.send(None)
    while (batch := connection.recv()) is not None:
        connection.send(None)
        for article in batch:
            fields = document(analyse_article(article))
            postings += sum(len(value) for value in fields.values() if isinstance(value, dict))
            writer.add_document(**fields)
    _report_writing(writer, postings, connection)
    writer.commit(merge=False)
    connection.send(None)


def _report_writing(writer: Any, total: int, connection: Connection) -> None:
    """Have a Whoosh writer report how many of its postings it has written, while it commits."""
    sorted_postings = writer.pool.iter_postings
    step = max(1, total // REPORTS)

    def reported() -> Iterator[Any]:
        for number, posting in enumerate(sorted_postings(), start=1):
            if number % step == 0:
                connection.send(min(number / total, 1.0))
            yield posting

    writer.pool.iter_postings = reported
