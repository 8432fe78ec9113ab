"""Groups of reprints in one generation: of each, one is listed in a page of results, and tells of the others."""

from pathlib import Path

import numpy as np

from index.columnar.pack import Pack
from search.lists import Mask, Places


class Reprints:
    """The groups that the index has found (`index.reprints`), each in the order of time."""

    def __init__(self, path: Path, documents: int) -> None:
        """Read the groups of a generation of so many documents.

        Raises IndexDamagedError where they are those of another.
        """
        pack = Pack(path)
        self._documents: Places = pack["documents"].astype(np.int64)
        self._starts: Places = pack["starts"].astype(np.int64)
        if self._documents.max(initial=0) >= max(documents, 1) or self._starts[-1:].tolist() != [len(self._documents)]:
            raise pack.damaged("it is of another index")
        self._groups = np.repeat(np.arange(len(self._starts) - 1), np.diff(self._starts))
        self._order = np.argsort(self._documents)
        self._sorted = self._documents[self._order]

    @property
    def articles(self) -> int:
        """How many articles are in some group."""
        return len(self._documents)

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return len(self._starts) - 1

    def group(self, document: int) -> Places:
        """Return the documents of the group that one is in, the earliest first; none where it is in no group."""
        number = int(self._numbers(np.array([document]))[0])
        return self._documents[self._starts[number] : self._starts[number + 1]] if number >= 0 else self._documents[:0]

    def earliest(self, matches: Mask) -> Mask:
        """Return the matches, but of each group only the earliest one that matches."""
        present = np.flatnonzero(matches[self._documents])
        groups = self._groups[present]
        again = present[1:][groups[1:] == groups[:-1]]
        if not len(again):
            return matches
        kept = matches.copy()
        kept[self._documents[again]] = False
        return kept

    def firsts(self, documents: Places) -> Places:
        """Return the places, rising, of the documents of which none before is in the same group."""
        numbers = self._numbers(documents)
        alone = np.flatnonzero(numbers < 0)
        _, first = np.unique(numbers, return_index=True)
        return np.union1d(alone, first)

    def _numbers(self, documents: Places) -> Places:
        """Return the number of each document's group, -1 where it is in none."""
        if not len(self._sorted):
            return np.full(len(documents), -1)
        places = np.minimum(np.searchsorted(self._sorted, documents), len(self._sorted) - 1)
        found = self._sorted[places] == documents
        return np.where(found, self._groups[self._order[places]], -1)
