"""From JSON lines to a published index.

All articles: ours with a process a core, and every peer fed by the same analysis in as many processes. The first ones,
in turns: ours with one process and one a core, against stock pyvi and stock Whoosh, which take minutes for more.
"""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from index import generation
from index.rebuild import rebuild
from tests.bench.corpus import Corpus, head
from tests.bench.memory import Watched, watch
from tests.bench.peers import Peer, build_command, pipeline
from tests.bench.table import Row
from tests.bench.timing import in_turns

FEW, PARTS = 2_000, 2  # articles for stock pyvi, and the turns they take: the start of processes is a small part
ROOT = Path(__file__).parents[2]
TIMBAO = str(Path(sys.executable).with_name("timbao"))
JOBS = os.cpu_count() or 1
STORED = "*.articles"  # the files of an index that hold texts, to show them


@dataclass(frozen=True, slots=True)
class Built:
    """An index, the size of what is searched in it in bytes, and what building it took."""

    folder: Path
    bytes: int
    watched: Watched


def build_all(
    corpus: Corpus, peers: Mapping[str, type[Peer]], folder: Path, announce: Callable[[str], None]
) -> tuple[Built, Mapping[str, Built]]:
    """Index all articles, one program after another; returns ours and the peers'."""
    ours = folder / "timbao"
    announce("indexing")
    watched = watch([TIMBAO, "rebuild", str(corpus.path), "--index", str(ours), "--jobs", str(JOBS)], ROOT)
    built = {}
    for name, peer in peers.items():
        announce(f"indexing with {name}")
        taken = watch(build_command(name, corpus.path, folder / name, JOBS), ROOT)
        built[name] = Built(folder / name, peer.bytes(folder / name), taken)
    return Built(ours, searched_bytes(generation.current(ours).path), watched), built


def rows(corpus: Corpus, ours: Built, peers: Mapping[str, Built], folder: Path) -> list[Row]:
    """Return articles a second, bytes of index a byte of text, and the most memory."""
    stock = _against_stock_pyvi(corpus, folder)
    return [*stock, *_speeds(corpus, ours, peers), *_sizes(corpus, ours, peers), *_memory(ours, peers)]


def searched_bytes(generation_folder: Path) -> int:
    """Return the size of a generation without the articles' texts."""
    stored = set(generation_folder.rglob(STORED))
    return sum(file.stat().st_size for file in generation_folder.rglob("*") if file.is_file() and file not in stored)


def _speeds(corpus: Corpus, ours: Built, peers: Mapping[str, Built]) -> list[Row]:
    case, count = f"all articles, {_processes(JOBS)}", corpus.count
    return [
        Row("indexing", case, "articles/s", count / ours.watched.seconds, name, count / built.watched.seconds)
        for name, built in peers.items()
    ]


def _sizes(corpus: Corpus, ours: Built, peers: Mapping[str, Built]) -> list[Row]:
    case, unit = "size, stored texts apart", "bytes a text byte"
    return [
        Row("indexing", case, unit, ours.bytes / corpus.text_bytes, name, built.bytes / corpus.text_bytes)
        for name, built in peers.items()
    ]


def _memory(ours: Built, peers: Mapping[str, Built]) -> list[Row]:
    if ours.watched.peak is None:
        return []
    return [
        Row("indexing", "most memory, all processes", "MB", ours.watched.peak / 1e6, name, built.watched.peak / 1e6)
        for name, built in peers.items()
        if built.watched.peak
    ]


def _against_stock_pyvi(corpus: Corpus, folder: Path) -> list[Row]:
    few = min(FEW, corpus.count)
    sources = head(corpus, few, min(PARTS, few), folder)
    competitors = {_processes(jobs): _ours(folder, jobs) for jobs in sorted({1, JOBS})}
    competitors[pipeline.NAME] = lambda source: pipeline.build(source, folder / f"{source.stem}-stock")
    pipeline.tokenize("khởi động")  # loads its model before the clock runs
    timed = in_turns(competitors, sources)
    theirs = timed.pop(pipeline.NAME)
    return [
        Row("indexing", f"{few:,} articles, {case}", "articles/s", few / sum(times.seconds), pipeline.NAME,
            few / sum(theirs.seconds))
        for case, times in timed.items()
    ]  # fmt: skip


def _ours(folder: Path, jobs: int) -> Callable[[Path], int]:
    return lambda source: rebuild([source], folder / f"{source.stem}-{jobs}", jobs).articles


def _processes(jobs: int) -> str:
    return f"{jobs} process{'es' * (jobs > 1)}"
