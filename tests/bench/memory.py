"""Memory that processes keep for themselves, in bytes: of files read into it the system can take it back at any time.

Linux alone tells it, in /proc; elsewhere nothing is measured, and the table lacks these rows.
"""

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
EVERY = 0.1  # seconds between two looks at a process: short against the minutes of a build, and costs it nothing


@dataclass(frozen=True, slots=True)
class Watched:
    """What a command took: seconds, and the most memory at once, its children included; None where nobody tells."""

    seconds: float
    peak: int | None


def watch(command: Sequence[str], directory: Path) -> Watched:
    """Run a command in a directory; raises CalledProcessError where it fails."""
    began, peak = time.monotonic(), 0
    process = subprocess.Popen(command, cwd=directory, stdout=subprocess.DEVNULL)
    while process.poll() is None:
        peak = max(peak, of_tree(process.pid))
        time.sleep(EVERY)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Watched(time.monotonic() - began, peak if told() else None)


def told() -> bool:
    """Say whether this system tells."""
    return sys.platform == "linux"


def of_tree(pid: int) -> int:
    """Return the memory of a process and of all it started."""
    return of(pid) + sum(map(of_tree, _children(pid)))


def of(pid: int | str = "self") -> int:
    """Return the resident memory of a process (VmRSS) without the pages of files (RssFile); 0 when it has ended."""
    try:
        lines = (PROC / str(pid) / "status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    kilobytes = {name: int(value.split()[0]) for name, _, value in (line.partition(":") for line in lines)
                 if name in ("VmRSS", "RssFile")}  # fmt: skip
    return (kilobytes.get("VmRSS", 0) - kilobytes.get("RssFile", 0)) * 1024


def _children(pid: int) -> list[int]:
    try:
        threads = list((PROC / str(pid) / "task").iterdir())
        return [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:
        return []
