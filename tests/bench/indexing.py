"""From JSON lines to a published index: ours, with one process and with one a core, against stock pyvi and Whoosh."""

import os
from collections.abc import Callable
from pathlib import Path

from index.rebuild import rebuild
from tests.bench.corpus import Corpus, write
from tests.bench.peers import index_with_stock_whoosh, stock_tokenize
from tests.bench.table import Row
from tests.bench.timing import in_turns

SLICE = 1_000  # articles at least that everyone indexes in turn: the start of processes is a small part of that
PEER = "stock pyvi + stock Whoosh"


def rows(corpus: Corpus, folder: Path) -> list[Row]:
    """Return articles a second, and bytes of index a byte of text."""
    sources = _slices(corpus, folder)
    cores = os.cpu_count() or 1
    competitors = {f"{jobs} process{'es' * (jobs > 1)}": _ours(folder, jobs) for jobs in sorted({1, cores})}
    competitors[PEER] = lambda source: index_with_stock_whoosh(source, folder / f"{source.stem}-stock")
    stock_tokenize("khởi động")  # loads its model before the clock runs
    timed = in_turns(competitors, sources)
    rates = {name: len(corpus.articles) / sum(times.seconds) for name, times in timed.items()}
    sizes = {name: sum(times.results) / corpus.text_bytes for name, times in timed.items()}
    cases = [name for name in competitors if name != PEER]
    speeds = [Row("indexing", case, "articles/s", rates[case], PEER, rates[PEER]) for case in cases]
    return [*speeds, Row("indexing", "index size", "bytes a text byte", sizes[cases[-1]], PEER, sizes[PEER])]


def _slices(corpus: Corpus, folder: Path) -> list[Path]:
    slices = max(1, len(corpus.articles) // SLICE)
    paths = [folder / f"slice{number}.jsonl" for number in range(slices)]
    for number, path in enumerate(paths):
        write(corpus.articles[number::slices], path)
    return paths


def _ours(folder: Path, jobs: int) -> Callable[[Path], int]:
    return lambda source: rebuild([source], folder / f"{source.stem}-{jobs}", jobs).generation.size
