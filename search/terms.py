"""What a query ranks by: tokens of several streams, each with a weight, measured on the mds run (docs/decisions.md).

Folded syllables carry recall; folded bigrams reward word order and compounds; exact syllables reward what was typed
with diacritics; few words that stand in a row as typed are likely a name. pyvi's words add nothing to these, so they
do not rank.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

from search.query import Phrase, Query, Unit, Words

BIGRAM_WEIGHT = 0.45  # a pair of syllables in the typed order, against 1 for each syllable
COMPOUND_WEIGHT = 0.45  # a code such as `4/7` in one piece: it says what its parts in order say, and counts as a pair
EXACT_WEIGHT = 0.6  # a syllable as typed, only when the query has diacritics: without any it says nothing
ROW_WEIGHT = 2.0  # all words in a row as typed: they count as two syllables so rare would
ROW_SYLLABLES = range(2, 5)  # of a query whose words may be one name: longer rows are seldom written twice
ALTERNATIVE_WEIGHT = 0.2  # an abbreviation in place of each syllable, or all that it stands for: typed words come first

MeantBy: TypeAlias = Callable[[str], str | None]
Stream: TypeAlias = Literal["folded", "prefix", "folded_bigrams", "exact", "compounds", "row", "exact_row"]


@dataclass(frozen=True, slots=True)
class Term:
    """One token to rank by; `weight` is its stream's weight times how often it was typed."""

    stream: Stream
    token: str
    weight: float


def terms(query: Query, meant_by: MeantBy = lambda typed: typed, *, rows: bool = True) -> Sequence[Term]:
    """Return the tokens a query ranks by, without `rows` where they are not worth reading.

    `meant_by` tells which exact syllable each typed one stands for, None where it may be any.
    """
    weights: defaultdict[tuple[Stream, str], float] = defaultdict(float)
    for clause in query.sought():
        exact = _exact(clause, meant_by) if query.has_diacritics else []
        for syllable in filter(None, exact):
            weights["exact", syllable] += EXACT_WEIGHT
        for unit in clause.units:
            for stream, token, weight in _of_unit(unit):
                weights[stream, token] += weight
        for pair in _pairs(clause.units):
            weights["folded_bigrams", pair] += BIGRAM_WEIGHT
        for row in _row(clause, exact) if rows else ():
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
    "row": "in a row, in any spelling",
    "exact_row": "in a row as typed",
}


def _folded_in_words(token: str, query: Query) -> str:
    typed = [unit for unit in query.sought_units() if token in (*unit.folded, *unit.ranked)]
    if any(unit.meant == token for unit in typed):
        return f"“{token}”, likely meant, in any spelling"
    if not typed:
        return f"“{token}”, which stands for what was typed, in any spelling"
    return f"“{token}” in any spelling"


def _exact(clause: Words | Phrase, meant_by: MeantBy) -> list[str | None]:
    """Return what the syllables of a clause stand for, but for beginnings of words."""
    return [meant_by(syllable) for unit in clause.units if not unit.prefix for syllable in unit.exact]


def _of_unit(unit: Unit) -> Iterator[tuple[Stream, str, float]]:
    """Yield the streams, tokens and weights of one unit alone, diacritics apart."""
    for syllable in unit.ranked:
        yield "prefix" if unit.prefix else "folded", syllable, 1.0
    if unit.compound:
        yield "compounds", unit.compound, COMPOUND_WEIGHT
    for row in unit.alternatives:
        if len(row) == 1:
            yield "folded", row[0], ALTERNATIVE_WEIGHT
        for first, second in pairwise(row):
            yield "folded_bigrams", f"{first} {second}", ALTERNATIVE_WEIGHT / (len(row) - 1)


def _row(clause: Words | Phrase, exact: Sequence[str | None]) -> Iterator[tuple[Stream, str]]:
    """Yield the row that all syllables of a clause make, if they are few; an exact one where all `exact` are known."""
    ranked = [syllable for unit in clause.units for syllable in unit.ranked]
    if len(ranked) not in ROW_SYLLABLES or any(unit.prefix for unit in clause.units):
        return
    known = list(filter(None, exact))
    if isinstance(clause, Phrase) and (clause.exact or not known):
        return  # every match has the row
    if len(known) == len(ranked) and not any(unit.meant for unit in clause.units):
        yield "exact_row", " ".join(known)
    else:
        yield "row" if len(ranked) > 2 else "folded_bigrams", " ".join(ranked)


def _pairs(units: Sequence[Unit]) -> Iterator[str]:
    """Yield the neighbouring folded syllables, where neither was typed in part."""
    syllables = [(syllable, unit.prefix) for unit in units for syllable in unit.ranked]
    for (first, one), (second, other) in pairwise(syllables):
        if not (one or other):
            yield f"{first} {second}"
