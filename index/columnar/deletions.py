"""Which articles of a segment were deleted: one bit a document, in a small file beside the segment's own."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.columnar.pack import Pack, PackWriter

Mask = npt.NDArray[np.bool_]


def write_deletions(path: Path, alive: Mask) -> None:
    """Write which documents are alive, (documents,) bool."""
    with PackWriter(path) as pack:
        pack.meta["documents"] = len(alive)
        pack.add("deleted", np.packbits(~alive, bitorder="little"))


def read_alive(path: Path, documents: int) -> Mask:
    """Return which of a segment's documents are alive. Raises IndexDamagedError where the file is not of them."""
    pack = Pack(path)
    bits = pack["deleted"]
    if pack.meta["documents"] != documents or len(bits) != (documents + 7) >> 3:
        raise pack.damaged("it is of another segment")
    alive: Mask = ~np.unpackbits(bits, count=documents, bitorder="little").view(np.bool_)
    return alive
