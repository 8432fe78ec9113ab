"""What an answer is by definition: articles looked at one by one, token by token."""

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import pairwise

from index.analysed import analyse_article
from index.article import Article
from index.schema import cut_value, date_number
from index.text.fold import fold
from index.text.normalise import fold_syllable
from index.text.streams import analyse
from search.compile import strict_share
from search.diacritics import COMMONER, agrees
from search.query import AllOf, AnyOf, Clause, Dated, HasValue, InTitle, Not, Phrase, Query, Unit, Words
from search.ranking import K1, B
from search.terms import BIGRAM_WEIGHT, COMPOUND_WEIGHT, EXACT_WEIGHT, ROW_WEIGHT, MeantBy
from tests.stock import Token, token_streams

Streams = dict[str, list[Token]]


class BruteForce:
    """Articles as the lists of their tokens."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self.articles = list(articles)
        self.streams: list[Streams] = [token_streams(analyse_article(article)) for article in self.articles]
        self.lengths = [sum(weight for _, _, weight in streams["folded"]) for streams in self.streams]
        self._rows: dict[tuple[str, ...], frozenset[int]] = {}

    def matching(self, query: Query, share: float | None = None) -> set[str]:
        """Return the ids of the articles in which every clause holds, plain words by the strict share or another."""
        found = list(range(len(self.articles))) if query.clauses or not query.typed.strip() else []
        for clause in query.clauses:
            holds = self._words(clause, share) if isinstance(clause, Words) else self._within(clause)
            found = [number for number in found if holds(number)]
        return {self.articles[number].id for number in found}

    def scores(self, query: Query, among: Collection[str]) -> dict[str, float]:
        """Return the score of every article, by its id, where those `among` match."""
        mean = sum(self.lengths) / len(self.lengths)
        totals = [0.0] * len(self.articles)
        for (stream, token), weight in query_tokens(query, self._meant_by).items():
            counts = self._counts(stream, token, among)
            factor = weight * self._idf(sum(count > 0 for count in counts)) * (K1 + 1)
            for number, count in enumerate(counts):
                totals[number] += factor * count / (count + K1 * (1 - B + B * self.lengths[number] / mean))
        return {article.id: total for article, total in zip(self.articles, totals, strict=True)}

    def knows(self, unit: Unit) -> bool:
        """Say whether each syllable of a unit is in some article."""
        return unit.prefix or all(self._having("folded", [syllable]) for syllable in unit.folded)

    def frequency(self, number: int, stream: str, token: str) -> float:
        """Return how often a token stands in an article, each place by its weight."""
        return sum(weight for term, _, weight in self.streams[number][stream] if _is(term, token))

    def _meant_by(self, typed: str) -> str | None:
        """Return a syllable as typed, unless COMMONER times as many articles have it with those diacritics and more."""
        written = {term for streams in self.streams for term, _, _ in streams["exact"]}
        others = {
            term for term in written - {typed} if fold_syllable(term) == fold_syllable(typed) and agrees(typed, term)
        }
        counts = {term: len(self._having("exact", [term])) for term in {typed, *others}}
        commonest = max(sorted(others), key=counts.__getitem__, default=typed)
        if counts[commonest] <= COMMONER * counts[typed]:
            return typed
        return None if fold(typed) == typed else commonest

    def _counts(self, stream: str, token: str, among: Collection[str]) -> list[float]:
        """Return how often a token stands in each article; a row as its rarest pair, folded where none is exact."""
        numbers = range(len(self.articles))
        if stream not in ("row", "exact_row"):
            return [self.frequency(number, stream, token) for number in numbers]
        syllables = token.split(" ")
        folded = list(map(fold_syllable, syllables))
        least = [min(self.frequency(n, "folded_bigrams", " ".join(pair)) for pair in pairwise(folded)) for n in numbers]
        matching = [article.id in among for article in self.articles]
        held = [stream == "exact_row" and matching[n] and self._row(n, "exact", syllables) for n in numbers]
        if not any(held):
            held = [matching[number] and self._row(number, "folded", folded) for number in numbers]
        return [count * holds for count, holds in zip(least, held, strict=True)]

    def _idf(self, document_frequency: int) -> float:
        count = len(self.articles)
        return math.log(1 + (count - document_frequency + 0.5) / (document_frequency + 0.5))

    def _words(self, words: Words, share: float | None) -> Callable[[int], bool]:
        units = dict.fromkeys(words.units)
        holding = {unit: self._having("folded", _folded([unit])) for unit in units}
        weights = {unit: self._idf(len(held)) for unit, held in holding.items()}
        least = (strict_share(words) if share is None else share) * sum(weights.values())
        return lambda number: (
            any(number in holding[unit] for unit in units)
            and sum(weights[unit] for unit in units if number in holding[unit]) >= least - 1e-6
        )

    def _within(self, clause: Clause) -> Callable[[int], bool]:
        match clause:
            case Words():
                return self._words(clause, None)
            case Phrase(units, exact):
                wanted = _exact(units) if exact else _folded(units)
                return self._having("exact" if exact else "folded", wanted).__contains__
            case InTitle(Phrase(units, exact)):
                wanted = _exact(units) if exact else _folded(units)
                return self._having("title_exact" if exact else "title", wanted).__contains__
            case HasValue(field, folded, _):
                return lambda number: _contains(getattr(self.articles[number], field) or "", folded)
            case Dated(start, end):
                numbers = [date_number(article.date) for article in self.articles]
                first, last = date_number(start) or 1, date_number(end) or math.inf
                return lambda number: first <= numbers[number] <= last
            case Not(node):
                holds = self._within(node)
                return lambda number: not holds(number)
            case AllOf(nodes):
                each = list(map(self._within, nodes))
                return lambda number: all(holds(number) for holds in each)
            case AnyOf(nodes):
                each = list(map(self._within, nodes))
                return lambda number: any(holds(number) for holds in each)
            case _:
                raise AssertionError(clause)

    def _having(self, stream: str, wanted: Sequence[str]) -> frozenset[int]:
        """Return the articles that have these tokens in a row."""
        key = (stream, *wanted)
        if key not in self._rows:
            numbers = range(len(self.articles))
            self._rows[key] = frozenset(number for number in numbers if self._row(number, stream, wanted))
        return self._rows[key]

    def _row(self, number: int, stream: str, wanted: Sequence[str]) -> bool:
        places: dict[str, set[int]] = defaultdict(set)
        for term, place, _ in self.streams[number][stream]:
            for token in wanted:
                if _is(term, token):
                    places[token].add(place)
        return any(all(first + n in places[token] for n, token in enumerate(wanted)) for first in places[wanted[0]])


def query_tokens(query: Query, meant_by: MeantBy) -> dict[tuple[str, str], float]:
    """Return what a query ranks by, and how much each counts."""
    tokens: defaultdict[tuple[str, str], float] = defaultdict(float)
    for clause in query.sought():
        folded = _folded(clause.units)
        for token in folded:
            tokens["folded", token] += 1
        for compound in (unit.compound for unit in clause.units if unit.compound):
            tokens["compounds", compound] += COMPOUND_WEIGHT
        for pair in pairwise(folded):
            if not any(token.endswith("*") for token in pair):
                tokens["folded_bigrams", " ".join(pair)] += BIGRAM_WEIGHT
        exact = list(map(meant_by, _exact(clause.units))) if query.has_diacritics else []
        known = [token for token in exact if token]
        for token in known:
            tokens["exact", token] += EXACT_WEIGHT
        in_row_anyway = isinstance(clause, Phrase) and (clause.exact or not known)
        if 2 <= len(folded) <= 4 and not in_row_anyway and not any(token.endswith("*") for token in folded):
            if len(known) == len(folded):
                tokens["exact_row", " ".join(known)] += ROW_WEIGHT
            else:
                tokens["row" if len(folded) > 2 else "folded_bigrams", " ".join(folded)] += ROW_WEIGHT
    return tokens


def _folded(units: Sequence[Unit]) -> list[str]:
    return [syllable + "*" * unit.prefix for unit in units for syllable in unit.folded]


def _exact(units: Sequence[Unit]) -> list[str]:
    return [syllable for unit in units if not unit.prefix for syllable in unit.exact]


def _is(term: str, token: str) -> bool:
    return term.startswith(token[:-1]) if token.endswith("*") else term == token


def _contains(value: str, wanted: Sequence[str]) -> bool:
    folded = analyse(cut_value(value)).folded
    return any(folded[first : first + len(wanted)] == list(wanted) for first in range(len(folded)))
