"""Posting lists come back as they were, one by one and many at once, in every layout."""

import mmap

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.columnar import postings
from index.columnar.postings import MAX_WEIGHT, NIBBLES, NO_BYTES, ONCE, Layout, Lists, WeightCode, decode, decode_many
from index.columnar.postings import encode as encode_lists
from index.columnar.ragged import starts

LAYOUTS = [Layout(code, variants) for code in WeightCode for variants in (False, True)]
WEIGHTS = st.one_of(st.integers(1, 20), st.sampled_from([254, 255, 256, MAX_WEIGHT]))


@st.composite
def lists(draw: st.DrawFn, layout: Layout) -> tuple[int, Lists]:
    documents = draw(st.integers(1, 100_000))
    drawn = draw(
        st.lists(
            st.lists(st.integers(0, documents - 1), unique=True, min_size=1, max_size=min(documents, 400)).map(sorted),
            min_size=1,
            max_size=6,
        )
    )
    lengths = np.array([len(numbers) for numbers in drawn])
    count = int(lengths.sum())
    weights = draw(st.lists(WEIGHTS, min_size=count, max_size=count))
    variants = draw(st.binary(min_size=count, max_size=count)) if layout.variants else b""
    return documents, Lists(
        lengths,
        np.concatenate([np.array(numbers, np.uint32) for numbers in drawn]),
        np.full(count, ONCE, np.uint16) if layout.weights is WeightCode.NONE else np.array(weights, np.uint16),
        np.frombuffer(variants, np.uint8),
    )


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
@given(data=st.data())
def test_records_come_back(layout: Layout, data: st.DataObject) -> None:
    documents, given_lists = data.draw(lists(layout))
    records, sizes = encode_lists(given_lists, documents, layout)
    assert sizes.sum() == len(records)
    places = starts(sizes)[:-1]
    many = decode_many(records, places, documents, layout)
    for name in ("lengths", "documents", "weights", "variants"):
        assert np.array_equal(getattr(many, name), getattr(given_lists, name)), name
    mapped = mmap.mmap(-1, len(records))
    mapped[:] = records.tobytes()
    begin = starts(given_lists.lengths)
    for place, first, last in zip(places.tolist(), begin, begin[1:], strict=False):
        one = decode(mapped, place, documents, layout)
        assert postings.length(mapped, place) == len(one) == last - first
        assert np.array_equal(one.documents, given_lists.documents[first:last])
        assert np.array_equal(one.weights, given_lists.weights[first:last])
        assert np.array_equal(one.variants, given_lists.variants[first:last])


def test_a_half_byte_stands_for_each_common_weight_and_other_weights_take_two_bytes_more() -> None:
    count = len(NIBBLES)
    layout = Layout(WeightCode.NIBBLES)

    def size(weights: np.ndarray) -> int:
        found = Lists(np.array([count]), np.arange(count, dtype=np.uint32), weights.astype(np.uint16), NO_BYTES)
        return len(encode_lists(found, 1_000, layout)[0])

    assert size(NIBBLES + 100) == size(NIBBLES) + 2 * count


def test_slabs_are_whole_lists_and_together_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "SLAB", 10)
    lengths = np.array([3, 4, 25, 1, 9, 10, 2])
    documents = np.arange(lengths.sum(), dtype=np.uint32)
    whole = Lists(lengths, documents, np.full(len(documents), ONCE, np.uint16), NO_BYTES)
    slabs = list(whole.slabs())
    assert [slab.lengths.tolist() for slab in slabs] == [[3, 4], [25], [1, 9], [10], [2]]
    assert np.concatenate([slab.documents for slab in slabs]).tolist() == documents.tolist()
