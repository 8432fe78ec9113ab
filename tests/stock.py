"""Indexes that stock Whoosh writes, with its own codec, of the same tokens: what ours are compared to."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.index import FileIndex, create_in

from index.analysed import AnalysedArticle, analyse_article
from index.article import Article
from index.article_json import article_to_json
from index.schema import (
    BODY_WEIGHT,
    LEAD_WEIGHTS,
    SUMMARY_WEIGHT,
    TITLE_WEIGHT,
    VALUES,
    Occurrences,
    cut_value,
    date_number,
    schema,
)

MARKS = ("words", "title", "title_exact")  # fields that only say where: a posting weighs 1, however often it stands

Token = tuple[str, int, float]  # its text, its position in the article, and what it weighs there


def stock_index(folder: Path, articles: Iterable[Article]) -> FileIndex:
    """Write an index of one segment into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    index = create_in(str(folder), schema())
    add(index, articles)
    return index


def add(index: FileIndex, articles: Iterable[Article]) -> None:
    """Write one more segment."""
    writer = index.writer()
    for article in articles:
        writer.add_document(**document(article))
    writer.commit(merge=False)


def delete(index: FileIndex, ids: Iterable[str]) -> None:
    """Delete articles; their postings stay until segments are merged."""
    writer = index.writer()
    for article_id in ids:
        writer.delete_by_term("id", article_id)
    writer.commit(merge=False)


def document(article: Article) -> dict[str, Any]:
    """Return the arguments of `add_document` for an article."""
    fields = {name: _occurrences(tokens) for name, tokens in token_streams(analyse_article(article)).items()}
    values = {name: cut_value(getattr(article, name) or "") for name in VALUES}
    if article.date:
        fields["date"] = date_number(article.date)  # type: ignore[assignment]
    stored = json.dumps(article_to_json(article), ensure_ascii=False)
    return {"id": article.id, "article": stored, **fields, **{name: value for name, value in values.items() if value}}


def token_streams(analysed: AnalysedArticle) -> dict[str, list[Token]]:
    """Return the tokens of each field, by rising position."""
    streams: dict[str, list[Token]] = defaultdict(list)
    lengths = [len(analysis.syllables) for analysis in analysed.analyses]
    weights = zone_weights(*lengths).tolist()
    first = 0
    for text, (analysis, length) in enumerate(zip(analysed.analyses, lengths, strict=True)):
        places = range(first, first + length)
        own = weights[first : first + length]
        streams["exact"] += zip(analysis.syllables, places, own, strict=True)
        streams["folded"] += zip(analysis.folded, places, own, strict=True)
        pairs = map(" ".join, pairwise(analysis.folded))
        streams["folded_bigrams"] += zip(pairs, places[:-1], own[:-1], strict=True)
        starts = [start for _, start, _ in analysis.compounds]
        compounds = zip(analysis.folded_compounds, starts, strict=True)
        streams["compounds"] += [(compound, first + start, own[start]) for compound, start in compounds]
        words = zip(analysis.words, analysis.word_positions, strict=True)
        streams["words"] += [(word, first + start, 1.0) for word, start in words if "_" in word]
        if text == 0:
            streams["title"] = streams["folded"][:]
            streams["title_exact"] = streams["exact"][:]
        first += length + 1
    return {name: list(once(tokens)) if name in MARKS else tokens for name, tokens in streams.items()}


def once(tokens: Sequence[Token]) -> Iterator[Token]:
    """Let the first token of each term weigh 1, and the others nothing."""
    seen = set()
    for term, position, _ in tokens:
        yield term, position, float(term not in seen)
        seen.add(term)


def zone_weights(title: int, summary: int, body: int) -> npt.NDArray[np.float32]:
    """Return what each position of an article weighs; those between two texts, where nothing stands, 0.

    The arguments are numbers of syllables.
    """
    lead = LEAD_WEIGHTS[:body]
    texts = [TITLE_WEIGHT] * title, [SUMMARY_WEIGHT] * summary, [*lead, *[BODY_WEIGHT] * (body - len(lead))]
    return np.array([*texts[0], 0.0, *texts[1], 0.0, *texts[2]], np.float32)


def _occurrences(tokens: Sequence[Token]) -> Occurrences:
    found: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for term, position, weight in tokens:
        found[term].append((position, weight))
    return found
