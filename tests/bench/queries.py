"""Queries of the kinds people type, drawn from the articles themselves so that each finds something."""

import datetime
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from index.analysed import searchable_texts
from index.article import Article
from index.text.fold import fold
from index.text.streams import Analysis, analyse
from search.parse import parse
from search.query import Query
from search.request import NO_FILTERS, Filters, SearchRequest, Sort
from tests.bench.recombine import SEED

COMMON = 100  # the most frequent syllables count as common words
ALL_REQUIRED = 3  # so many words must all be found, with us as with all peers; of more, some
DEEP_PAGE = 100  # ranks 991 to 1,000: the last that are shown
PREFIX = 3  # letters before the star: two fit more words than are looked up
AROUND = datetime.timedelta(days=730)  # a filter by date reaches so far to both sides

COUNTED = "2 to 4 words, three facets, timeline"
WHOLE_PAGE = "whole page with ten snippets"

Form: TypeAlias = Literal["words", "phrase", "prefix"]


@dataclass(frozen=True, slots=True)
class Typed:
    """A query as typed, and what it says for the peers, who are handed what they need not parse.

    `folded` are its syllables in order (of a prefix, its letters); `exact` the same as typed, if any has diacritics.
    """

    text: str
    folded: tuple[str, ...]
    exact: tuple[str, ...] = ()
    form: Form = "words"
    filters: Filters = NO_FILTERS
    sort: Sort = "relevance"
    page: int = 1

    @property
    def words(self) -> tuple[str, ...]:
        """The distinct folded syllables."""
        return tuple(dict.fromkeys(self.folded))

    @property
    def all_required(self) -> bool:
        """Whether nothing of it may be missing from an article."""
        return self.form != "words" or len(self.words) <= ALL_REQUIRED

    def request(self, query: Query | None = None) -> SearchRequest:
        """Return what our engine is asked, with the parsed query or by parsing it now, but for what is counted."""
        return SearchRequest(query or parse(self.text), self.filters, self.sort, self.page, counts=False)


def draw(articles: Sequence[Article], count: int) -> dict[str, list[Typed]]:
    """Return `count` queries of each kind."""
    chance = random.Random(SEED)
    texts = [analyse(text) for article in articles for text in searchable_texts(article) if text]
    titles = [analyse(article.title) for article in articles if article.title] or texts
    common = [_words([syllable]) for syllable in _common_words(texts)]
    kinds: dict[str, Callable[[], Typed]] = {
        "one common word": lambda: chance.choice(common),
        "2 to 4 words": lambda: _words(_run(chance, titles, 2, 4)),
        "2 to 4 words without diacritics": lambda: _words(list(map(fold, _run(chance, titles, 2, 4)))),
        "whole title": lambda: _words(chance.choice(titles).syllables),
        "phrase of 2 or 3": lambda: _phrase(_run(chance, texts, 2, 3)),
        "phrase of 4 or 5": lambda: _phrase(_run(chance, texts, 4, 5)),
        "prefix": lambda: _prefix(_run(chance, titles, 1, 1, shortest_word=PREFIX + 1)[0]),
        "filters and words": lambda: _filtered(chance, chance.choice(articles)),
        "sorted by date": lambda: replace(_words(_run(chance, titles, 1, 3)), sort="newest"),
        "rank 991 to 1,000": lambda: replace(chance.choice(common), page=DEEP_PAGE),
        COUNTED: lambda: _words(_run(chance, titles, 2, 4)),
        WHOLE_PAGE: lambda: _words(_run(chance, titles, 2, 4)),
    }
    return {kind: [make() for _ in range(count)] for kind, make in kinds.items()}


def _common_words(analyses: Sequence[Analysis]) -> list[str]:
    frequencies = Counter(syllable for analysis in analyses for syllable in set(analysis.syllables))
    return [syllable for syllable, _ in frequencies.most_common() if syllable.isalpha()][:COMMON]


def _run(
    chance: random.Random, analyses: Sequence[Analysis], shortest: int, longest: int, shortest_word: int = 1
) -> list[str]:
    """Return neighbouring syllables of a random text, all of letters."""
    while True:
        syllables = chance.choice(analyses).syllables
        length = chance.randint(shortest, longest)
        start = chance.randrange(max(1, len(syllables) - length + 1))
        run = syllables[start : start + length]
        if len(run) == length and all(word.isalpha() and len(word) >= shortest_word for word in run):
            return run


def plain_words(text: str) -> Typed:
    """Return the query that a text without operators is."""
    analysis = analyse(text)
    marked = any(fold(syllable) != syllable for syllable in analysis.syllables)
    return Typed(text, tuple(analysis.folded), tuple(analysis.syllables) if marked else ())


def _words(syllables: Sequence[str]) -> Typed:
    return plain_words(" ".join(syllables))


def _phrase(syllables: Sequence[str]) -> Typed:
    words = _words(syllables)
    return replace(words, text=f'"{words.text}"', form="phrase")


def _prefix(syllable: str) -> Typed:
    letters = fold(syllable)[:PREFIX]
    return Typed(f"{letters}*", (letters,), form="prefix")


def _filtered(chance: random.Random, article: Article) -> Typed:
    """Ask for words of an article among those of its paper and years."""
    assert article.date
    assert article.source
    words = _words(_run(chance, [analyse(text) for text in searchable_texts(article) if text], 1, 2))
    return replace(words, filters=Filters(article.date - AROUND, article.date + AROUND, source=(article.source,)))
