"""Rows of terms are found where the texts of articles have them, however rare their terms are."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.analysed import analyse_article
from index.article import Article
from index.columnar import builder
from index.columnar.builder import Builder
from index.columnar.rows import holding_row
from index.columnar.segment import Segment

WORDS = ["hòa", "hoa", "bình", "binh", "đường", "của", "lạ"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
ARTICLES = st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=6)
ROWS = st.lists(st.sets(st.sampled_from(WORDS), min_size=0, max_size=3), min_size=1, max_size=4)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ARTICLES, ROWS, st.booleans(), st.sampled_from([1, 3, builder.COMMON]))
def test_a_row_stands_where_one_text_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, articles: list[tuple[str, str, str]], row: list[set[str]],
    in_title: bool, common: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(builder, "COMMON", common)
    segment = written(tmp_path, articles)
    terms = [np.array(sorted(numbers(segment, words)), np.int64) for words in row]
    held = holding_row(segment, np.arange(len(articles)), terms, in_title=in_title)
    assert held.tolist() == [
        any(stands(text.split(), row) for text in (texts[:1] if in_title else texts)) for texts in articles
    ]


def written(folder: Path, articles: list[tuple[str, str, str]]) -> Segment:
    columns, stored = folder / "columns", folder / "stored"
    for path in (columns, stored):
        path.unlink(missing_ok=True)
    made = Builder()
    for number, texts in enumerate(articles):
        made.add(analyse_article(Article(str(number), *texts)))
    made.write(columns, stored)
    return Segment(columns, stored)


def numbers(segment: Segment, words: set[str]) -> set[int]:
    return {segment.terms("exact").find(word.encode()) for word in words} - {-1}


def stands(text: list[str], row: list[set[str]]) -> bool:
    return any(
        all(word in words for word, words in zip(text[first:], row, strict=False))
        for first in range(len(text) - len(row) + 1)
    )


def test_the_documents_asked_of_are_those_told_of(tmp_path: Path) -> None:
    segment = written(tmp_path, [("hoa", "", ""), ("hoa binh", "", ""), ("", "", "hoa binh"), ("", "hoa", "binh")])
    row = [np.array([segment.terms("exact").find(word)]) for word in (b"hoa", b"binh")]
    asked = [1, 2, 3]
    assert holding_row(segment, np.array(asked), row, in_title=False).tolist() == [True, True, False]
