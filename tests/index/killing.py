"""Runs the program in a process of its own, and kills it."""

import random
import subprocess
import sys
import time
from collections.abc import Sequence

from tests.sample import ROOT

KILLS = 20  # moments at which a run is killed


def seconds(arguments: Sequence[str]) -> float:
    """Return how long a run takes that is left alone."""
    began = time.monotonic()
    assert _start(arguments).wait() == 0
    return time.monotonic() - began


def run_and_kill(arguments: Sequence[str], full_run_seconds: float, moment: int) -> None:
    """Kill a run at one of KILLS moments, evenly spread, so that every stage is met.

    Each is shifted at random, so that no two times the same instants are.
    """
    process = _start(arguments)
    try:
        process.wait(full_run_seconds * (moment + random.random()) / KILLS)
    except subprocess.TimeoutExpired:
        process.kill()
    process.wait()


def _start(arguments: Sequence[str]) -> "subprocess.Popen[bytes]":
    code = "import sys; from web.cli import main; sys.argv[0] = 'timbao'; main()"
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
