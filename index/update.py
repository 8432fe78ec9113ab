"""The flow of changes to a published index: articles added, replaced and deleted, in a new generation."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.article import Article, Skipped
from index.columnar.builder import stored_article
from index.errors import TimbaoError
from index.generation import Generation, current
from index.memory import DEFAULT_MEMORY, Budget
from index.readers import SourceReader
from index.rebuild import Progress, State, articles_of, batches, nothing_read
from index.writer import WhooshWriter


@dataclass(slots=True)
class Counts:
    """How many articles of an update were not in the index, were there and differed, and were there as they are."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class UpdateSummary:
    """What an update did: the generation now served, the counts, what was skipped and why, and how long in seconds."""

    generation: Generation
    counts: Counts
    skipped: Sequence[Skipped]
    seconds: float


@dataclass(frozen=True, slots=True)
class DeletionSummary:
    """What a deletion did: the generation now served, the number of articles deleted, and the ids not found."""

    generation: Generation
    deleted: int
    missing: Sequence[str]


def update(
    sources: Sequence[Path],
    index: Path,
    jobs: int | None = None,
    progress: Progress = lambda _: None,
    memory: int = DEFAULT_MEMORY,
) -> UpdateSummary:
    """Add every article of the sources to the index; one whose id is there replaces the one that is.

    Of several articles with one id in the sources the first is kept and the others are reported as skipped. Where
    there is no index yet this makes one, and where nothing changes it makes no new generation. Raises TimbaoError
    where the sources hold no article or the index cannot be written; the generation being served then stays.
    """
    began = time.monotonic()
    reader = SourceReader(sources)
    state, counts = State(reader.bytes_total), Counts()
    with WhooshWriter(index, Budget.of(memory, jobs), keep=True) as writer:
        for batch in batches(_to_write(writer, articles_of(reader, state), counts)):
            writer.add(batch)
            progress(state)
        if not state.articles:
            raise TimbaoError(nothing_read(sources, state.skipped))
        written = counts.new or counts.changed
        generation = writer.publish(state.writing(progress)) if written else current(index)
    return UpdateSummary(generation, counts, state.skipped, time.monotonic() - began)


def delete(article_ids: Sequence[str], index: Path) -> DeletionSummary:
    """Delete articles from the index. Raises TimbaoError where it has none of them, or would have none without them."""
    wanted = list(dict.fromkeys(article_ids))
    current(index)  # raises where there is no index
    with WhooshWriter(index, Budget.of(DEFAULT_MEMORY, None), keep=True) as writer:
        missing = writer.delete(wanted)
        if len(missing) == len(wanted):
            raise TimbaoError(f"{not_there(missing, index)}; the index is unchanged.")
        return DeletionSummary(writer.publish(), len(wanted) - len(missing), missing)


def not_there(ids: Sequence[str], index: Path) -> str:
    """Say which ids no article has."""
    return f"There is no article {', '.join(map(repr, ids))} in {index}"


def _to_write(writer: WhooshWriter, articles: Iterator[Article], counts: Counts) -> Iterator[Article]:
    """Yield the articles that are not in the index as they are, and count all."""
    for article in articles:
        stored = writer.stored(article.id)
        if stored is None:
            counts.new += 1
        elif stored == stored_article(article):
            counts.unchanged += 1
            continue
        else:
            counts.changed += 1
        yield article
