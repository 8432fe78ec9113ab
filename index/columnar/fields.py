"""The fields of a segment: how the records of each are laid out, and how they are written."""

from collections.abc import Iterator

import numpy as np

from index.columnar.invert import Inverted
from index.columnar.pack import PackWriter
from index.columnar.postings import Layout, WeightCode, encode
from index.columnar.ragged import Bytes, smallest, starts

LAYOUTS = {
    "folded": Layout(WeightCode.BYTES, variants=True),
    "exact": Layout(WeightCode.BYTES),  # only the documents in which a folded term is written in several ways
    "bigrams": Layout(WeightCode.NIBBLES),
    "words": Layout(WeightCode.NONE),
    "compounds": Layout(WeightCode.BYTES),
    "title": Layout(WeightCode.NONE),
}


def add_lists(pack: PackWriter, field: str, inverted: Inverted, terms: int, documents: int) -> None:
    """Write the records of a field of so many terms, of which those without a list have an empty record."""
    sizes = np.zeros(terms, np.int64)
    pack.add_parts(f"{field}.records", _records(field, inverted, documents, sizes), np.uint8)
    pack.add(f"{field}.record_starts", smallest(starts(sizes)))


def _records(
    field: str, inverted: Inverted, documents: int, sizes: "np.ndarray[tuple[int], np.dtype[np.int64]]"
) -> Iterator[Bytes]:
    done = 0
    for slab in inverted.lists.slabs():
        data, of_slab = encode(slab, documents, LAYOUTS[field])
        sizes[inverted.terms[done : done + len(of_slab)]] = of_slab
        done += len(of_slab)
        yield data
