"""Marks a query's words in an article's texts, and picks the fragments of a snippet. All output is escaped HTML."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import TypeAlias

from markupsafe import Markup, escape

from index.analysed import searchable_body
from index.article import Article
from index.text.fold import fold
from index.text.streams import Spelling, analyse, spell
from search.query import Query

FRAGMENT_SYLLABLES = 22  # about 95 characters: two fragments fill two lines of a result
CONTEXT_SYLLABLES = 6  # shown before a fragment's first match, or fewer where a sentence begins
LEAD_SYLLABLES = 2 * FRAGMENT_SYLLABLES  # what is shown of the lead when nothing in the body matches
UNTITLED_SYLLABLES = 12  # an article without a headline is known by its first words
MAX_PLACES = 400  # matches looked at as a fragment's beginning: no news article has more that differ
READ_CHARACTERS = 200_000  # of a text looked at: fifty times a long article, a tenth of a second
COVERED = 0.3  # what a syllable counts in the second fragment when the first shows it already
WORTH_SHOWING = 0.25  # a second fragment weighs at least this share of the first: a phrase again does, a stray word not
ADJACENT = 1.0  # a pair in the typed order counts as one of its syllables more: whole names before scattered words

LONGEST_WORD = 4  # syllables; a fragment ends with a word, if one ends within so many beyond its length

_LINE_BREAK = re.compile(r"\n")
_SENTENCE_END = re.compile(r"[.!?…:;]\s|\n")
_SPACE = re.compile(r"\s+")
_ELLIPSES = re.compile(r"…(?: …)+")

Span: TypeAlias = tuple[int, int]  # the positions shown, from the first to before the last


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
        passage = _Passage(text[:READ_CHARACTERS], self._matches)
        return passage.html(0, len(passage), whole=True) + escape(text[READ_CHARACTERS:])

    def title(self, article: Article) -> Markup:
        """Return the marked headline, or the first words of an article that has none."""
        if article.title.strip():
            return _one_line(self.text(article.title))
        passage = _Passage(article.summary or searchable_body(article), self._matches)
        return _one_line(passage.excerpt(0, UNTITLED_SYLLABLES))

    def snippet(self, article: Article) -> Markup:
        """Return two fragments of the body around the densest matches; the lead where the body has no match."""
        body = _Passage(searchable_body(article)[:READ_CHARACTERS], self._matches)
        spans = self._fragments(body)
        if spans:
            return _one_line(Markup(" ").join(body.excerpt(*span) for span in spans))
        lead = _Passage(article.summary, self._matches) if article.summary.strip() else body
        return _one_line(lead.excerpt(0, LEAD_SYLLABLES))

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

    def _fragments(self, passage: "_Passage") -> list[Span]:
        """Return the spans of positions to show, in the order of the text, none overlapping."""
        place, weight = self._best(passage, set(), (0, 0))
        if place is None:
            return []
        first = passage.widen(place, FRAGMENT_SYLLABLES)
        shown = {passage.spelling.folded[position] for position in passage.matches_in(*first)}
        other, other_weight = self._best(passage, shown, first)
        if other is None or other_weight < WORTH_SHOWING * weight:
            return [passage.widen(place, LEAD_SYLLABLES)]
        second = passage.widen(other, FRAGMENT_SYLLABLES)
        if place < other:
            return [first, (max(second[0], first[1]), second[1])]
        return [(second[0], min(second[1], first[0])), first]

    def _best(self, passage: "_Passage", covered: set[str], taken: Span) -> tuple[int | None, float]:
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

    def _bounds(self, passage: "_Passage", taken: Span) -> Iterator[tuple[float, int, int]]:
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

    def _score(self, passage: "_Passage", span: Span, covered: set[str]) -> float:
        folded = passage.spelling.folded
        inside = passage.matches_in(*span)
        syllables = {folded[position] for position in inside}
        score = sum(self._weights.get(s, 1.0) * (COVERED if s in covered else 1.0) for s in syllables)
        pairs = {(folded[a], folded[b]) for a, b in pairwise(inside) if b == a + 1} & self._pairs
        return score + ADJACENT * sum(
            self._weights.get(second, 1.0) * (COVERED if {first, second} <= covered else 1.0) for first, second in pairs
        )


class _Passage:
    """One text with the positions to mark; spans are half-open ranges of positions."""

    def __init__(self, text: str, matches: Callable[[Spelling], list[bool]]) -> None:
        self.raw = text
        self.spelling = spell(text)
        self.marked = matches(self.spelling)
        self.matching = [position for position, mark in enumerate(self.marked) if mark]
        breaks = (bisect_left(self.spelling.starts, line.start()) for line in _LINE_BREAK.finditer(text))
        self._paragraph_ends = [*breaks, len(self)]

    def __len__(self) -> int:
        return len(self.spelling.syllables)

    def matches_in(self, start: int, end: int) -> Sequence[int]:
        low, high = bisect_left(self.matching, start), bisect_left(self.matching, end)
        return self.matching[low:high]

    def widen(self, position: int, length: int) -> Span:
        """Return a span of about `length` positions around a match, from a sentence or word start to a word end.

        It ends where its paragraph does.
        """
        start = max(0, position - CONTEXT_SYLLABLES)
        start = next((p for p in range(position, start, -1) if self._begins_sentence(p)), start)
        limit = self.end_of(position, length + LONGEST_WORD)
        word_starts = self._word_starts(start, limit)
        start = next((p for p in range(start, position) if p in word_starts), position)
        end = min(start + length, limit)
        return start, next((p for p in range(end, limit) if p in word_starts), limit)

    def end_of(self, position: int, length: int) -> int:
        """Return where `length` positions from this one end, or their paragraph does before."""
        paragraph = bisect_right(self._paragraph_ends, position)
        return min(position + length, self._paragraph_ends[paragraph])

    def _word_starts(self, first: int, end: int) -> set[int]:
        """Return where words begin; what is not shown need not be segmented for it."""
        words = analyse(self.raw[self.spelling.starts[first] : self.spelling.ends[end - 1]])
        if len(words.syllables) != end - first:
            return set(range(first, end))  # cut through the middle of what is one piece, and so is read otherwise
        return {first + position for position in words.word_positions}

    def excerpt(self, start: int, end: int) -> Markup:
        """Return the marked span, with an ellipsis where the text goes on."""
        end = min(end, len(self))
        before = Markup("… ") if start > 0 else Markup("")
        after = Markup(" …") if end < len(self) else Markup("")
        return before + self.html(start, end, whole=False) + after

    def html(self, start: int, end: int, *, whole: bool) -> Markup:
        """Return positions `start` to `end`, runs of marked ones under one mark; `whole` keeps the text's margins."""
        starts, ends = self.spelling.starts, self.spelling.ends
        cursor = 0 if whole or start == 0 or not starts else starts[start]
        stop = len(self.raw) if whole or end >= len(self) else ends[end - 1] if end else 0
        pieces = []
        for first, last in self._runs(start, end):
            pieces += [escape(self.raw[cursor : starts[first]]), Markup("<mark>")]
            pieces += [escape(self.raw[starts[first] : ends[last]]), Markup("</mark>")]
            cursor = ends[last]
        return Markup("").join([*pieces, escape(self.raw[cursor:stop])])

    def _runs(self, start: int, end: int) -> list[Span]:
        runs: list[Span] = []
        for position in self.matches_in(start, end):
            if runs and position == runs[-1][1] + 1 and self._gap(position).isspace():
                runs[-1] = runs[-1][0], position
            else:
                runs.append((position, position))
        return runs

    def _begins_sentence(self, position: int) -> bool:
        return position == 0 or bool(_SENTENCE_END.search(self._gap(position)))

    def _gap(self, position: int) -> str:
        """Return what stands between the syllable before this position and the one at it."""
        return self.raw[self.spelling.ends[position - 1] : self.spelling.starts[position]]


def _one_line(html: Markup) -> Markup:
    """Join the lines of escaped HTML, and ellipses that meet."""
    return Markup(_ELLIPSES.sub("…", _SPACE.sub(" ", html).strip()))
