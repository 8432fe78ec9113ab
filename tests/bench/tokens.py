"""What every peer is fed of an article: the token streams that we index, as text with blanks between the tokens.

Peers do not know that a word counts more in a title than in a body, but they count repetitions. So each stream comes in
pieces: the title as often as its words weigh, the summary, the body, and the body's beginning once more, so long that
all words of the lead together count as much as with us. A piece is a text of its own: no phrase goes across two.

Ours holds more besides: pyvi's words, positions of the exact syllables, and the titles apart.
"""

import json
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from multiprocessing import get_context
from multiprocessing.pool import AsyncResult
from pathlib import Path

from index.analysed import analyse_article
from index.article import Article
from index.article_json import article_from_json
from index.schema import LEAD_WEIGHTS, TITLE_WEIGHT, date_number

LEAD = int(sum(LEAD_WEIGHTS)) - len(LEAD_WEIGHTS)  # syllables of a body that count twice: 30 at 2 and 70 at 1.5 are 65
BATCH = 64  # articles handed to a process at once
AHEAD = 4  # batches a process has waiting: none is ever idle, and memory stays small


@dataclass(frozen=True, slots=True)
class Tokens:
    """The pieces of each stream, and the values of an article; `month` counts from the year 0."""

    folded: Sequence[str]
    folded_bigrams: Sequence[str]
    exact: Sequence[str]
    compounds: Sequence[str]
    date: int
    month: int
    source: str
    category: str
    author: str


def tokens_of(article: Article) -> Tokens:
    """Analyse an article."""
    analyses = analyse_article(article).analyses
    date = date_number(article.date)
    return Tokens(
        _pieces([analysis.folded for analysis in analyses]),
        _pieces([bigrams(analysis.folded) for analysis in analyses]),
        _pieces([analysis.syllables for analysis in analyses]),
        [" ".join(analysis.folded_compounds) for analysis in analyses if analysis.folded_compounds],
        date,
        date // 10_000 * 12 + date // 100 % 100 - 1,
        article.source or "",
        article.category or "",
        article.author or "",
    )


def bigrams(syllables: Sequence[str]) -> list[str]:
    """Return neighbouring syllables, joined by what peers do not take for the end of a token."""
    return list(map("_".join, pairwise(syllables)))


def analysed(path: Path, jobs: int) -> Iterator[Tokens]:
    """Yield the tokens of the articles of a file of JSON lines, analysed by `jobs` processes."""
    with path.open(encoding="utf-8") as lines:
        if jobs == 1:
            yield from _analysed_lines(lines)
        else:
            yield from _in_processes(lines, jobs)


def _in_processes(lines: Iterable[str], jobs: int) -> Iterator[Tokens]:
    lines = iter(lines)
    waiting: deque[AsyncResult[list[Tokens]]] = deque()
    with get_context("spawn").Pool(jobs) as pool:
        while batch := list(islice(lines, BATCH)):
            waiting.append(pool.apply_async(_analysed_batch, (batch,)))
            if len(waiting) > AHEAD * jobs:
                yield from waiting.popleft().get()
        while waiting:
            yield from waiting.popleft().get()


def _analysed_batch(lines: Sequence[str]) -> list[Tokens]:
    return list(_analysed_lines(lines))


def _analysed_lines(lines: Iterable[str]) -> Iterator[Tokens]:
    return (tokens_of(article_from_json(json.loads(line))) for line in lines)


def _pieces(texts: Sequence[Sequence[str]]) -> list[str]:
    title, summary, body = texts
    pieces = [title] * int(TITLE_WEIGHT) + [summary, body, body[:LEAD]]
    return [" ".join(piece) for piece in pieces if piece]
