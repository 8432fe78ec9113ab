"""The one table of a run: what was compared, all figures, and how many times better this program's is."""

import json
import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from itertools import groupby, zip_longest
from pathlib import Path
from typing import Any

_COLUMNS = ("benchmark", "case", "unit", "timbao", "against: figure (ratio), above 1 timbao is better")
_RATES = ("articles/s",)  # units of which more is better; less is of all others


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison. `theirs` is None where the peer failed, and `note` then says how.

    `found` and `found_by_peer` are sums of exact hit counts over the queries of a search.
    """

    benchmark: str
    case: str
    unit: str
    ours: float
    peer: str
    theirs: float | None
    note: str = ""
    found: int | None = None
    found_by_peer: int | None = None

    @property
    def ratio(self) -> float | None:
        """How many times better our figure is; below 1 the peer's is better."""
        if self.theirs is None:
            return None
        better, worse = (self.ours, self.theirs) if self.unit in _RATES else (self.theirs, self.ours)
        return better / worse

    @property
    def record(self) -> dict[str, Any]:
        """The row as JSON holds it."""
        return {**asdict(self), "ratio": self.ratio}


def header(articles: str, text_bytes: int, packages: Sequence[str]) -> dict[str, str]:
    """Say what the figures depend on: the machine, the versions, the articles."""
    named = [f"{name} {version(name)}" for name in packages]
    return {
        "machine": f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}",
        "versions": ", ".join([f"Python {platform.python_version()}", *named, f"SQLite {sqlite3.sqlite_version}"]),
        "articles": f"{articles}, {text_bytes / 1e6:.1f} MB of text",
    }


def as_text(head: Mapping[str, str], rows: Sequence[Row]) -> str:
    """Lay out the header and the rows in columns, the peers of one case side by side."""
    cases = [list(group) for _, group in groupby(rows, key=lambda row: (row.benchmark, row.case, row.unit))]
    return laid_out(head, _COLUMNS, [line for case in cases for line in _lines(case)])


def laid_out(head: Mapping[str, str], titles: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Lay out a header and the cells of lines in columns as wide as their cells; a title may be wider."""
    columns = zip_longest(titles, *lines, fillvalue="")
    widths = [max(map(len, column[1:])) for column in columns]
    table = ["  ".join(map(str.ljust, line, widths)).rstrip() for line in (titles, *lines)]
    return "\n".join([*(f"{name}: {value}" for name, value in head.items()), "", *table])


def write_json(path: Path, head: Mapping[str, str], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the same as JSON."""
    path.write_text(json.dumps({**head, "rows": rows}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _lines(rows: Sequence[Row]) -> list[list[str]]:
    """Return the line of one case, and one more of what was found where that is known."""
    first, counted = rows[0], [row for row in rows if row.found is not None]
    lines = [[first.benchmark, first.case, first.unit, _figure(first.ours), *map(_cell, rows)]]
    if counted:
        most = max(row.found or 0 for row in counted)
        found = [_found(row, most) for row in counted]
        lines.append([first.benchmark, f"{first.case.rpartition(', ')[0]}, found", "articles", f"{most:,}", *found])
    return lines


def _cell(row: Row) -> str:
    if row.theirs is None or row.ratio is None:
        return f"{row.peer}: {row.note}"
    return f"{row.peer} {_figure(row.theirs)} ({_figure(row.ratio)}x)"


def _found(row: Row, most: int) -> str:
    asked = "" if row.found == most else f" where we find {row.found:,}"
    return f"{row.peer} {row.found_by_peer:,}{asked}"


def _figure(value: float) -> str:
    """Write a number with three digits that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _processor() -> str:
    """Return the processor's name, which Linux alone keeps in a file."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown processor"
