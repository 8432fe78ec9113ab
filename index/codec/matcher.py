"""A matcher over one posting list, held whole: what stock Whoosh walks through."""

from bisect import bisect_left
from collections.abc import Iterator
from copy import copy
from typing import Any

from whoosh.formats import Format
from whoosh.matching import LeafMatcher, Matcher, ReadTooFar
from whoosh.reading import TermInfo
from whoosh.system import pack_uint

from index.codec.lexicon import Lexicon
from index.columnar.postings import Postings


class ColumnarMatcher(LeafMatcher):  # type: ignore[misc]  # Whoosh is untyped
    """The documents of a term. To Whoosh's bounds of quality the whole list is one block."""

    items_as = Matcher.items_as  # LeafMatcher's own encodes each value to decode it

    def __init__(
        self, lexicon: Lexicon, term: tuple[str, bytes], postings: Postings, statistics: TermInfo, format_: Format,
        scorer: Any = None,
    ) -> None:  # fmt: skip
        """Take a list that is not empty, and what `term_info` says of it."""
        self._lexicon, self._term, self._statistics = lexicon, term, statistics
        self.format, self.scorer = format_, scorer
        self._documents: list[int] = postings.documents.tolist()
        self._half_units: list[int] = postings.weights.tolist()
        self.reset()

    def is_active(self) -> bool:
        """Say whether it stands on a posting."""
        return self._at < len(self._documents) and not self._left

    def reset(self) -> None:
        """Go to the first posting."""
        self._at = 0
        self._left = False

    def copy(self) -> "ColumnarMatcher":
        """Return another that stands where this one does."""
        return copy(self)

    def id(self) -> int:
        """Return the document it stands on; after a skip to the end, the last it stood on, as AndNotMatcher may ask."""
        return self._documents[self._at]

    def all_ids(self) -> Iterator[int]:
        """Yield all documents, wherever it stands."""
        return iter(self._documents)

    def next(self) -> bool:
        """Go to the next posting. The block never changes, which False says."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return False

    def skip_to(self, id: int) -> bool:
        """Go to the first posting from here on whose document is not below `id`."""
        if not self.is_active():
            raise ReadTooFar
        if id > self._documents[-1]:
            self._left = True
        else:
            self._at = bisect_left(self._documents, id, self._at)
        return False

    def weight(self) -> float:
        """Return what the term counts in the document; it is kept in half units."""
        return self._half_units[self._at] / 2

    def value(self) -> bytes:
        """Return the posting as stock Whoosh would store it."""
        positions = self._positions()
        if self.supports("positions"):
            return bytes(self.format.encode(positions))
        return bytes(pack_uint(len(positions))) if self.format.posting_size else b""

    def value_as(self, astype: str) -> Any:
        """Return the posting's positions, frequency or weight; the frequency of a word or compound is not known: 1."""
        match astype:
            case "positions" if self.supports("positions"):
                return self._positions()
            case "frequency":
                return len(self._positions())
            case "weight":
                return self.weight()
        return self.format.decode_as(astype, self.value())

    def supports_block_quality(self) -> bool:
        """Say whether the ranking can tell a bound."""
        return self.scorer is not None and bool(self.scorer.supports_block_quality())

    def skip_to_quality(self, minquality: float) -> int:
        """Go to the end where no posting can be better than that; return the number of blocks left out."""
        if not self.is_active() or self.block_quality() > minquality:
            return 0
        self._left = True
        return 1

    def block_max_weight(self) -> float:
        """Return the greatest weight."""
        return float(self._statistics.max_weight())

    def block_min_length(self) -> int:
        """Return the length of the shortest document."""
        return int(self._statistics.min_length())

    def block_max_length(self) -> int:
        """Return the length of the longest document."""
        return int(self._statistics.max_length())

    def _positions(self) -> list[int]:
        return self._lexicon.positions(self._term[1], self.id())
