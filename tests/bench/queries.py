"""What people type, of five kinds, drawn from the articles that are searched."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.article import Article
from index.text.fold import fold
from index.text.normalise import IY_EQUIVALENTS
from index.text.streams import Analysis, analyse
from tests.bench.corpus import SEED, searchable_texts

COMMON = 100  # the most frequent syllables count as common words
LOOKED_AT = 500  # articles to draw from: enough for every kind, quick to analyse
# The peers know nothing of i and y being two spellings of one word, so these would not find the same articles.
_SPELLED_TWO_WAYS = frozenset(fold(spelling) for pair in IY_EQUIVALENTS.items() for spelling in pair)


@dataclass(frozen=True, slots=True)
class Typed:
    """A query as typed, and its folded syllables for the peers, who are handed what they need not parse."""

    text: str
    syllables: tuple[str, ...]
    phrase: bool = False


def draw(articles: Sequence[Article], count: int) -> dict[str, list[Typed]]:
    """Return `count` queries of each kind."""
    chance = random.Random(SEED)
    texts = [analyse(text) for article in articles[:LOOKED_AT] for text in searchable_texts(article) if text]
    titles = [analyse(article.title) for article in articles[:LOOKED_AT] if article.title] or texts
    common = _common_words(texts)
    kinds: dict[str, Callable[[], Typed]] = {
        "one common word": lambda: _query([chance.choice(common)]),
        "2 to 4 words": lambda: _query(_run(chance, titles, 2, 4)),
        "whole title": lambda: _query(chance.choice(titles).syllables),
        "without diacritics": lambda: _query(list(map(fold, _run(chance, titles, 2, 4)))),
        "phrase": lambda: _phrase(_run(chance, texts, 2, 3)),
    }
    return {kind: [make() for _ in range(count)] for kind, make in kinds.items()}


def _common_words(analyses: Sequence[Analysis]) -> list[str]:
    frequencies = Counter(syllable for analysis in analyses for syllable in set(analysis.syllables))
    return [syllable for syllable, _ in frequencies.most_common() if _is_plain(syllable)][:COMMON]


def _run(chance: random.Random, analyses: Sequence[Analysis], shortest: int, longest: int) -> list[str]:
    """Return neighbouring plain syllables of a random text."""
    while True:
        syllables = chance.choice(analyses).syllables
        length = chance.randint(shortest, longest)
        start = chance.randrange(max(1, len(syllables) - length + 1))
        run = syllables[start : start + length]
        if len(run) == length and all(map(_is_plain, run)):
            return run


def _is_plain(syllable: str) -> bool:
    return syllable.isalpha() and fold(syllable) not in _SPELLED_TWO_WAYS


def _query(syllables: Sequence[str]) -> Typed:
    return Typed(" ".join(syllables), tuple(map(fold, syllables)))


def _phrase(syllables: Sequence[str]) -> Typed:
    return Typed(f'"{" ".join(syllables)}"', tuple(map(fold, syllables)), phrase=True)
