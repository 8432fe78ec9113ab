"""One text of an article with what matches in it marked, and the spans of it that make a snippet."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import TypeAlias

from markupsafe import Markup, escape

from index.text.streams import Spelling, analyse, spell

LEAST_CHARACTERS = 150  # of a snippet, as far as there is text: it fills most of two lines of a result
MOST_CHARACTERS = 200  # of a snippet, ellipses and all: more than two lines of each result are not read
LONE_CHARACTERS = MOST_CHARACTERS - 4  # of one fragment, beside two ellipses
FRAGMENT_CHARACTERS = 96  # of the first fragment of two: half of what is left beside their ellipses
CONTEXT_SYLLABLES = 6  # shown before a fragment's first match, or fewer where a sentence begins
LONGEST_WORD = 4  # syllables; a fragment ends with a word, if one ends within so many before its end

_LINE_BREAK = re.compile(r"\n")
_SENTENCE_END = re.compile(r"[.!?…:;]\s|\n")
_SPACE = re.compile(r"\s+")
_ELLIPSES = re.compile(r"…(?: …)+")
_BEFORE, _BETWEEN, _AFTER = "… ", " … ", " …"

Span: TypeAlias = tuple[int, int]  # the positions shown, from the first to before the last


class Passage:
    """One text with the positions to mark; spans are half-open ranges of positions."""

    def __init__(self, text: str, matches: Callable[[Spelling], list[bool]]) -> None:
        """Take a text, and what says of each position whether to mark it."""
        self.raw = text
        self.spelling = spell(text)
        self.marked = matches(self.spelling)
        self.matching = [position for position, mark in enumerate(self.marked) if mark]
        breaks = (bisect_left(self.spelling.starts, line.start()) for line in _LINE_BREAK.finditer(text))
        self._paragraph_ends = [*breaks, len(self)]
        self._shown_ends = [*self.spelling.ends[:-1], len(text)]  # what follows the last syllable is shown with it

    def __len__(self) -> int:
        """Return how many positions there are."""
        return len(self.spelling.syllables)

    def matches_in(self, start: int, end: int) -> Sequence[int]:
        """Return the positions to mark from one to before another."""
        low, high = bisect_left(self.matching, start), bisect_left(self.matching, end)
        return self.matching[low:high]

    def characters(self, span: Span) -> int:
        """Return how many characters a span takes."""
        start, stop = self._extent(*span, whole=False)
        return stop - start

    def from_start(self) -> Span:
        """Return a span from the text's start that fills a snippet."""
        return 0, self._word_end(0, 1, MOST_CHARACTERS - len(_AFTER), len(self))

    def widen(self, position: int, characters: int) -> Span:
        """Return a span of at most so many characters around a match, from a sentence or word start to a word end.

        It ends where its paragraph does.
        """
        start = max(0, position - CONTEXT_SYLLABLES)
        start = next((p for p in range(position, start, -1) if self._begins_sentence(p)), start)
        word_starts = self._word_starts(start, position + 1)
        start = next((p for p in range(start, position) if p in word_starts), position)
        return start, self._word_end(start, position + 1, characters, self.end_of(position, len(self)))

    def filled(self, spans: list[Span]) -> list[Span]:
        """Return spans that go on, after their end or else before their start, until they fill a snippet."""
        spans = _joined(spans)
        while self._shown(spans) < LEAST_CHARACTERS:
            (first, end), (last, stop) = spans[0], spans[-1]
            if stop < len(self):
                spans[-1] = last, stop + 1
            elif first > 0:
                spans[0] = first - 1, end
            elif len(spans) > 1:
                spans = _joined([(first, end + 1), (last, stop)])
            else:
                break
        return spans

    def excerpts(self, spans: Sequence[Span]) -> Markup:
        """Return the marked spans on one line, with an ellipsis wherever the text goes on."""
        return one_line(Markup(" ").join(self.excerpt(*span) for span in spans))

    def _shown(self, spans: Sequence[Span]) -> int:
        """Return how many characters the excerpts of spans have, ellipses and all."""
        before = len(_BEFORE) if spans[0][0] > 0 else 0
        after = len(_AFTER) if spans[-1][1] < len(self) else 0
        return before + sum(map(self.characters, spans)) + len(_BETWEEN) * (len(spans) - 1) + after

    def _word_end(self, start: int, least: int, characters: int, limit: int) -> int:
        """Return the last place up to a limit where a word ends and no more than so many characters are shown."""
        end = bisect_right(self._shown_ends, self._extent(start, start, whole=False)[0] + characters)
        end = min(max(end, least), limit)
        if end == limit:
            return end
        first = max(least, end - LONGEST_WORD)
        word_starts = self._word_starts(start, min(end + LONGEST_WORD, limit))
        return next((p for p in range(end, first - 1, -1) if p in word_starts), end)

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
        before = Markup(_BEFORE) if start > 0 else Markup("")
        after = Markup(_AFTER) if end < len(self) else Markup("")
        return before + self.html(start, end, whole=False) + after

    def html(self, start: int, end: int, *, whole: bool) -> Markup:
        """Return positions `start` to `end`, runs of marked ones under one mark; `whole` keeps the text's margins."""
        starts, ends = self.spelling.starts, self.spelling.ends
        cursor, stop = self._extent(start, end, whole=whole)
        pieces = []
        for first, last in self._runs(start, end):
            pieces += [escape(self.raw[cursor : starts[first]]), Markup("<mark>")]
            pieces += [escape(self.raw[starts[first] : ends[last]]), Markup("</mark>")]
            cursor = ends[last]
        return Markup("").join([*pieces, escape(self.raw[cursor:stop])])

    def _extent(self, start: int, end: int, *, whole: bool) -> tuple[int, int]:
        """Return where the characters of a span begin and end; those around the text's are parts of it."""
        starts = self.spelling.starts
        cursor = 0 if whole or start == 0 or not starts else starts[start]
        stop = len(self.raw) if whole or end >= len(self) else self._shown_ends[end - 1] if end else 0
        return cursor, stop

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


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Return spans of which those that touch are one, and none is empty."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and joined[-1][1] >= start:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        elif start < end:
            joined.append((start, end))
    return joined or [(0, 0)]


def one_line(html: Markup) -> Markup:
    """Join the lines of escaped HTML, and ellipses that meet."""
    return Markup(_ELLIPSES.sub("…", _SPACE.sub(" ", html).strip()))
