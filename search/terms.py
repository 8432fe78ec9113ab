"""What a query ranks by: tokens of several streams, each with a weight, measured on the mds run (docs/decisions.md).

Folded syllables carry recall; folded bigrams reward word order and compounds; exact syllables reward what was typed
with diacritics; few words that stand in a row as typed are likely a name. pyvi's words add nothing to these, so they
do not rank.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

from search.query import Phrase, Query, Unit, Words

BIGRAM_WEIGHT = 0.45  # a pair of syllables in the typed order, against 1 for each syllable
COMPOUND_WEIGHT = 0.45  # a code such as `4/7` in one piece: it says what its parts in order say, and counts as a pair
EXACT_WEIGHT = 0.6  # a syllable as typed, only when the query has diacritics: without any it says nothing
ROW_WEIGHT = 1.0  # all words in a row as typed: they count as a syllable so rare would
ROW_SYLLABLES = range(2, 5)  # of a query whose words may be one name: longer rows are seldom written twice
ALTERNATIVE_WEIGHT = 0.2  # an abbreviation in place of each syllable, or all that it stands for: typed words come first

Stream: TypeAlias = Literal["folded", "prefix", "folded_bigrams", "exact", "compounds", "row", "exact_row"]


@dataclass(frozen=True, slots=True)
class Term:
    """One token to rank by; `weight` is its stream's weight times how often it was typed."""

    stream: Stream
    token: str
    weight: float


def terms(query: Query) -> Sequence[Term]:
    """Return the tokens a query ranks by."""
    weights: defaultdict[tuple[Stream, str], float] = defaultdict(float)
    for clause in query.sought():
        for unit in clause.units:
            for stream, token, weight in _of_unit(unit, exact=query.has_diacritics):
                weights[stream, token] += weight
        for pair in _pairs(clause.units):
            weights["folded_bigrams", pair] += BIGRAM_WEIGHT
        for row in _row(clause, exact=query.has_diacritics):
            weights[row] += ROW_WEIGHT
    return [Term(stream, token, weight) for (stream, token), weight in weights.items()]


def in_words(term: Term, query: Query) -> str:
    """Say in plain words what a term is, for those who ask why a document ranks where it does."""
    match term.stream:
        case "folded":
            return _folded_in_words(term.token, query)
        case "folded_bigrams" if term.token not in {pair for clause in query.sought() for pair in _pairs(clause.units)}:
            return f"“{term.token}” side by side, which stands for what was typed"
        case "prefix":
            return f"words that begin with “{term.token}”"
        case stream:
            return f"“{term.token}” {_IN_WORDS[stream]}"


_IN_WORDS = {
    "folded_bigrams": "side by side",
    "exact": "with these diacritics",
    "compounds": "in one piece",
    "row": "in a row",
    "exact_row": "in a row",
}


def _folded_in_words(token: str, query: Query) -> str:
    typed = [unit for unit in query.sought_units() if token in (*unit.folded, *unit.ranked)]
    if any(unit.meant == token for unit in typed):
        return f"“{token}”, likely meant, in any spelling"
    if not typed:
        return f"“{token}”, which stands for what was typed, in any spelling"
    return f"“{token}” in any spelling"


def _of_unit(unit: Unit, *, exact: bool) -> Iterator[tuple[Stream, str, float]]:
    """Yield the streams, tokens and weights of one unit alone."""
    for syllable in unit.ranked:
        yield "prefix" if unit.prefix else "folded", syllable, 1.0
    if unit.compound:
        yield "compounds", unit.compound, COMPOUND_WEIGHT
    for syllable in unit.exact if exact and not unit.prefix else ():
        yield "exact", syllable, EXACT_WEIGHT
    for row in unit.alternatives:
        if len(row) == 1:
            yield "folded", row[0], ALTERNATIVE_WEIGHT
        for first, second in pairwise(row):
            yield "folded_bigrams", f"{first} {second}", ALTERNATIVE_WEIGHT / (len(row) - 1)


def _row(clause: Words | Phrase, *, exact: bool) -> Iterator[tuple[Stream, str]]:
    """Yield the row that all syllables of a clause make, if they are few."""
    ranked = [syllable for unit in clause.units for syllable in unit.ranked]
    if len(ranked) not in ROW_SYLLABLES or any(unit.prefix for unit in clause.units):
        return
    if exact and not any(unit.meant for unit in clause.units):
        yield "exact_row", " ".join(syllable for unit in clause.units for syllable in unit.exact)
    elif isinstance(clause, Words) and len(ranked) > 2:  # of two the pair says so; a phrase is in a row anyway
        yield "row", " ".join(ranked)


def _pairs(units: Sequence[Unit]) -> Iterator[str]:
    """Yield the neighbouring folded syllables, where neither was typed in part."""
    syllables = [(syllable, unit.prefix) for unit in units for syllable in unit.ranked]
    for (first, one), (second, other) in pairwise(syllables):
        if not (one or other):
            yield f"{first} {second}"
