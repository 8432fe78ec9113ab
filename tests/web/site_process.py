"""The site as a person runs it: a process that serves an index on a free port until it is stopped."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from pathlib import Path
from web.server import serve
serve(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), workers=2)
"""
SECONDS = 60  # a stuck server fails a test rather than hang it


def start(index: Path, host: str = "127.0.0.1", port: int = 0) -> "subprocess.Popen[str]":
    """Start a server with two workers; its first line of output is the greeting."""
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(index), host, str(port)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def running(index: Path) -> Iterator[str]:
    """Serve an index and yield the site's address, as the server printed it; stops the server at the end."""
    process = start(index)
    try:
        assert process.stdout is not None
        greeting = process.stdout.readline()
        assert greeting.startswith("Tìm Báo: http://"), process.communicate(timeout=SECONDS)[1]
        yield greeting.removeprefix("Tìm Báo: ").strip()
    finally:
        process.terminate()
        process.communicate(timeout=SECONDS)
