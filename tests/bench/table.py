"""The one table of a run: what was compared, both figures, and how many times better this program's is."""

import json
import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

_COLUMNS = ("benchmark", "case", "unit", "timbao", "against", "figure", "ratio", "note")
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


def header(corpus: str, text_bytes: int) -> dict[str, str]:
    """Say what the figures depend on: the machine, the versions, the articles."""
    packages = [f"{name} {version(name)}" for name in ("numpy", "Whoosh", "pyvi")]
    return {
        "machine": f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}",
        "versions": ", ".join([f"Python {platform.python_version()}", *packages, f"SQLite {sqlite3.sqlite_version}"]),
        "articles": f"{corpus}, {text_bytes / 1e6:.1f} MB of text",
    }


def as_text(head: Mapping[str, str], rows: Sequence[Row]) -> str:
    """Lay out the header and the rows in columns."""
    lines = [_COLUMNS, *map(_cells, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_COLUMNS))]
    table = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([*(f"{name}: {value}" for name, value in head.items()), "", *table])


def write_json(path: Path, head: Mapping[str, str], rows: Sequence[Row]) -> None:
    """Write the same as JSON."""
    records = [{**asdict(row), "ratio": row.ratio} for row in rows]
    path.write_text(json.dumps({**head, "rows": records}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _cells(row: Row) -> tuple[str, ...]:
    theirs = "failed" if row.theirs is None else _figure(row.theirs)
    ratio = "-" if row.ratio is None else f"{_figure(row.ratio)}x"
    note = row.note if row.found is None else f"found {row.found:,} and {row.found_by_peer:,}"
    return row.benchmark, row.case, row.unit, _figure(row.ours), row.peer, theirs, ratio, note


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
