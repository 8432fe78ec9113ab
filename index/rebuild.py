"""The flow from source files to a published generation."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from index.article import Article, Skipped
from index.errors import TimbaoError
from index.generation import Generation
from index.memory import DEFAULT_MEMORY, Budget
from index.readers import SourceReader
from index.writer import WhooshWriter

BATCH = 16  # articles handed to a process at once: enough to make the pipe cheap, few enough to share evenly

Progress: TypeAlias = "Callable[[State], None]"


@dataclass(slots=True)
class State:
    """How far a rebuild or update is: bytes read of all bytes, articles read, what was skipped; the share written."""

    bytes_total: int
    bytes_read: int = 0
    articles: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    written: float = 0.0

    def writing(self, progress: Progress) -> Callable[[float], None]:
        """Return what takes the share written and passes the state on."""

        def written(share: float) -> None:
            self.written = share
            progress(self)

        return written


@dataclass(frozen=True, slots=True)
class Summary:
    """What a rebuild did: the generation, articles, what was skipped and why, and how long it took in seconds."""

    generation: Generation
    articles: int
    skipped: Sequence[Skipped]
    seconds: float


def rebuild(
    sources: Sequence[Path],
    index: Path,
    jobs: int | None = None,
    progress: Progress = lambda _: None,
    memory: int = DEFAULT_MEMORY,
) -> Summary:
    """Index every article of the sources into a new generation and publish it.

    `jobs` processes, by default one a core, and this one have `memory` bytes together. Of several articles with one
    id the first is kept and the others are reported as skipped. Raises TimbaoError where
    the sources hold no article or the index cannot be written; the generation being served then stays.
    """
    began = time.monotonic()
    reader = SourceReader(sources)
    state = State(reader.bytes_total)

    with WhooshWriter(index, Budget.of(memory, jobs)) as writer:
        for batch in batches(articles_of(reader, state)):
            writer.add(batch)
            progress(state)
        if not state.articles:
            raise TimbaoError(nothing_read(sources, state.skipped))
        generation = writer.publish(state.writing(progress))
    return Summary(generation, state.articles, state.skipped, time.monotonic() - began)


def batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Put articles together in batches of BATCH, the last perhaps smaller."""
    iterator = iter(articles)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def articles_of(reader: SourceReader, state: State) -> Iterator[Article]:
    """Yield the articles of sources, and keep the state."""
    for item in reader:
        state.bytes_read = reader.bytes_read
        if isinstance(item, Skipped):
            state.skipped.append(item)
        else:
            state.articles += 1
            yield item


def nothing_read(sources: Sequence[Path], skipped: Sequence[Skipped]) -> str:
    """Say that the sources hold no article."""
    names = ", ".join(map(str, sources))
    reason = f" The first fault: {skipped[0]}" if skipped else ""
    return f"No article could be read from {names}; the index is unchanged.{reason}"
