"""The site as a person runs it: a process that serves an index on a free port until it is stopped."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = """
import os
import sys
from pathlib import Path
from web.server import serve
from web.settings import read_settings
serve(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), 2, read_settings(None, os.environ))
"""
QUIET = {"TIMBAO_ACCESS_LOG": ""}  # nobody reads what the server prints after its greeting
SECONDS = 60  # a stuck server fails a test rather than hang it


def start(
    index: Path,
    host: str = "127.0.0.1",
    port: int = 0,
    settings: Mapping[str, str] = QUIET,
    output: int = subprocess.PIPE,
) -> "subprocess.Popen[str]":
    """Start a server with two workers and settings by their variables; its first line of output is the greeting."""
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(index), host, str(port)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **settings},
        stdout=output,
        stderr=subprocess.PIPE,
        text=True,
    )


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def running(index: Path, settings: Mapping[str, str] = QUIET, port: int = 0) -> Iterator[str]:
    """Serve an index and yield the site's address, as the server printed it; stops the server at the end."""
    process = start(index, port=port, settings=settings)
    try:
        assert process.stdout is not None
        greeting = process.stdout.readline()
        name, _, address = greeting.strip().rpartition(": ")
        assert name, process.communicate(timeout=SECONDS)[1]
        yield address
    finally:
        process.terminate()
        process.communicate(timeout=SECONDS)
