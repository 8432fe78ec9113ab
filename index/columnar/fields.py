"""The fields of a segment: how the records of each are laid out, and how they are written."""

from collections.abc import Iterable, Iterator

import numpy as np

from index.columnar.invert import Inverted
from index.columnar.pack import PackWriter
from index.columnar.postings import Layout, Lists, WeightCode, encode
from index.columnar.ragged import Bytes, Integers, smallest, starts

LAYOUTS = {
    "folded": Layout(WeightCode.BYTES, variants=True),
    "exact": Layout(WeightCode.BYTES),  # only the documents in which a folded term is written in several ways
    "bigrams": Layout(WeightCode.NIBBLES),
    "words": Layout(WeightCode.NONE),
    "compounds": Layout(WeightCode.BYTES),
    "title": Layout(WeightCode.NONE),
    "definitions": Layout(WeightCode.NONE),
}


def add_lists(pack: PackWriter, field: str, inverted: Inverted, terms: int, documents: int) -> None:
    """Write the records of a field of so many terms, of which those without a list have an empty record."""
    add_slabs(pack, field, slabs_of(inverted), terms, documents)


def add_slabs(
    pack: PackWriter, field: str, slabs: Iterable[tuple[Integers, Lists]], terms: int | None, documents: int
) -> None:
    """Like `add_lists`, for lists that come in slabs, each with the numbers of its terms, rising all in all.

    Without `terms` there are as many as lists.
    """
    numbers, sizes = [np.empty(0, np.int64)], [np.empty(0, np.int64)]

    def records() -> Iterator[Bytes]:
        for slab_numbers, lists in slabs:
            data, slab_sizes = encode(lists, documents, LAYOUTS[field])
            numbers.append(slab_numbers)
            sizes.append(slab_sizes)
            yield data

    pack.add_parts(f"{field}.records", records(), np.uint8)
    all_sizes = np.concatenate(sizes)
    if terms is not None:
        all_sizes, listed = np.zeros(terms, np.int64), all_sizes
        all_sizes[np.concatenate(numbers)] = listed
    pack.add(f"{field}.record_starts", smallest(starts(all_sizes)))


def slabs_of(inverted: Inverted) -> Iterator[tuple[Integers, Lists]]:
    """Cut lists into slabs, each with the numbers of its terms."""
    done = 0
    for lists in inverted.lists.slabs():
        yield inverted.terms[done : done + len(lists.lengths)], lists
        done += len(lists.lengths)
