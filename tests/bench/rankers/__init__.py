"""What one would use instead, from raw text to a ranked list: each with its own analysis, at its best honest settings.

Each indexes an article's headline and, as one text, its lead and body with captions. A query finds articles with any of
its words, as text to search for and never as operators, and ranks them by the BM25 of its own. The headline's weight is
the one that suits each best: the power of two with the best nDCG@10 on the mds run (docs/decisions.md) as typed, on
which ours were chosen too. Where two BM25s are added up (tantivy, Whoosh), one of so short a text is great by itself.

Unlike the peers of `tests.bench.peers`, which are compared for speed, they are handed none of our token streams.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Document:
    """An article as everyone would hand it to a search library."""

    id: str
    title: str
    body: str


class Ranker(ABC):
    """A search library with an index of its own."""

    name: ClassVar[str]
    settings: ClassVar[str]  # how it is set up, in a few words
    title_weight: ClassVar[float]  # of a headline, where the body weighs 1

    @abstractmethod
    def __init__(self, documents: Iterable[Document], folder: Path) -> None:
        """Index documents in an empty folder, and open the index."""

    @abstractmethod
    def search(self, typed: str, count: int) -> Sequence[str]:
        """Return the ids of the first `count` articles, best first, that any text finds."""

    @property
    def weights(self) -> Mapping[str, float]:
        """What each text weighs."""
        return {"title": self.title_weight, "body": 1.0}

    @classmethod
    def described(cls) -> str:
        """Say how it is set up, for the header."""
        return f"{cls.settings}; headlines weigh {cls.title_weight:g}"


def installed() -> tuple[Mapping[str, type[Ranker]], Sequence[str]]:
    """Return the rankers by name, and the packages that are not installed."""
    from tests.bench.rankers.pyvi_whoosh import PyviWhoosh
    from tests.bench.rankers.sqlite_fts import FoldingFts5, Fts5

    rankers: list[type[Ranker]] = [Fts5, FoldingFts5, PyviWhoosh]
    missing = []
    if find_spec("tantivy"):
        from tests.bench.rankers.tantivy import FoldingTantivy, Tantivy

        rankers += [Tantivy, FoldingTantivy]
    else:
        missing.append("tantivy")
    return {ranker.name: ranker for ranker in rankers}, missing
