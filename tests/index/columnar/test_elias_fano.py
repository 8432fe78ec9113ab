"""Document numbers come back as they were, in the bytes that were foretold, alone and many at once."""

import mmap

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.columnar import elias_fano
from index.columnar.elias_fano import Numbers
from index.columnar.ragged import starts

MOST_DOCUMENTS = 200_000  # beyond 65,536, so that two low bytes need a high part


@st.composite
def collections(draw: st.DrawFn) -> tuple[int, list[list[int]]]:
    """Return a number of documents, and lists of some of them."""
    documents = draw(st.one_of(st.integers(1, 600), st.integers(1, MOST_DOCUMENTS)))
    numbers = st.lists(st.integers(0, documents - 1), unique=True, min_size=1, max_size=min(documents, 300)).map(sorted)
    return documents, draw(st.lists(numbers, min_size=1, max_size=8))


def encode(documents: int, lists: list[list[int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    lengths = np.array([len(numbers) for numbers in lists])
    places = starts(elias_fano.sizes(lengths, documents))
    data = np.zeros(places[-1], np.uint8)
    joined = np.concatenate([np.array(numbers, np.uint32) for numbers in lists])
    elias_fano.encode_into(data, places[:-1], lengths, joined, documents)
    return data, places[:-1], lengths


def mapped(data: np.ndarray) -> mmap.mmap:
    copy = mmap.mmap(-1, len(data))
    copy[:] = data.tobytes()
    return copy


def decode(data: mmap.mmap, place: int, length: int, documents: int) -> Numbers:
    return elias_fano.decode(data, place, length, documents)


@given(collections())
@example((1, [[0]]))
@example((65_536, [[0, 65_535]]))
@example((65_537, [[65_536], [0]]))
@example((200_000, [list(range(0, 200_000, 20)), list(range(0, 200_000, 5)), [199_999]]))
def test_lists_come_back_alone_and_together(collection: tuple[int, list[list[int]]]) -> None:
    documents, lists = collection
    data, places, lengths = encode(documents, lists)
    together = elias_fano.decode_many(data, places, lengths, documents)
    assert together.tolist() == [number for numbers in lists for number in numbers]
    bytes_ = mapped(data)
    for place, numbers in zip(places.tolist(), lists, strict=True):
        assert decode(bytes_, place, len(numbers), documents).tolist() == numbers


@given(st.integers(1, 10_000), st.integers(1, MOST_DOCUMENTS))
def test_the_bytes_of_one_list_and_of_many_are_foretold_alike(length: int, documents: int) -> None:
    length = min(length, documents)
    assert elias_fano.sizes(np.array([length]), documents).tolist() == [elias_fano.size(length, documents)]


@pytest.mark.parametrize(("length", "low"), [(1, 2), (50, 2), (1_000, 1), (15_000, 1), (30_000, 0), (180_000, 0)])
def test_sparse_lists_keep_two_low_bytes_denser_ones_one_and_the_densest_are_bitmaps(length: int, low: int) -> None:
    assert elias_fano.low_bytes(length, 180_000) == low


def test_no_list_takes_more_than_a_bitmap_or_three_bytes_a_number() -> None:
    for documents in (1_000, 65_536, 180_000, 1_000_000):
        for length in (1, 10, 100, 1_000):
            bound = min((documents + 7) // 8, 3 * length + documents // 2**19 + 2)
            assert elias_fano.size(length, documents) <= bound
