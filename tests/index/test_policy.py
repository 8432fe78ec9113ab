from itertools import chain, pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.policy import FACTOR, SMALL, WORN, is_worn, runs

SIZES = st.lists(st.integers(1, 100_000), max_size=30)


@given(SIZES)
def test_every_segment_is_in_one_run_of_neighbours(sizes: list[int]) -> None:
    assert list(chain.from_iterable(runs(sizes))) == list(range(len(sizes)))


@given(SIZES)
def test_each_segment_left_is_several_times_as_large_as_the_next(sizes: list[int]) -> None:
    left = [sum(sizes[place] for place in run) for run in runs(sizes)]
    assert all(before >= FACTOR * max(after, SMALL) for before, after in pairwise(left))


def test_a_large_segment_is_left_alone_by_a_small_one() -> None:
    assert runs([38_400, 1]) == [range(0, 1), range(1, 2)]
    assert runs([38_400, 1_000, 1]) == [range(0, 1), range(1, 3)]
    assert runs([FACTOR * SMALL - 1, 1]) == [range(0, 2)]


def test_thousands_of_updates_leave_few_segments_and_copy_each_article_few_times() -> None:
    segments: list[int] = []
    copied = 0
    for _ in range(5_000):
        segments.append(1)
        joined = runs(segments)
        copied += sum(sum(segments[place] for place in run) for run in joined if len(run) > 1)
        segments = [sum(segments[place] for place in run) for run in joined]
        assert len(segments) <= 4
    assert copied / 5_000 < FACTOR * SMALL


def test_a_segment_is_worn_when_more_than_a_quarter_is_deleted() -> None:
    assert WORN == 0.25
    assert not is_worn(100, 75)
    assert is_worn(100, 74)
