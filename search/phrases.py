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
CHUNK = 4_096  # documents read at once, a dozen milliseconds: a deadline is kept so well


def with_row(source: PostingSource, field: PositionalField, syllables: Sequence[str], deadline: Deadline) -> Mask:
    """Return the documents in which one or more syllables stand in a row, in one text.

    They are folded, but for the exact fields. What the deadline leaves unread does not match.
    """
    exact, in_title = field.endswith("exact"), field.startswith("title")
    folded = [fold_syllable(syllable) for syllable in syllables] if exact else list(syllables)
    lists: list[TermList] = [source.pair(*pair) for pair in pairwise(folded)]
    if exact:
        lists += [source.term("exact", syllable) for syllable in dict.fromkeys(syllables)]
    if in_title:
        lists += [source.term("title", syllable) for syllable in dict.fromkeys(folded)]
    if not lists:
        lists = [source.term("folded", folded[0])]
    candidates = reduce(np.logical_and, (one.mask(source.documents) for one in lists))
    settled = (len(folded) == 1 and field != "title_exact") or (len(folded) == 2 and field == "folded")
    return candidates if settled else _verified(source, candidates, field, syllables, deadline)


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
