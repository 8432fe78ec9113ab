"""Marks a query's words in an article's texts, and picks the fragments of a snippet. All output is escaped HTML."""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

from markupsafe import Markup, escape

from index.analysed import searchable_body
from index.article import Article
from index.text.fold import fold
from index.text.streams import Analysis, analyse
from search.query import Query

FRAGMENT_SYLLABLES = 22  # about 95 characters: two fragments fill two lines of a result
CONTEXT_SYLLABLES = 6  # shown before a fragment's first match, or fewer where a sentence begins
LEAD_SYLLABLES = 2 * FRAGMENT_SYLLABLES  # what is shown of the lead when nothing in the body matches
UNTITLED_SYLLABLES = 12  # an article without a headline is known by its first words
MAX_PLACES = 400  # matches looked at as a fragment's beginning: no news article has more that differ
READ_CHARACTERS = 200_000  # of a body looked at for a snippet: fifty times a long article, a tenth of a second
COVERED = 0.3  # what a syllable counts in the second fragment when the first shows it already
WORTH_SHOWING = 0.25  # a second fragment weighs at least this share of the first: a phrase again does, a stray word not
ADJACENT = 1.0  # a pair in the typed order counts as one of its syllables more: whole names before scattered words

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
        self._within = {syllable for text in within for syllable in analyse(text).syllables}
        self._typed: dict[str, set[str]] = {}  # folded syllable -> its forms typed with diacritics
        self._pairs: set[tuple[str, str]] = set()
        for clause in query.sought():
            folded = [syllable for unit in clause.units for syllable in unit.folded]
            self._pairs.update(pairwise(folded))
            for exact, syllable in zip((e for unit in clause.units for e in unit.exact), folded, strict=True):
                forms = self._typed.setdefault(syllable, set())
                if fold(exact) != exact:
                    forms.add(exact)

    def text(self, text: str) -> Markup:
        """Return the whole text with every matching syllable marked."""
        passage = _Passage(text, self._matches)
        return passage.html(0, len(passage), whole=True)

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

    def _matches(self, analysis: Analysis) -> list[bool]:
        """Say for each position whether to mark it; where a form was typed exactly and occurs, only that form is."""
        present = self._within or set(analysis.syllables)
        wanted = {folded: forms & present for folded, forms in self._typed.items()}
        return [
            folded in wanted and (not wanted[folded] or exact in wanted[folded])
            for exact, folded in zip(analysis.syllables, analysis.folded, strict=True)
        ]

    def _fragments(self, passage: "_Passage") -> list[Span]:
        """Return the spans of positions to show, in the order of the text, none overlapping."""
        first, weight = self._best(passage, set(), (0, 0))
        if first is None:
            return []
        shown = {passage.analysis.folded[position] for position in passage.matches_in(*first)}
        second, second_weight = self._best(passage, shown, first)
        if second is None or second_weight < WORTH_SHOWING * weight:
            return [passage.widen(passage.matches_in(*first)[0], LEAD_SYLLABLES)]
        return sorted([first, second])

    def _best(self, passage: "_Passage", covered: set[str], taken: Span) -> tuple[Span | None, float]:
        best, best_score = None, 0.0
        for start in passage.matching[:MAX_PLACES]:
            span = passage.widen(start, FRAGMENT_SYLLABLES)
            if span[0] < taken[1] and taken[0] < span[1]:
                continue
            score = self._score(passage, span, covered)
            if score > best_score:
                best, best_score = span, score
        return best, best_score

    def _score(self, passage: "_Passage", span: Span, covered: set[str]) -> float:
        folded = passage.analysis.folded
        inside = passage.matches_in(*span)
        syllables = {folded[position] for position in inside}
        score = sum(self._weights.get(s, 1.0) * (COVERED if s in covered else 1.0) for s in syllables)
        pairs = {(folded[a], folded[b]) for a, b in pairwise(inside) if b == a + 1} & self._pairs
        return score + ADJACENT * sum(
            self._weights.get(second, 1.0) * (COVERED if {first, second} <= covered else 1.0) for first, second in pairs
        )


class _Passage:
    """One text, analysed, with the positions to mark; spans are half-open ranges of positions."""

    def __init__(self, text: str, matches: Callable[[Analysis], list[bool]]) -> None:
        self.raw = text
        self.analysis = analyse(text)
        self.marked = matches(self.analysis)
        self.matching = [position for position, mark in enumerate(self.marked) if mark]
        self._word_starts = set(self.analysis.word_positions)

    def __len__(self) -> int:
        return len(self.analysis.syllables)

    def matches_in(self, start: int, end: int) -> Sequence[int]:
        low, high = bisect_left(self.matching, start), bisect_left(self.matching, end)
        return self.matching[low:high]

    def widen(self, position: int, length: int) -> Span:
        """Return a span of about `length` positions around a match, from a sentence or word start to a word end.

        It ends where its paragraph does.
        """
        start = max(0, position - CONTEXT_SYLLABLES)
        start = next((p for p in range(position, start, -1) if self._begins_sentence(p)), start)
        start = next((p for p in range(start, position) if p in self._word_starts), position)
        end = position + 1
        while end < len(self) and (end < start + length or end not in self._word_starts) and "\n" not in self._gap(end):
            end += 1
        return start, end

    def excerpt(self, start: int, end: int) -> Markup:
        """Return the marked span, with an ellipsis where the text goes on."""
        end = min(end, len(self))
        before = Markup("… ") if start > 0 else Markup("")
        after = Markup(" …") if end < len(self) else Markup("")
        return before + self.html(start, end, whole=False) + after

    def html(self, start: int, end: int, *, whole: bool) -> Markup:
        """Return positions `start` to `end`, runs of marked ones under one mark; `whole` keeps the text's margins."""
        starts, ends = self.analysis.starts, self.analysis.ends
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
        return self.raw[self.analysis.ends[position - 1] : self.analysis.starts[position]]


def _one_line(html: Markup) -> Markup:
    """Join the lines of escaped HTML, and ellipses that meet."""
    return Markup(_ELLIPSES.sub("…", _SPACE.sub(" ", html).strip()))
