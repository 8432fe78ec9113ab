"""Marks a query's words in an article's texts, and picks the fragments of a snippet. All output is escaped HTML."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from markupsafe import Markup, escape

from index.analysed import searchable_body
from index.article import Article
from index.text.fold import fold
from index.text.streams import Spelling, spell
from search.passage import FRAGMENT_CHARACTERS, LONE_CHARACTERS, Passage, Span, one_line
from search.query import Query

FRAGMENT_SYLLABLES = 22  # what a fragment is weighed by: as many as it has room for
UNTITLED_SYLLABLES = 12  # an article without a headline is known by its first words
MAX_PLACES = 400  # matches looked at as a fragment's beginning: no news article has more that differ
READ_CHARACTERS = 200_000  # of a text looked at: fifty times a long article, a tenth of a second
COVERED = 0.3  # what a syllable counts in the second fragment when the first shows it already
WORTH_SHOWING = 0.25  # a second fragment weighs at least this share of the first: a phrase again does, a stray word not
ADJACENT = 1.0  # a pair in the typed order counts as one of its syllables more: whole names before scattered words

LONGEST_GAP = 12  # characters between words that are shown: a sentence that ends in a quotation has half as many

_UNEVEN_SPACE = re.compile(r"\s{2,}|[^\S \n]")
_LONG_GAP = re.compile(rf"[\W_]{{{LONGEST_GAP + 1},}}")


class Highlighter:
    """Knows what to mark for one query; `weights` are the inverse document frequencies of its folded syllables."""

    def __init__(self, query: Query, weights: Mapping[str, float], within: Sequence[str] = ()) -> None:
        """Take the syllables that the query's words and phrases seek.

        A form typed with diacritics is marked alone where it occurs: in the same text, or in any of those `within`.
        """
        self._weights = weights
        self._within = {syllable for text in within for syllable in spell(text).syllables}
        self._typed: dict[str, set[str]] = {}  # folded syllable -> its forms typed with diacritics
        self._pairs: set[tuple[str, str]] = set()
        self._prefixes = tuple(unit.folded[0] for unit in query.sought_units() if unit.prefix)
        self._rows: dict[str, set[tuple[str, ...]]] = {}  # what stands for words typed, by its first syllable
        for row in (row for unit in query.sought_units() for row in unit.alternatives):
            self._rows.setdefault(row[0], set()).add(row)
        for clause in query.sought():
            whole = [unit for unit in clause.units if not unit.prefix]
            self._pairs.update(pairwise(syllable for unit in whole for syllable in unit.ranked))
            for unit in whole:
                for exact, syllable in zip(unit.exact, unit.ranked, strict=True):
                    forms = self._typed.setdefault(syllable, set())
                    if fold(exact) != exact and not unit.meant:
                        forms.add(exact)

    def text(self, text: str) -> Markup:
        """Return the whole text with every matching syllable marked; those beyond READ_CHARACTERS are not looked at."""
        if not self._typed and not self._prefixes:
            return escape(text)
        passage = Passage(text[:READ_CHARACTERS], self._matches)
        return passage.html(0, len(passage), whole=True) + escape(text[READ_CHARACTERS:])

    def title(self, article: Article) -> Markup:
        """Return the marked headline, or the first words of an article that has none."""
        if article.title.strip():
            return one_line(self.text(article.title))
        passage = Passage(_even(article.summary or searchable_body(article)), self._matches)
        return one_line(passage.excerpt(0, UNTITLED_SYLLABLES))

    def snippet(self, article: Article) -> Markup:
        """Return one or two fragments of the body around the densest matches, of the lead where only that has some.

        They have LEAST_CHARACTERS to MOST_CHARACTERS together, as far as there is text. Where nothing matches, that is
        the beginning of the lead, or of the body.
        """
        body = Passage(_even(searchable_body(article)), self._matches)
        lead = Passage(_even(article.summary), self._matches) if article.summary.strip() else body
        for passage in (body, lead):
            if passage.matching:
                return passage.excerpts(passage.filled(self._fragments(passage)))
        return lead.excerpts(lead.filled([lead.from_start()]))

    def _matches(self, spelling: Spelling) -> list[bool]:
        """Say for each position whether to mark it; where a form was typed exactly and occurs, only that form is."""
        present = self._within or set(spelling.syllables)
        wanted = {folded: forms & present for folded, forms in self._typed.items()}
        marks = [
            (folded in wanted and (not wanted[folded] or exact in wanted[folded])) or folded.startswith(self._prefixes)
            for exact, folded in zip(spelling.syllables, spelling.folded, strict=True)
        ]
        for place, folded in enumerate(spelling.folded if self._rows else ()):
            for row in self._rows.get(folded, ()):
                if tuple(spelling.folded[place : place + len(row)]) == row:
                    marks[place : place + len(row)] = [True] * len(row)
        return marks

    def _fragments(self, passage: Passage) -> list[Span]:
        """Return the spans of positions to show, in the order of the text, none overlapping."""
        place, weight = self._best(passage, set(), (0, 0))
        if place is None:
            return []
        first = passage.widen(place, FRAGMENT_CHARACTERS)
        shown = {passage.spelling.folded[position] for position in passage.matches_in(*first)}
        other, other_weight = self._best(passage, shown, first)
        if other is None or other_weight < WORTH_SHOWING * weight:
            return [passage.widen(place, LONE_CHARACTERS)]
        second = passage.widen(other, 2 * FRAGMENT_CHARACTERS - passage.characters(first))
        if place < other:
            return [first, (max(second[0], first[1]), second[1])]
        return [(second[0], min(second[1], first[0])), first]

    def _best(self, passage: Passage, covered: set[str], taken: Span) -> tuple[int | None, float]:
        """Return the match from which a fragment scores most, none of it `taken`, the first of several; and its score.

        What a fragment would score if it showed no syllable twice is soon told; most need not be looked at further.
        """
        best: tuple[int | None, float] = None, 0.0
        for bound, negative_place, end in sorted(self._bounds(passage, taken), reverse=True):
            if bound < best[1]:
                break
            score = self._score(passage, (-negative_place, end), covered)
            if score > best[1] or (score == best[1] and best[0] is not None and -negative_place < best[0]):
                best = -negative_place, score
        return best

    def _bounds(self, passage: Passage, taken: Span) -> Iterator[tuple[float, int, int]]:
        """Yield for each match the most that a fragment from it can score, the match as a negative, and its end."""
        folded, places = passage.spelling.folded, passage.matching
        weights = [self._weights.get(folded[place], 1.0) for place in places]
        sums = list(accumulate((weight * (1 + ADJACENT) for weight in weights), initial=0.0))
        after = 0
        for number, place in enumerate(places[:MAX_PLACES]):
            end = passage.end_of(place, FRAGMENT_SYLLABLES)
            while after < len(places) and places[after] < end:
                after += 1
            if place >= taken[1] or end <= taken[0]:
                yield sums[after] - sums[number], -place, end

    def _score(self, passage: Passage, span: Span, covered: set[str]) -> float:
        folded = passage.spelling.folded
        inside = passage.matches_in(*span)
        syllables = {folded[position] for position in inside}
        score = sum(self._weights.get(s, 1.0) * (COVERED if s in covered else 1.0) for s in syllables)
        pairs = {(folded[a], folded[b]) for a, b in pairwise(inside) if b == a + 1} & self._pairs
        return score + ADJACENT * sum(
            self._weights.get(second, 1.0) * (COVERED if {first, second} <= covered else 1.0) for first, second in pairs
        )


def _even(text: str) -> str:
    """Return a text, as far as it is read, with one space or line break for each run of white space.

    Of rows of dashes and the like, which would fill a snippet, the beginning is left.
    """
    spaced = _UNEVEN_SPACE.sub(_space_of, text[:READ_CHARACTERS].strip())
    return _LONG_GAP.sub(lambda gap: gap[0][: LONGEST_GAP - 1] + _space_of(gap), spaced).strip()


def _space_of(run: re.Match[str]) -> str:
    return "\n" if "\n" in run[0] else " "
