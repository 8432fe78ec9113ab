"""Everything an index tells of its living articles, whatever the segments they are in."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import numpy as np

from index import generation
from index.codec.toc import entries
from index.columnar.invert import BOUNDARY
from index.columnar.postings import Postings
from index.columnar.segment import Segment, TextField
from index.schema import VALUES


def contents(index: Path) -> dict[str, Any]:
    """Return the postings by field, term and article, and what each article says and has, by its id."""
    found: dict[str, Any] = defaultdict(dict)
    path = generation.current(index).path
    generation.verify(path)
    for entry in entries(path):
        segment = entry.open(path)
        alive = np.ones(segment.documents, np.bool_) if segment.alive is None else segment.alive
        assert int((~alive).sum()) == entry.deleted
        for field, term, postings in _lists(segment):
            for number, weight in zip(postings.documents.tolist(), postings.weights.tolist(), strict=True):
                if alive[number]:
                    found[field].setdefault(term, {})[segment.id(number)] = weight
        for number in np.flatnonzero(alive).tolist():
            assert segment.id(number) not in found["articles"]
            assert segment.number(segment.id(number)) == number
            found["articles"][segment.id(number)] = _article(segment, number)
    return dict(found)


def _lists(segment: Segment) -> Iterator[tuple[str, Any, Postings]]:
    fields: tuple[TextField, ...] = get_args(TextField)
    for field in fields:
        for term in segment.terms(field):
            yield field, term, segment.postings(field, term)
    folded = segment.terms("folded")
    for first, second in zip(*(numbers.tolist() for numbers in segment.pairs()), strict=True):
        yield "pairs", (folded[first], folded[second]), segment.pair(folded[first], folded[second])


def _article(segment: Segment, number: int) -> list[Any]:
    tokens, exact = segment.exact_tokens(np.array([number])), segment.terms("exact")
    (bounds,) = pairwise(tokens.starts.tolist())
    said = [b"" if term == BOUNDARY else exact[term] for term in tokens.terms.tolist()[slice(*bounds)]]
    values = [segment.values(name)[int(segment.column(name)[number])] for name in VALUES]
    columns = [int(segment.column(name)[number]) for name in ("dates", "lengths")]
    return [segment.articles[number], said, values, columns]
