"""One writer at a time: a lock file, and a note beside it that says who holds it."""

import datetime
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexBusyError, IndexUnfinishedError

LOCK = "write.lock"
PATIENCE = 1.0  # seconds; a process that a killed writer was just starting holds the lock until it has started


@contextmanager
def writer_lock(index: Path) -> Iterator[None]:
    """Hold the index's writer lock, or raise IndexBusyError that names the process which does.

    The operating system releases the lock when the process ends, however it ends.
    """
    index.mkdir(parents=True, exist_ok=True)
    note = index / "writer.json"
    lock = FileLock(index / LOCK)
    try:
        lock.acquire(timeout=PATIENCE)
    except Timeout as error:
        raise IndexBusyError(f"Another process is writing to the index in {index}{_holder(note)}.") from error
    try:
        started = datetime.datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
        note.write_text(json.dumps({"pid": os.getpid(), "started": started}))
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def unfinished(index: Path) -> IndexUnfinishedError | None:
    """Return what to tell where no index can be served but one is being written; None where none is.

    Whoever asks needs only be allowed to read, and leaves no trace.
    """
    try:
        with (index / LOCK).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)  # what `filelock` locks by
    except BlockingIOError:
        return IndexUnfinishedError(f"The index in {index} is being built; it can be used once that is done.")
    except OSError:
        return None
    return None


def _holder(note: Path) -> str:
    try:
        holder = json.loads(note.read_text())
        return f" (process {holder['pid']}, since {holder['started']}); wait for it to end, or stop it"
    except (OSError, ValueError, KeyError, TypeError):
        return "; wait for it to end"
