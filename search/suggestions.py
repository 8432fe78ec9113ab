"""Completions of what is being typed: phrases and words, names, and titles of the index; nothing else.

Phrases and names come by how many titles have them, or articles are theirs; then words that hardly a title has, by how
many articles do; then whole titles, the newest first.
"""

import json
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, pairwise

import numpy as np

from index.article import Article
from index.article_json import article_from_json
from index.columnar.completions import folded_text
from index.columnar.segment import Segment
from index.schema import VALUES, encoded
from index.text.normalise import fold_syllable
from index.text.streams import spell
from search.beginning import Beginning, beginnings
from search.columns import Columns
from search.deadline import Deadline
from search.lists import Mask, Places
from search.names import Names
from search.phrases import has_row
from search.postings import PostingSource
from search.request import BUDGET_MS, Suggestion

PHRASES_READ = 1_000  # of a segment, the most frequent ones, to find those with the diacritics typed: 3 ms
TITLES_READ = 50  # the newest ones: 2 ms
AHEAD = 2  # times as many phrases as wanted are counted in all segments, for one may be more frequent in another
OPERATORS = re.compile(r"""["“”«»()=*:]|(?:^|\s)-|\bOR\b""")  # of the query language
_TITLE_BITS = 32  # by how many bits the count of titles is raised above that of articles, to sort by both at once


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What may be suggested: its exact syllables, and how many titles and articles have it, or articles are its own.

    Not `certain` is a phrase that only deleted articles may have.
    """

    suggestion: Suggestion
    syllables: tuple[str, ...]
    titles: int
    certain: bool = True

    def rank(self) -> tuple[int, int, int, str, str]:
        """Return what sorts candidates, the best first: of equal ones the shortest, then by their letters and kinds."""
        text = self.suggestion.text
        return -self.titles, -self.suggestion.count, len(text), text, self.suggestion.kind


class Suggestions:
    """Completes typed text from one index; safe to use from several threads."""

    def __init__(self, source: PostingSource, columns: Columns, alive: Mask) -> None:
        """Take the index's posting lists and columns; `alive` says which documents were not deleted."""
        self._source, self._columns, self._alive = source, columns, alive
        self._deleted = [0 if s.alive is None else int(np.count_nonzero(~s.alive)) for s in source.segments]

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """Return at most `limit` completions of a typed text, or else of as many of its last words as have any.

        What has an operator has none: its words mean something else in one piece with others.
        """
        if OPERATORS.search(typed):
            return ()
        for beginning in beginnings(typed):
            found = self._completions(beginning, limit)
            if found:
                return tuple(replace(one, text=beginning.head + one.text) for one in found)
        return ()

    def _completions(self, beginning: Beginning, limit: int) -> list[Suggestion]:
        deadline = Deadline(BUDGET_MS)
        found: dict[tuple[str, ...], Suggestion] = {}
        for candidate in self._candidates(beginning, limit, deadline):
            if len(found) == limit:
                break
            if candidate.syllables not in found and (candidate.certain or self._lives(candidate.syllables, deadline)):
                found[candidate.syllables] = candidate.suggestion
        return list(found.values())

    def _candidates(self, beginning: Beginning, limit: int, deadline: Deadline) -> Iterator[_Candidate]:
        """Yield what begins so, and stands somewhere right after what was typed before it."""
        before = spell(beginning.head).folded[-1:]
        named = (one for names in self._names for one in islice(self._named(names, beginning, before, deadline), limit))
        phrases = (one for one in self._phrases(beginning, limit) if self._follows(before, one.syllables))
        yield from sorted([*phrases, *named], key=_Candidate.rank)
        if beginning.whole:
            yield from self._titles(beginning)

    def _follows(self, before: Sequence[str], syllables: Sequence[str]) -> bool:
        """Say whether the first of some syllables stands right after what was typed before, without diacritics."""
        return not before or self._source.pair(before[-1], fold_syllable(syllables[0])).frequency > 0

    def _named(
        self, names: Names, beginning: Beginning, before: Sequence[str], deadline: Deadline
    ) -> Iterator[_Candidate]:
        """Yield names, after other words only those that an article has whole right after the last one.

        What is typed may begin any word of a name, so its first word tells nothing of it: "bà Linh" is no "bà Báo …".
        """
        for name, syllables, count in names.completing(beginning):
            row = [*before, *map(fold_syllable, syllables)]
            if not before or has_row(self._source, "folded", row, deadline):
                yield _Candidate(Suggestion(name, "name", count), syllables, count)

    def _phrases(self, beginning: Beginning, limit: int) -> Iterator[_Candidate]:
        """Yield the phrases that most titles, or else articles, have."""
        sums: Counter[bytes] = Counter()
        for segment in self._source.segments:
            sums.update(dict(islice(_phrases(segment, beginning), AHEAD * limit)))
        for text, _ in sums.most_common(AHEAD * limit):
            counts = [_counts(segment, text) for segment in self._source.segments]
            titles, articles = map(sum, zip(*counts, strict=True))
            certain = any(max(own) > deleted for own, deleted in zip(counts, self._deleted, strict=True))
            phrase = text.decode("utf-8", "surrogatepass")
            suggestion = Suggestion(phrase, "phrase", titles or articles)
            yield _Candidate(suggestion, tuple(phrase.split(" ")), titles, certain)

    def _lives(self, syllables: Sequence[str], deadline: Deadline) -> bool:
        """Say whether an article that was not deleted has a phrase, as a word or otherwise."""
        is_word = self._source.term("words", "_".join(syllables)).frequency > 0
        return is_word or has_row(self._source, "exact", syllables, deadline)

    @cached_property
    def _names(self) -> Sequence[Names]:
        return [Names(self._columns.values[name]) for name in VALUES]

    def _titles(self, beginning: Beginning) -> Iterator[_Candidate]:
        """Yield titles that begin so, the newest first; each counts those of its kind among the ones read."""
        read: dict[tuple[str, ...], list[int]] = {}
        for segment, first, places in self._source.by_segment(self._newest(beginning)):
            for place, syllables in zip(places.tolist(), _spelled_titles(segment, places), strict=True):
                if beginning.agrees(syllables):
                    read.setdefault(syllables, []).append(first + place)
        dates = self._columns.dates
        for syllables, documents in sorted(read.items(), key=lambda item: -int(dates[item[1]].max())):
            title = " ".join(self._article(documents[-1]).title.split())
            yield _Candidate(Suggestion(title, "title", len(documents)), syllables, 0)

    def _newest(self, beginning: Beginning) -> Places:
        """Return the newest living documents whose titles begin so without diacritics, TITLES_READ at most, rising."""
        found = [np.empty(0, np.int64)]
        for segment, first in zip(self._source.segments, self._source.first_documents, strict=False):
            order = segment.column("title_order")

            def title(document: int, segment: Segment = segment) -> bytes:
                return folded_text(encoded(" ".join(_spelled_titles(segment, np.array([int(document)]))[0])))

            for text in beginning.folded:
                low, high = (bisect_left(order, bound, key=title) for bound in _bounds(text))
                found.append(order[low:high].astype(np.int64) + first)
        documents = np.concatenate(found)
        documents = documents[self._alive[documents]]
        return np.sort(documents[np.argsort(-self._columns.dates[documents], kind="stable")[:TITLES_READ]])

    def _article(self, document: int) -> Article:
        ((segment, _, places),) = (own for own in self._source.by_segment(np.array([document])) if len(own[2]))
        return article_from_json(json.loads(segment.articles[int(places[0])]))


def _phrases(segment: Segment, beginning: Beginning) -> Iterator[tuple[bytes, int]]:
    """Yield the phrases of a segment that begin so, the most frequent ones first, and what they are sorted by."""
    phrases = segment.phrases
    ranges = [[bisect_left(phrases, bound, key=folded_text) for bound in _bounds(text)] for text in beginning.folded]
    places = np.concatenate([np.arange(low, high) for low, high in ranges])
    titles, articles = (segment.phrase_counts(name)[places].astype(np.int64) for name in ("titles", "articles"))
    weights = titles << _TITLE_BITS | articles
    for place in np.argsort(-weights, kind="stable")[:PHRASES_READ].tolist():
        text = phrases[int(places[place])]
        if beginning.agrees(text.decode("utf-8", "surrogatepass").split(" ")):
            yield text, int(weights[place])


def _counts(segment: Segment, phrase: bytes) -> tuple[int, int]:
    """Return how many titles of a segment have a phrase, and how many articles have it as a word."""
    place = bisect_left(segment.phrases, (folded_text(phrase), phrase), key=lambda text: (folded_text(text), text))
    if place == len(segment.phrases) or segment.phrases[place] != phrase:
        return 0, 0
    return int(segment.phrase_counts("titles")[place]), int(segment.phrase_counts("articles")[place])


def _bounds(folded: str) -> tuple[bytes, bytes]:
    """Return what stands before, and after, all texts that begin so."""
    text = encoded(folded)
    return text, text + b"\xff"  # greater than any byte of UTF-8


def _spelled_titles(segment: Segment, documents: Places) -> list[tuple[str, ...]]:
    """Return the exact syllables of the titles of some documents."""
    terms, tokens = segment.terms("exact"), segment.titles(documents)
    bounds = pairwise(tokens.starts.tolist())
    numbers = tokens.terms.tolist()
    return [
        tuple(terms[number].decode("utf-8", "surrogatepass") for number in numbers[first : last - 1])
        for first, last in bounds
    ]
