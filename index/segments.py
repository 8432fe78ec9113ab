"""The segments that a new generation may hold, and which of their articles were deleted since."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from index.codec.segment import Entry
from index.codec.toc import entries
from index.columnar.deletions import Mask, write_deletions
from index.columnar.segment import Segment


class KeptSegment:
    """A segment on disk, and who of it is alive; deletions are in memory until `write_deletions`."""

    def __init__(self, folder: Path, entry: Entry) -> None:
        """Take its place in the table of contents of a folder."""
        self.folder, self.entry = folder, entry
        self.living = entry.documents - entry.deleted
        self.changed = False

    @cached_property
    def segment(self) -> Segment:
        """Its open files."""
        return self.entry.open(self.folder)

    @cached_property
    def alive(self) -> Mask | None:
        """Which documents were not deleted, (documents,) bool; None where none was."""
        return self.segment.alive if self.entry.deletions else None

    def find(self, article_id: str) -> int:
        """Return the number of the living article with this id, or -1."""
        number = self.segment.number(article_id)
        return number if number < 0 or self.alive is None or self.alive[number] else -1

    def remove(self, number: int) -> None:
        """Delete a living article."""
        if not self.changed:
            self.alive = np.ones(self.entry.documents, np.bool_) if self.alive is None else self.alive.copy()
            self.changed = True
        assert self.alive is not None
        self.alive[number] = False
        self.living -= 1

    def write_deletions(self, folder: Path) -> Entry:
        """Write the file of deletions into a folder that has the segment's others, and return its entry there."""
        before = int(self.entry.deletions.split(".")[1]) if self.entry.deletions else 0
        name = f"{self.entry.name}.{before + 1}.deleted"
        assert self.alive is not None
        write_deletions(folder / name, self.alive)
        return Entry(self.entry.name, self.entry.documents, name, self.entry.documents - self.living)


class KeptSegments:
    """The segments of the generation being served, as the next one will have them."""

    def __init__(self, folder: Path | None) -> None:
        """Read which there are in a verified generation; None where there is none."""
        self.segments = [KeptSegment(folder, entry) for entry in entries(folder)] if folder else []

    def stored(self, article_id: str) -> bytes | None:
        """Return a living article as it is stored, or None."""
        for kept in self.segments:
            if (number := kept.find(article_id)) >= 0:
                return kept.segment.articles[number]
        return None

    def remove(self, article_ids: Iterable[str]) -> list[str]:
        """Delete articles, and return the ids of which there is none."""
        return [article_id for article_id in article_ids if not self._remove(article_id)]

    def _remove(self, article_id: str) -> bool:
        for kept in self.segments:
            if (number := kept.find(article_id)) >= 0:
                kept.remove(number)
                return True
        return False


def living(segments: Sequence[KeptSegment]) -> list[KeptSegment]:
    """Return the segments that have a living article."""
    return [kept for kept in segments if kept.living]
