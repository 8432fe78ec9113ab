"""The flow from source files to a published generation."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from index.article import Article, Skipped
from index.errors import TimbaoError
from index.generation import Generation
from index.readers import SourceReader
from index.writer import WhooshWriter

BATCH = 16  # articles handed to a process at once: enough to make the pipe cheap, few enough to share evenly

Progress: TypeAlias = Callable[["State"], None]


@dataclass(slots=True)
class State:
    """How far a rebuild is: bytes read of all bytes, articles taken, what was skipped; then the share written."""

    bytes_total: int
    bytes_read: int = 0
    articles: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    written: float = 0.0


@dataclass(frozen=True, slots=True)
class Summary:
    """What a rebuild did: the generation, articles, what was skipped and why, and how long it took in seconds."""

    generation: Generation
    articles: int
    skipped: Sequence[Skipped]
    seconds: float


def rebuild(
    sources: Sequence[Path], index: Path, jobs: int | None = None, progress: Progress = lambda _: None
) -> Summary:
    """Index every article of the sources into a new generation and publish it.

    Of several articles with one id the first is kept and the others are reported as skipped. Raises TimbaoError where
    the sources hold no article or the index cannot be written; the generation being served then stays.
    """
    began = time.monotonic()
    reader = SourceReader(sources)
    state = State(reader.bytes_total)

    def written(share: float) -> None:
        state.written = share
        progress(state)

    with WhooshWriter(index, jobs) as writer:
        for batch in _batches(reader, state):
            writer.add(batch)
            progress(state)
        if not state.articles:
            raise TimbaoError(_nothing_read(sources, state.skipped))
        generation = writer.publish(written)
    return Summary(generation, state.articles, state.skipped, time.monotonic() - began)


def _batches(reader: SourceReader, state: State) -> Iterator[list[Article]]:
    batch: list[Article] = []
    for article in _articles(reader, state):
        batch.append(article)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _articles(reader: SourceReader, state: State) -> Iterator[Article]:
    for item in reader:
        state.bytes_read = reader.bytes_read
        if isinstance(item, Skipped):
            state.skipped.append(item)
        else:
            state.articles += 1
            yield item


def _nothing_read(sources: Sequence[Path], skipped: Sequence[Skipped]) -> str:
    names = ", ".join(map(str, sources))
    reason = f" The first fault: {skipped[0]}" if skipped else ""
    return f"No article could be read from {names}; the index is unchanged.{reason}"
