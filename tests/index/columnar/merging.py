"""Merges segments as a writer and its workers do, in one process."""

from collections.abc import Sequence
from pathlib import Path

from index.columnar.deletions import Mask
from index.columnar.merge import PIECES, join_pieces, parts_of, write_articles, write_piece
from index.columnar.segment import Segment


def merge(segments: Sequence[Segment], alive: Sequence[Mask | None], columns: Path, stored: Path) -> Segment:
    """Write one segment of those documents of several that are alive, anew where it is there, and open it."""
    parts = parts_of(segments, alive)
    pieces = {name: columns.with_name(f"{columns.name}.{name}") for name in PIECES}
    for path in (columns, stored, *pieces.values()):
        path.unlink(missing_ok=True)
    write_articles(stored, parts)
    for name, path in pieces.items():
        write_piece(path, parts, name, lambda _: None)
    join_pieces(columns, pieces.values(), sum(len(part.kept) for part in parts))
    return Segment(columns, stored)
