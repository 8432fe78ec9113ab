"""Which documents hold syllables in a row: pairs by their posting lists, longer rows by reading what documents say."""

from collections.abc import Sequence
from functools import reduce
from itertools import pairwise
from typing import Literal, TypeAlias, get_args

import numpy as np

from index.columnar.rows import holding_row
from index.columnar.segment import Segment
from index.schema import encoded
from index.text.normalise import fold_syllable
from search.deadline import Deadline
from search.lists import Mask, Places, TermList
from search.postings import PostingSource

PositionalField: TypeAlias = Literal["folded", "exact", "title", "title_exact"]
POSITIONAL_FIELDS: tuple[PositionalField, ...] = get_args(PositionalField)
FEW = 16  # documents read first where one is enough, half a millisecond
CHUNK = 4_096  # documents read at once, a dozen milliseconds: a deadline is kept so well


def with_row(source: PostingSource, field: PositionalField, syllables: Sequence[str], deadline: Deadline) -> Mask:
    """Return the documents in which one or more syllables stand in a row, in one text.

    They are folded, but for the exact fields. What the deadline leaves unread does not match.
    """
    candidates = _candidates(source, field, syllables)
    settled = (len(syllables) == 1 and field != "title_exact") or (len(syllables) == 2 and field == "folded")
    return candidates if settled else _verified(source, candidates, field, syllables, deadline)


def has_row(source: PostingSource, syllables: Sequence[str], deadline: Deadline) -> bool:
    """Say whether some document has exact syllables in a row, in one text; reads no more than it must to know."""
    candidates = np.flatnonzero(_candidates(source, "exact", syllables))
    if len(syllables) == 1:
        return len(candidates) > 0
    first, size = 0, FEW
    while first < len(candidates) and not deadline.passed():
        for segment, _, places in source.by_segment(candidates[first : first + size]):
            row = [_spellings(segment, "exact", syllable) for syllable in syllables]
            if len(places) and holding_row(segment, places, row, in_title=False).any():
                return True
        first, size = first + size, min(CHUNK, 4 * size)
    return False


def _candidates(source: PostingSource, field: PositionalField, syllables: Sequence[str]) -> Mask:
    """Return the documents that have the syllables, and have each neighbouring two side by side."""
    exact, in_title = field.endswith("exact"), field.startswith("title")
    folded = [fold_syllable(syllable) for syllable in syllables] if exact else list(syllables)
    lists: list[TermList] = [source.pair(*pair) for pair in pairwise(folded)]
    if exact:
        lists += [source.term("exact", syllable) for syllable in dict.fromkeys(syllables)]
    if in_title:
        lists += [source.term("title", syllable) for syllable in dict.fromkeys(folded)]
    if not lists:
        lists = [source.term("folded", folded[0])]
    return reduce(np.logical_and, (one.mask(source.documents) for one in lists))


def _verified(source: PostingSource, candidates: Mask, field: PositionalField, syllables: Sequence[str],
              deadline: Deadline) -> Mask:  # fmt: skip
    """Keep the candidates that say so."""
    kept = np.zeros(len(candidates), np.bool_)
    for segment, first, places in source.by_segment(np.flatnonzero(candidates)):
        row = [_spellings(segment, field, syllable) for syllable in syllables]
        for begin in range(0, len(places), CHUNK):
            if deadline.passed():
                return kept
            chunk = places[begin : begin + CHUNK]
            kept[first + chunk[holding_row(segment, chunk, row, in_title=field.startswith("title"))]] = True
    return kept


def _spellings(segment: Segment, field: PositionalField, syllable: str) -> Places:
    """Return the exact terms of a segment that a syllable stands for."""
    if field.endswith("exact"):
        number = segment.terms("exact").find(encoded(syllable))
        return np.array([number] if number >= 0 else [], np.int64)
    return segment.spellings_of(encoded(syllable))
