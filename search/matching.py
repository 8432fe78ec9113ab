"""Which documents match: every clause becomes a mask over document numbers, (n,) bool."""

import math
import time
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from index.analysed import TEXTS
from index.schema import date_number
from index.text.streams import analyse
from search.columns import Columns
from search.postings import EMPTY_NUMBERS, Numbers, PostingSource
from search.query import Clause, Dated, HasValue, InTitle, Not, Phrase, Unit, Words
from search.request import FACET_FIELDS, FacetField, Filters

Mask = npt.NDArray[np.bool_]

ALL_REQUIRED = 3  # up to so many plain words, an article must have every one
# Of a longer query, an article must have a share of the words' weight (by inverse document frequency) that falls by a
# step with each further word, down to a least share: one common word may be missing of four, and a word like "của"
# never excludes the right article. Chosen by measurement, docs/decisions.md
SHARE_STEP = 0.2
LEAST_SHARE = 0.4
ROUNDING = 1e-9  # how far apart two sums of the same weights may come out, relative to them


class Deadline:
    """A moment after which work is left undone; `met` is False once that has happened."""

    def __init__(self, budget_ms: float = math.inf) -> None:
        """Begin now; `budget_ms` is the time to spend, in milliseconds."""
        self._end = time.monotonic() + budget_ms / 1000
        self.met = True

    def passed(self) -> bool:
        """Say whether to stop, and remember it."""
        if time.monotonic() > self._end:
            self.met = False
        return not self.met


class Matcher:
    """Evaluates clauses and filters over one index; what the deadline leaves unlooked at does not match."""

    def __init__(self, postings: PostingSource, columns: Columns, deadline: Deadline) -> None:
        """Take the index's posting lists and columns, and when to stop."""
        self.postings = postings
        self.columns = columns
        self.documents = len(columns.ids)
        self.deadline = deadline

    def all(self) -> Mask:
        """Return a mask of every document."""
        return np.ones(self.documents, np.bool_)

    def clause(self, clause: Clause) -> Mask:
        """Return the documents in which a clause holds; plain words hold as `strict_share` says."""
        match clause:
            case Words():
                return self.words(clause, strict_share(clause))
            case Phrase():
                return self._any(self._phrase(clause, text) for text in TEXTS)
            case InTitle():
                return self._mask(self._phrase(clause.node, "title"))
            case HasValue():
                return self._has_value(clause)
            case Dated():
                return self._dated(clause)
            case Not():
                return ~self.clause(clause.node)

    def words(self, words: Words, share: float) -> Mask:
        """Return the documents that have at least this share of the words' weight; any word is share 0."""
        units = list(dict.fromkeys(words.units))
        lists = [self._unit(unit) for unit in units if not self.deadline.passed()]
        if share in (0.0, 1.0):
            least = len(units) if share else 1
            enough: Mask = self._holding(lists) >= least
            return enough
        held = np.zeros(self.documents, np.float64)
        for documents in lists:
            held[documents] += self.columns.idf(len(documents))
        total = sum(self.columns.idf(len(documents)) for documents in lists)
        enough = (held > 0) & (held >= share * total * (1 - ROUNDING))
        return enough

    def _holding(self, lists: Sequence[Numbers]) -> npt.NDArray[np.uint8]:
        """Count for each document in how many of the lists it is."""
        counts = np.zeros(self.documents, np.uint8)  # a query has at most 64 units
        for documents in lists:
            counts[documents] += 1
        return counts

    def filters(self, filters: Filters) -> dict[FacetField | None, Mask]:
        """Return a mask for each filter that is set; the dates' is under None."""
        masks: dict[FacetField | None, Mask] = {}
        if filters.date_from or filters.date_to:
            masks[None] = self._dated(Dated(filters.date_from, filters.date_to))
        for name in FACET_FIELDS:
            if wanted := getattr(filters, name):
                masks[name] = self._value_mask(name, frozenset(wanted).__contains__)
        return masks

    def _unit(self, unit: Unit) -> Numbers:
        """A unit of several syllables is a phrase: `4/7` is found where "4" stands before "7"."""
        if len(unit.folded) == 1:
            return self.postings.in_stream("folded", unit.folded[0]).documents
        if len(unit.folded) == 2:
            return self.postings.in_stream("folded_bigrams", " ".join(unit.folded)).documents
        return np.flatnonzero(self._any(self._phrase(Phrase((unit,)), text) for text in TEXTS)).astype(np.uint32)

    def _phrase(self, phrase: Phrase, text: str) -> Numbers:
        folded = [syllable for unit in phrase.units for syllable in unit.folded]
        if len(folded) == 2 and not phrase.exact:
            return self.postings.in_text(text, "folded_bigrams", " ".join(folded))
        stream = "exact" if phrase.exact else "folded"
        tokens = [syllable for unit in phrase.units for syllable in (unit.exact if phrase.exact else unit.folded)]
        lists = [self.postings.in_text(text, "folded_bigrams", " ".join(pair)) for pair in pairwise(folded)]
        if phrase.exact or not lists:  # folded pairs say that the folded syllables are there, and are shorter to read
            lists += [self.postings.in_text(text, stream, token) for token in dict.fromkeys(tokens)]
        candidates = reduce(_intersect, sorted(lists, key=len))
        if len(tokens) == 1 or not len(candidates):
            return candidates
        return self._adjacent(text, stream, tokens, candidates)

    def _adjacent(self, text: str, stream: str, tokens: Sequence[str], candidates: Numbers) -> Numbers:
        """Keep the candidates in which the tokens stand at consecutive positions."""
        columns = [self.postings.positions(text, stream, token, candidates) for token in tokens]
        kept = np.zeros(len(candidates), np.bool_)
        for number, places in enumerate(zip(*columns, strict=True)):
            if self.deadline.passed():
                break
            kept[number] = _follow(places)
        return candidates[kept]

    def _has_value(self, clause: HasValue) -> Mask:
        wanted = clause.folded
        return self._value_mask(clause.field, lambda value: _contains(tuple(analyse(value).folded), wanted))

    def _value_mask(self, name: FacetField, accept: Callable[[str], bool]) -> Mask:
        column = self.columns.values[name]
        accepted = np.fromiter((accept(value) for value in column.values), np.bool_, len(column.values))
        mask: Mask = accepted[column.codes]
        return mask

    def _dated(self, clause: Dated) -> Mask:
        dates = self.columns.dates
        mask: Mask = dates > 0
        if clause.start:
            mask &= dates >= date_number(clause.start)
        if clause.end:
            mask &= dates <= date_number(clause.end)
        return mask

    def _mask(self, documents: Numbers) -> Mask:
        mask = np.zeros(self.documents, np.bool_)
        mask[documents] = True
        return mask

    def _any(self, lists: Iterable[Numbers]) -> Mask:
        return self._mask(np.concatenate([EMPTY_NUMBERS, *lists]))


def strict_share(words: Words) -> float:
    """Return the share of the words' weight that an article must have before anything is relaxed."""
    beyond = max(0, len(set(words.units)) - ALL_REQUIRED)
    return max(LEAST_SHARE, 1.0 - SHARE_STEP * beyond)


def _intersect(some: Numbers, others: Numbers) -> Numbers:
    return np.intersect1d(some, others, assume_unique=True)


def _follow(places: Sequence[Sequence[int]]) -> bool:
    """Whether some position of the first list is followed by one of each further list, in a row."""
    starts = set(places[0])
    for distance, positions in enumerate(places[1:], start=1):
        starts &= {position - distance for position in positions}
    return bool(starts)


def _contains(syllables: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    last = len(syllables) - len(wanted)
    return any(syllables[start : start + len(wanted)] == wanted for start in range(last + 1))
