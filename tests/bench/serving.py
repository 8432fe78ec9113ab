"""What a process keeps in memory that serves, and how long a search takes from a cold start to the printed hits.

Run as a module it is the process that serves: it answers the queries on its standard input, one a line, and prints the
bytes of memory that it then has. Ours is the site itself; a peer's analyses what is typed and asks its index.
"""

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.bench import memory
from tests.bench.indexing import TIMBAO
from tests.bench.peers import Peer, installed
from tests.bench.queries import Typed, plain_words
from tests.bench.table import Row
from tests.bench.timing import in_turns

OURS = "timbao"
STARTS = 9  # of each program: the median of so many is steady


def rows(index: Path, peers: Mapping[str, Peer], queries: Sequence[Typed]) -> list[Row]:
    """Return the memory of a process after all queries of plain words, and the time of a cold start with the first."""
    return [*_memory(index, peers, queries), *_cold_start(index, peers, queries[0])]


def _memory(index: Path, peers: Mapping[str, Peer], queries: Sequence[Typed]) -> list[Row]:
    if not memory.told():
        return []
    ours = _served(OURS, index, queries)
    return [
        Row("serving", f"memory after {len(queries)} queries", "MB", ours / 1e6, name,
            _served(name, peer.folder, queries[: peer.query_limit]) / 1e6)
        for name, peer in peers.items()
    ]  # fmt: skip


def _served(name: str, folder: Path, queries: Sequence[Typed]) -> int:
    command = [sys.executable, "-m", "tests.bench.serving", name, str(folder)]
    texts = "\n".join(typed.text for typed in queries)
    return int(subprocess.run(command, input=texts, stdout=subprocess.PIPE, text=True, check=True).stdout)


def _cold_start(index: Path, peers: Mapping[str, Peer], typed: Typed) -> list[Row]:
    commands = {OURS: [TIMBAO, "search", typed.text, "--index", str(index)]}
    commands |= {name: peer.cold_start(typed) for name, peer in peers.items()}
    timed = in_turns({name: _run(command) for name, command in commands.items()}, range(STARTS))
    ours = timed.pop(OURS).milliseconds(50)
    return [
        Row("serving", "cold start, search and print", "ms", ours, name, times.milliseconds(50))
        for name, times in timed.items()
    ]


def _run(command: Sequence[str]) -> Callable[[int], None]:
    def run(_: int) -> None:
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)

    return run


def _serve(name: str, folder: Path, texts: Sequence[str]) -> None:
    if name == OURS:
        from web.app import create_app

        client = create_app(folder).test_client()
        for text in texts:
            client.get("/", query_string={"q": text})
    else:
        peer = installed()[0][name](folder)
        for text in texts:
            peer.prepare(plain_words(text), wanted=0)()


if __name__ == "__main__":
    _serve(sys.argv[1], Path(sys.argv[2]), sys.stdin.read().splitlines())
    print(memory.of())
