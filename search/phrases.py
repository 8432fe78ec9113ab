"""Which documents hold syllables in a row: pairs by their posting lists, longer rows by reading what documents say."""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Literal, TypeAlias, get_args

import numpy as np

from index.columnar.rows import holding_row
from index.columnar.segment import Segment
from index.schema import encoded
from index.text.normalise import fold_syllable
from search.deadline import Deadline
from search.lists import EVERYWHERE, Floats, Mask, Places, Sparse, TermList, Weights
from search.postings import PostingSource

PositionalField: TypeAlias = Literal["folded", "exact", "title", "title_exact"]
POSITIONAL_FIELDS: tuple[PositionalField, ...] = get_args(PositionalField)
FEW = 16  # documents read first where one is enough, half a millisecond
CHUNK = 4_096  # documents read at once, a dozen milliseconds: a deadline is kept so well
READ_TO_RANK = 128  # documents read to know whether a row that nobody required stands there: more find no more names

Strength: TypeAlias = Callable[[Places, Weights], Floats]  # of weights in some documents: what they would score there


def with_row(source: PostingSource, field: PositionalField, syllables: Sequence[str], deadline: Deadline) -> Mask:
    """Return the documents in which one or more syllables stand in a row, in one text.

    They are folded, but for the exact fields. What the deadline leaves unread does not match.
    """
    if len(syllables) == 1 and field != "title_exact":
        return source.term(field, syllables[0]).mask(source.documents)
    documents = _candidates(source, field, syllables)
    mask = np.zeros(source.documents, np.bool_)
    mask[documents] = _verified(source, documents, field, syllables, deadline)
    return mask


def has_row(source: PostingSource, field: Literal["folded", "exact"], syllables: Sequence[str], deadline: Deadline
            ) -> bool:  # fmt: skip
    """Say whether some document has syllables in a row, in one text; reads no more than it must to know."""
    if len(syllables) == 1:
        return source.term(field, syllables[0]).frequency > 0
    candidates = _candidates(source, field, syllables)
    first, size = 0, FEW
    while first < len(candidates) and not deadline.passed():
        for segment, _, places in source.by_segment(candidates[first : first + size]):
            row = [_spellings(segment, field, syllable) for syllable in syllables]
            if len(places) and holding_row(segment, places, row, in_title=False).any():
                return True
        first, size = first + size, min(CHUNK, 4 * size)
    return False


def ranked_row(source: PostingSource, field: Literal["folded", "exact"], syllables: Sequence[str], matches: Mask,
               strength: Strength, deadline: Deadline) -> Sparse:  # fmt: skip
    """Return the matches with two or more syllables in a row, in one text; each weighs what the rarest pair does in it.

    Exact syllables that no match has so are sought folded. Where more than READ_TO_RANK have the pairs, those that
    would score most are read, and none of the others is taken to have the row.
    """
    folded = list(map(fold_syllable, syllables))
    documents = _candidates(source, "folded", folded)
    documents = documents[matches[documents]]
    if len(documents) > READ_TO_RANK and field == "exact":
        documents = _having(documents, [source.term("exact", syllable) for syllable in dict.fromkeys(syllables)])
    weights: Weights = np.minimum.reduce([source.pair(*pair).weights_at(documents) for pair in pairwise(folded)])
    if len(documents) > READ_TO_RANK:
        strongest = np.argpartition(-strength(documents, weights), READ_TO_RANK)[:READ_TO_RANK]
        strongest.sort()
        documents, weights = documents[strongest], weights[strongest]
    held = _verified(source, documents, field, syllables, deadline)
    if field == "exact" and not held.any():
        return ranked_row(source, "folded", folded, matches, strength, deadline)
    return Sparse(documents[held].astype(np.uint32), weights[held])


def _candidates(source: PostingSource, field: PositionalField, syllables: Sequence[str]) -> Places:
    """Return the documents, rising, that have several syllables, and have each neighbouring two side by side."""
    exact, in_title = field.endswith("exact"), field.startswith("title")
    folded = [fold_syllable(syllable) for syllable in syllables] if exact else list(syllables)
    lists: list[TermList] = sorted((source.pair(*pair) for pair in pairwise(folded)), key=lambda one: one.frequency)
    if exact:
        lists += [source.term("exact", syllable) for syllable in dict.fromkeys(syllables)]
    if in_title:
        lists += [source.term("title", syllable) for syllable in dict.fromkeys(folded)]
    first, *others = lists
    if isinstance(first, Sparse):
        documents = first.documents.astype(np.int64)
    else:
        documents = np.flatnonzero(first.weights_at(EVERYWHERE))
    return _having(documents, others)


def _having(documents: Places, lists: Sequence[TermList]) -> Places:
    for one in lists:
        documents = documents[np.flatnonzero(one.weights_at(documents))]
    return documents


def _verified(source: PostingSource, documents: Places, field: PositionalField, syllables: Sequence[str],
              deadline: Deadline) -> Mask:  # fmt: skip
    """Say which of some documents, rising, have the row; none of those that the deadline leaves unread."""
    if len(syllables) == 2 and field == "folded":
        return np.ones(len(documents), np.bool_)  # the pair says so
    held = [np.zeros(0, np.bool_)]
    for segment, _, places in source.by_segment(documents):
        row = [_spellings(segment, field, syllable) for syllable in syllables]
        for begin in range(0, len(places), CHUNK):
            chunk = places[begin : begin + CHUNK]
            if deadline.passed():
                held.append(np.zeros(len(chunk), np.bool_))
            else:
                held.append(holding_row(segment, chunk, row, in_title=field.startswith("title")))
    return np.concatenate(held)


def _spellings(segment: Segment, field: PositionalField, syllable: str) -> Places:
    """Return the exact terms of a segment that a syllable stands for."""
    if field.endswith("exact"):
        number = segment.terms("exact").find(encoded(syllable))
        return np.array([number] if number >= 0 else [], np.int64)
    return segment.spellings_of(encoded(syllable))
