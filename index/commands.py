"""The commands that write or inspect an index."""

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NoReturn

import click
from tqdm import tqdm

from index import generation
from index.article import Skipped
from index.codec.toc import entries
from index.errors import DAMAGE_ADVICE, IndexDamagedError, IndexMissingError, TimbaoError
from index.lock import unfinished, writer_lock
from index.options import counted, index_option, jobs_option, memory_option, sources_argument
from index.rebuild import Progress, State, Summary
from index.rebuild import rebuild as rebuild_index
from index.text.streams import STREAMS, analyse
from index.update import UpdateSummary, not_there
from index.update import delete as delete_articles
from index.update import update as update_index

SHOWN_SKIPPED = 10  # skipped places of one file listed in full; a thousand lines of them would hide the others
PLAIN_EVERY = 5_000  # articles between two lines of progress where there is no terminal to draw a bar on


@click.command()
@sources_argument
@index_option
@jobs_option
@memory_option
def rebuild(sources: tuple[Path, ...], index: Path, jobs: int | None, memory: int) -> None:
    """Index SOURCES anew and switch to the new index when it is complete.

    SOURCES are folders or files: .jsonl or .ndjson (also .xz, .gz) with one article a line, .txt with one crawled
    report each. The index being served stays until the new one is complete, and if anything fails.
    """
    with _interruptible(index), _progress() as progress:
        summary = rebuild_index(sources, index, jobs, progress, memory)
    _print_summary(summary, index)


@click.command()
@sources_argument
@index_option
@jobs_option
@memory_option
def update(sources: tuple[Path, ...], index: Path, jobs: int | None, memory: int) -> None:
    """Add SOURCES to the index; an article whose id is there replaces the one that is.

    SOURCES are as for rebuild. The index being served stays until the new one is complete, and if anything fails.
    """
    with _interruptible(index), _progress() as progress:
        summary = update_index(sources, index, jobs, progress, memory)
    _print_update(summary, index)


@click.command()
@click.argument("ids", nargs=-1, required=True)
@index_option
def delete(ids: tuple[str, ...], index: Path) -> None:
    """Delete the articles with these IDS from the index; `timbao rollback` brings them back."""
    with _interruptible(index):
        summary = delete_articles(ids, index)
    if summary.missing:
        click.echo(f"{not_there(summary.missing, index)}.", err=True)
    served = summary.generation
    click.echo(f"{counted(summary.deleted)} deleted. {index} holds {counted(served.manifest.articles)}, "
               f"generation {served.id}.")  # fmt: skip


@click.command()
@index_option
def rollback(index: Path) -> None:
    """Go back to the index before the last rebuild, update or deletion; a second time undoes it."""
    if not index.is_dir():
        generation.current(index)  # raises; the lock would make the folder
    with writer_lock(index):
        restored = generation.rollback(index)
    click.echo(f"Now serving {restored.id}: {counted(restored.manifest.articles)}, built {restored.manifest.built_at}.")


@click.command()
@index_option
def check(index: Path) -> None:
    """Verify every file of the index against its manifest."""
    try:
        served = generation.current(index)
    except IndexMissingError as error:
        raise unfinished(index) or error from None
    manifest = generation.verify(served.path)
    if (living := sum(entry.documents - entry.deleted for entry in entries(served.path))) != manifest.articles:
        raise IndexDamagedError(f"The manifest of {served.path} says {counted(manifest.articles)}, "
                                f"but there are {living:,}: {DAMAGE_ADVICE}.")  # fmt: skip
    click.echo(
        f"{index}: generation {manifest.id} is as it was written: {counted(manifest.articles)}, "
        f"{len(manifest.files)} files, {_size(served.size)}, built {manifest.built_at}."
    )


@click.command()
@click.argument("text")
def analyze(text: str) -> None:
    """Print what each token stream holds for TEXT, with the offsets of each token."""
    analysis = analyse(text)
    for stream in STREAMS:
        click.echo(f"{stream}:")
        for token in analysis.stream(stream):
            click.echo(f"  {token.position:>4}  {token.start:>4}-{token.end:<4}  {token.text}")


@contextmanager
def _interruptible(index: Path) -> Iterator[None]:
    """Say on Ctrl-C which index is served."""
    before = _served(index)
    try:
        yield
    except KeyboardInterrupt:
        unchanged = _served(index) == before
        state = "the index being served is unchanged" if unchanged else f"the new index, {_served(index)}, is served"
        raise TimbaoError(f"Stopped; {state}.") from None


def _served(index: Path) -> str | None:
    """Return the id of the generation being served, if there is one that can be."""
    try:
        return generation.current(index).id
    except (IndexMissingError, IndexDamagedError):
        return None


@contextmanager
def _progress() -> Iterator[Progress]:
    """Draw bars with articles a second and the time left on a terminal; print plain lines elsewhere."""
    if not sys.stderr.isatty():
        yield _plain_progress()
        return
    with ExitStack() as stack:
        bars = [stack.enter_context(_bar("reading", "{postfix}"))]

        def advance(state: State) -> None:
            if state.written and len(bars) == 1:
                bars[0].close()
                bars.append(stack.enter_context(_bar("writing", "")))
            if state.written:
                bars[1].update(state.written - bars[1].n)
                return
            rate = state.articles / max(bars[0].format_dict["elapsed"], 1e-9)
            bars[0].set_postfix_str(f"{state.articles:,} articles, {rate:,.0f}/s", refresh=False)
            bars[0].update(state.bytes_read / max(state.bytes_total, 1) - bars[0].n)

        yield advance


def _bar(name: str, note: str) -> "tqdm[NoReturn]":
    shape = f"{name} {{percentage:3.0f}}% {{bar}} {{elapsed}}, {{remaining}} left{note}"
    return tqdm(total=1.0, bar_format=shape, smoothing=0)  # the time left by the speed so far: batches come in bursts


def _plain_progress() -> Progress:
    printed = ""

    def advance(state: State) -> None:
        nonlocal printed
        if state.articles < PLAIN_EVERY:
            return
        read = state.articles // PLAIN_EVERY * PLAIN_EVERY
        line = f"writing: {10 * int(10 * state.written)} %" if state.written else f"reading: {read:,} articles"
        if line != printed:
            printed = line
            click.echo(line, err=True)

    return advance


def _print_summary(summary: Summary, index: Path) -> None:
    _print_skipped(summary.skipped)
    rate = summary.articles / max(summary.seconds, 1e-9)
    click.echo(
        f"{counted(summary.articles)} indexed in {summary.seconds:.1f} s ({rate:,.0f}/s), "
        f"{len(summary.skipped):,} skipped. "
        f"{index} holds {_size(summary.generation.size)}, generation {summary.generation.id}."
    )


def _print_update(summary: UpdateSummary, index: Path) -> None:
    _print_skipped(summary.skipped)
    counts, served = summary.counts, summary.generation
    click.echo(
        f"{counts.new:,} new, {counts.changed:,} changed, {counts.unchanged:,} unchanged, {len(summary.skipped):,} "
        f"skipped in {summary.seconds:.1f} s. "
        f"{index} holds {counted(served.manifest.articles)}, {_size(served.size)}, generation {served.id}."
    )


def _print_skipped(skipped: Sequence[Skipped]) -> None:
    by_file = defaultdict(list)
    for place in skipped:
        by_file[place.file].append(place)
    for file, places in by_file.items():
        for place in places[:SHOWN_SKIPPED]:
            click.echo(f"skipped {place}", err=True)
        if len(places) > SHOWN_SKIPPED:
            click.echo(f"skipped {len(places) - SHOWN_SKIPPED:,} more in {file}", err=True)


def _size(count: float) -> str:
    if count < 1000:
        return f"{count:.0f} bytes"
    for unit in ("kB", "MB"):
        count /= 1000
        if count < 1000:
            return f"{count:.1f} {unit}"
    return f"{count / 1000:,.1f} GB"
