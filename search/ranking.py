"""How well documents match: BM25F (Robertson & Zaragoza 2009), summed over the terms a query ranks by."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any, Literal

import numpy as np

from index.schema import date_number
from search.columns import Columns
from search.deadline import Deadline
from search.lists import EVERYWHERE, Floats, Mask, Places, Sparse, TermList, Weights
from search.phrases import ranked_row
from search.postings import PostingSource
from search.query import Query
from search.terms import Term, in_words
from search.top import floor_of_greatest, greatest
from search.whoosh_queries import idf

K1 = 1.6  # how soon more of the same word stops counting: headline and lead count several times, so later than usual
B = 0.9  # how much a long article's words count less
RECENCY_WEIGHT = 0.1  # of what a perfect match scores: the date decides among articles that match about alike
HALF_LIFE = 365.0  # days before the newest article of the index, or today, in which the preference of "recent" halves
MANY = 4  # where one in so many documents matches, all are gone through in order: looking each up takes longer
BLOCK = 2**14  # documents scored at once: so few that the numbers stay in the processor's cache
OUT_OF_REACH = np.float32(1e30)  # less than nothing by so much: no score makes up for it
WORTH_DROPPING = 2_000  # documents; of fewer, scoring takes less time than finding out which to leave
ROUNDED_UP = 1.001  # sums in single precision may come out a little greater
HALVES = 2  # posting lists and lengths are in half units


@dataclass(frozen=True, slots=True)
class Read:
    """A term, its posting list, and what it would add to the score of a document full of it."""

    term: Term
    found: TermList
    factor: float


class Ranker:
    """Scores the documents of one index."""

    def __init__(self, source: PostingSource, columns: Columns, alive: Mask) -> None:
        """Take the index's posting lists and columns, and which documents were not deleted."""
        self._source, self._columns, self._living = source, columns, columns.living
        mean = float(columns.lengths[alive].mean()) if columns.living else 1.0
        lengths = columns.lengths.astype(np.float32)
        self._saturation: Floats = np.float32(HALVES * K1) * (
            np.float32(1 - B) + np.float32(B / (mean or 1.0)) * lengths
        )

    def read(self, wanted: Sequence[Term], matches: Mask, deadline: Deadline) -> Sequence[Read]:
        """Read what some terms add to the matches; those that the deadline leaves out add nothing.

        Those that can add most come first.
        """
        read = [self._read(term, matches, deadline) for term in wanted if not deadline.passed()]
        return sorted(read, key=lambda one: -one.factor)

    def best(self, read: Sequence[Read], matches: Mask, count: int, *, recent: bool = False) -> tuple[Places, Floats]:
        """Return the best of the matches by some terms, rising: `count`, and those that tie with the last; and scores.

        With `recent`, newer ones score more, by RECENCY_WEIGHT of what all terms could add at most. There are as many
        matches or more. Documents that can no longer come up to the best are left behind (Turtle & Flood 1995,
        "MaxScore").
        """
        places, scores = _begin(matches)
        left = sum(one.factor for one in read)
        if recent:
            scores += np.float32(RECENCY_WEIGHT * left) * self._freshness[places]
        for one in read:
            places, scores = _in_reach(places, scores, count, left)
            self._add(one.found, one.factor, places, scores)
            left -= one.factor
        kept = greatest(scores, count)
        return kept if isinstance(places, slice) else places[kept], scores[kept]

    def _add(self, found: TermList, factor: float, places: Places | slice, scores: Floats) -> None:
        """Add what a term adds to the scores of some documents, rising, or of those EVERYWHERE."""
        if isinstance(found, Sparse):
            self._add_rare(found, factor, places, scores)
            return
        for first in range(0, len(scores), BLOCK):
            part = slice(first, first + BLOCK)
            at = part if isinstance(places, slice) else places[part]
            scores[part] += _saturated(found.weights_at(at), self._saturation[at], factor)

    def _add_rare(self, found: Sparse, factor: float, places: Places | slice, scores: Floats) -> None:
        if isinstance(places, slice):
            scores[found.documents] += _saturated(found.weights, self._saturation[found.documents], factor)
        else:
            weights = found.weights_at(places)
            having = np.flatnonzero(weights)
            scores[having] += _saturated(weights[having], self._saturation[places[having]], factor)

    def explain(
        self, read: Sequence[Read], query: Query, document: int, *, recent: bool = False
    ) -> Mapping[str, float]:
        """Return what each term adds to the score of one document, largest first, each named in plain words."""
        parts: defaultdict[str, float] = defaultdict(float)
        for one in read:
            parts[in_words(one.term, query)] += self._at(one, np.array([document]))
        if recent:
            most = sum(one.factor for one in read)
            parts["how recent it is"] = RECENCY_WEIGHT * most * float(self._freshness[document])
        return {name: part for name, part in sorted(parts.items(), key=lambda item: -item[1]) if part}

    def having(self, wanted: Sequence[Term], documents: int) -> Mask:
        """Return which of so many documents have any of some terms."""
        nothing = np.zeros(documents, np.bool_)
        return reduce(np.logical_or, (self._list(term).mask(documents) for term in wanted), nothing)

    @cached_property
    def _freshness(self) -> Floats:
        """Of each document, (documents,): 1 for the newest, half of it for each HALF_LIFE before, 0 without a date."""
        dates = self._columns.dates
        today = date_number(datetime.date.today())  # some dates lie after it, by error
        newest = min(self._columns.last_date, today)
        freshness: Floats = np.exp2(np.minimum(_days(dates) - _days(newest), 0) / HALF_LIFE).astype(np.float32)
        return freshness * (dates > 0)

    def _read(self, term: Term, matches: Mask, deadline: Deadline) -> Read:
        if term.stream in ("row", "exact_row"):
            field: Literal["exact", "folded"] = "exact" if term.stream == "exact_row" else "folded"
            syllables = term.token.split(" ")
            found: TermList = ranked_row(self._source, field, syllables, matches, self._strength, deadline)
        else:
            found = self._list(term)
        return Read(term, found, term.weight * idf(self._living, found.frequency) * (K1 + 1))

    def _list(self, term: Term) -> TermList:
        """Return the list of a term that has one of its own."""
        match term.stream:
            case "folded_bigrams":
                first, _, second = term.token.partition(" ")
                return self._source.pair(first, second)
            case "prefix":
                return self._source.prefix("folded", term.token)
            case "folded" | "exact" | "compounds":
                return self._source.term(term.stream, term.token)
            case _:
                raise ValueError(f"{term.stream} has no list")

    def _strength(self, places: Places, weights: Weights) -> Floats:
        return _saturated(weights, self._saturation[places], 1.0)

    def _at(self, one: Read, place: Places) -> float:
        return float(_saturated(one.found.weights_at(place), self._saturation[place], one.factor)[0])


def _days(dates: Any) -> Any:
    """Return days, about, that numbers yyyymmdd lie after a day long ago."""
    return (dates // 10_000) * 365.25 + (dates // 100 % 100) * 30.44 + dates % 100


def _begin(matches: Mask) -> tuple[Places | slice, Floats]:
    """Return the documents to score, EVERYWHERE if most match, and their scores of nothing, less where none matches."""
    if np.count_nonzero(matches) * MANY > len(matches):
        scores = matches.astype(np.float32)  # which takes a tenth of the time of choosing between two numbers
        scores -= 1
        scores *= OUT_OF_REACH
        return EVERYWHERE, scores
    places = np.flatnonzero(matches)
    return places, np.zeros(len(places), np.float32)


def _in_reach(places: Places | slice, scores: Floats, count: int, left: float) -> tuple[Places | slice, Floats]:
    """Return the documents that may still be among the `count` best when at most `left` is added, and their scores."""
    floor = floor_of_greatest(scores, count) if len(scores) > WORTH_DROPPING else None
    if floor is None or floor <= left:
        return places, scores
    reach = scores >= floor - left * ROUNDED_UP
    if np.count_nonzero(reach) * MANY > len(scores):
        return places, scores  # leaving these few behind takes longer than scoring them
    kept = np.flatnonzero(reach)
    return kept if isinstance(places, slice) else places[kept], scores[kept]


def _saturated(weights: Weights, saturation: Floats, factor: float) -> Floats:
    scores = weights.astype(np.float32)
    scores /= scores + saturation
    scores *= np.float32(factor)
    return scores
