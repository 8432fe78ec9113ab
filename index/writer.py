"""The writer's side of the engine boundary, and the writer of the embedded Whoosh engine."""

import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from index import generation, policy
from index.article import Article
from index.codec.segment import Entry
from index.codec.toc import write_toc
from index.columnar.merge import PIECES, join_pieces
from index.errors import IndexMissingError, TimbaoError
from index.generation import Generation
from index.lock import writer_lock
from index.memory import Budget
from index.reprints import REPRINTS, write_reprints
from index.segment_worker import ARTICLES, Merge, segment_name
from index.segments import KeptSegment, KeptSegments, living
from index.workers import Workers

FAN_IN = 16  # segments merged at once: each has its terms in memory meanwhile

Progress = Callable[[float], None]


class Writer(Protocol):
    """Takes articles and publishes them at once; a context manager, and leaving it early changes nothing."""

    def add(self, articles: Sequence[Article]) -> None:
        """Take a batch of articles, each with an id that was not added before."""

    def delete(self, article_ids: Iterable[str]) -> list[str]:
        """Delete articles that are being served, and return the ids of which there is none."""

    def publish(self, progress: Progress = lambda _: None) -> Generation:
        """Make everything added, and deleted, the index being served."""


class WhooshWriter:
    """Builds a new generation with several processes, each of which analyses articles and writes segments."""

    def __init__(self, index: Path, budget: Budget, *, keep: bool = False) -> None:
        """Prepare to write to the index folder, within a budget of processes and memory.

        The new generation holds the articles added, and with `keep` also those being served whose ids are not among
        them.
        """
        self.index = index
        self._budget = budget
        self._keep = keep
        self._kept = KeptSegments(None)
        self._served: Generation | None = None
        self._exit = ExitStack()

    def __enter__(self) -> Self:
        """Take the writer's lock, remove what a crash left, read what is to be kept."""
        with ExitStack() as stack:
            stack.enter_context(writer_lock(self.index))
            if self._keep:
                self._open_served()
            generation.clean(self.index)
            self._folder = generation.begin(self.index)
            stack.callback(shutil.rmtree, self._folder, ignore_errors=True)
            self._workers = Workers(self._folder, self._budget)
            stack.callback(self._workers.stop)
            if not self._keep:
                self._workers.start_all()  # an update is often of few articles, and starts them as it needs them
            self._exit = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the processes, remove what was not published, release the lock."""
        self._exit.close()

    def stored(self, article_id: str) -> bytes | None:
        """Return an article that is kept, as it is stored; None where there is none with this id."""
        return self._kept.stored(article_id)

    def add(self, articles: Sequence[Article]) -> None:
        """Hand a batch to the first process that is free for it."""
        self._workers.add(articles)
        self._kept.remove(article.id for article in articles)

    def delete(self, article_ids: Iterable[str]) -> list[str]:
        """Delete articles that are kept, and return the ids of which there is none."""
        return self._kept.remove(article_ids)

    def publish(self, progress: Progress = lambda _: None) -> Generation:
        """Finish the segments, merge what is to be merged, and switch to the new generation.

        `progress` is told the share of the merge that is done, again and again. Raises TimbaoError where nothing is
        left to serve.
        """
        written = [KeptSegment(self._folder, entry) for entry in self._workers.finish()]
        segments = living([*self._kept.segments, *written])
        if not segments:
            raise TimbaoError(f"That would leave no article in {self.index}; remove the folder instead.")
        final = self._merged(segments, progress)
        inherited = self._inherit(final)
        self._workers.stop()  # lest what they needed for merging is held while the reprints are looked for
        write_reprints(self._folder / REPRINTS, final)
        write_toc(self._folder, [self._entry(kept) for kept in final])
        return generation.publish(self.index, self._folder, _articles(final), inherited)

    def _merged(self, segments: Sequence[KeptSegment], progress: Progress) -> list[KeptSegment]:
        runs = policy.runs([kept.living for kept in segments]) if self._served else [range(len(segments))]
        chosen = [segments[run.start : run.stop] for run in runs]
        total = sum(_articles(run) for run in chosen if _is_merged(run))
        final: list[KeptSegment] = []
        done = 0
        for run in chosen:
            if _is_merged(run):
                size = _articles(run)
                final.append(self._merge(run, _part_of(progress, done / total, size / total)))
                done += size
            else:
                final += run
        return final

    def _merge(self, segments: Sequence[KeptSegment], progress: Progress) -> KeptSegment:
        """Make one segment of several; of too many, first fewer."""
        while len(segments) > FAN_IN:
            segments = [*segments[FAN_IN:], self._merge(segments[:FAN_IN], lambda _: None)]
        entry = Entry(segment_name(), _articles(segments))
        columns, stored = (self._folder / name for name in entry.files)
        pieces = {piece: self._folder / f"{entry.name}.{piece}" for piece in PIECES} | {ARTICLES: stored}
        parts = [(kept.folder, Entry(kept.entry.name, kept.entry.documents), kept.alive) for kept in segments]
        self._workers.merge([Merge(parts, piece, path) for piece, path in pieces.items()], progress)
        del pieces[ARTICLES]
        join_pieces(columns, pieces.values(), entry.documents)
        for path in pieces.values():
            path.unlink()
        for kept in segments:
            self._remove(kept)
        return KeptSegment(self._folder, entry)

    def _remove(self, kept: KeptSegment) -> None:
        """Remove the files of a segment that was merged, where they are not another generation's."""
        if kept.folder == self._folder:
            for name in kept.entry.files:
                (self._folder / name).unlink()

    def _inherit(self, segments: Sequence[KeptSegment]) -> generation.Files:
        """Bring the files of unchanged segments into the new generation, and return what is known of them."""
        if self._served is None:
            return {}
        names = []
        for kept in segments:
            if kept.folder != self._folder:
                columns, stored, *deletions = kept.entry.files
                names += [columns, stored, *([] if kept.changed else deletions)]
        return generation.inherit(self._served, names, self._folder)

    def _entry(self, kept: KeptSegment) -> Entry:
        return kept.write_deletions(self._folder) if kept.changed else kept.entry

    def _open_served(self) -> None:
        try:
            self._served = generation.current(self.index)
        except IndexMissingError:
            return
        generation.verify_once(self._served.path)
        self._kept = KeptSegments(self._served.path)


def _part_of(progress: Progress, done: float, part: float) -> Progress:
    """Return what takes the share of a part that is done, and passes on the share of all."""
    return lambda share: progress(done + part * share)


def _is_merged(run: Sequence[KeptSegment]) -> bool:
    return len(run) > 1 or policy.is_worn(run[0].entry.documents, run[0].living)


def _articles(run: Sequence[KeptSegment]) -> int:
    return sum(kept.living for kept in run)
