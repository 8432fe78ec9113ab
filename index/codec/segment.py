"""A segment as a table of contents lists it: its name, how many articles it holds, and which were deleted."""

from dataclasses import dataclass
from io import UnsupportedOperation
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage

from index.columnar.segment import Segment
from index.errors import DAMAGE_ADVICE, IndexDamagedError

COLUMNS_EXTENSION, ARTICLES_EXTENSION = ".columns", ".articles"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a segment without opening it. `deletions` names the file that marks the `deleted` documents."""

    name: str
    documents: int
    deletions: str | None = None
    deleted: int = 0

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its files in the generation's folder."""
        own = (self.name + COLUMNS_EXTENSION, self.name + ARTICLES_EXTENSION)
        return (*own, self.deletions) if self.deletions else own

    def open(self, folder: Path) -> Segment:
        """Open its files. Raises IndexDamagedError where they are not what they should be."""
        columns, articles = folder / (self.name + COLUMNS_EXTENSION), folder / (self.name + ARTICLES_EXTENSION)
        segment = Segment(columns, articles, folder / self.deletions if self.deletions else None)
        if segment.documents != self.documents:
            raise IndexDamagedError(f"{columns} is of another segment than the index's table of contents says: "
                                    f"{DAMAGE_ADVICE}.")  # fmt: skip
        return segment


class ColumnarSegment(base.Segment):  # type: ignore[misc]  # Whoosh is untyped
    """Whoosh's view of a segment; immutable."""

    def __init__(self, entry: Entry) -> None:
        """Take its line in the table of contents."""
        index_name, _, segment_id = entry.name.rpartition("_")
        self.indexname, self.segid, self.compound = index_name, segment_id, False
        self.entry = entry
        self._opened: Segment | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Let stock Whoosh's own table of contents, a pickle, hold it. Those of generations never do."""
        return ColumnarSegment, (self.entry,)

    def opened(self, storage: FileStorage) -> Segment:
        """Return its open files, opened once."""
        if self._opened is None:
            self._opened = self.entry.open(Path(storage.folder))
        return self._opened

    def codec(self) -> Any:
        """Return the codec that reads it."""
        from index.codec.codec import ColumnarCodec  # which needs this class

        return ColumnarCodec()

    def doc_count_all(self) -> int:
        """Return the number of documents, deleted ones included."""
        return self.entry.documents

    def deleted_count(self) -> int:
        """Return the number of deleted documents."""
        return self.entry.deleted

    def deleted_docs(self) -> frozenset[int]:
        """Return the deleted documents. Raises ValueError before it is opened, where there are any."""
        if self._opened is None and self.entry.deleted:
            raise ValueError("The deletions of a segment are known once it is open.")
        alive = self._opened.alive if self._opened else None
        return frozenset() if alive is None else frozenset(np.flatnonzero(~alive).tolist())

    def is_deleted(self, docnum: int) -> bool:
        """Say whether a document is deleted. Raises ValueError like `deleted_docs`."""
        return docnum in self.deleted_docs()

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Refuse: a generation never changes."""
        raise UnsupportedOperation("A generation never changes; delete articles with `timbao delete`.")

    def should_assemble(self) -> bool:
        """Say that its files stay apart: Whoosh reads joined ones into memory whole."""
        return False
