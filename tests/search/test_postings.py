"""Posting lists as arrays against Whoosh's own matchers."""

from pathlib import Path

import numpy as np
import pytest
from whoosh.index import open_dir

from index import generation
from index.article import Article
from index.rebuild import rebuild
from index.schema import field_name
from search.postings import PostingSource
from tests.sample import write_jsonl


def test_arrays_hold_what_whoosh_s_matchers_yield(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    articles = [Article(f"a{n}", "hòa bình " * (n % 3), body=f"số {n % 7} hòa " * (1 + n % 5)) for n in range(1_200)]
    rebuild([write_jsonl(tmp_path / "a.jsonl", articles)], tmp_path / "index", jobs=2)
    reader = open_dir(generation.current(tmp_path / "index").path).reader()
    request.addfinalizer(reader.close)
    assert len(list(reader.leaf_readers())) == 2
    source = PostingSource(reader)
    for text, stream, token in (("body", "folded", "hoa"), ("title", "exact", "bình"), ("body", "exact", "6")):
        matcher = reader.postings(field_name(text, stream), token.encode())
        documents = list(matcher.all_ids())
        assert len(documents) > 20
        assert source.in_text(text, stream, token).tolist() == documents
        found = source.positions(text, stream, token, np.array(documents, np.uint32))
        matcher = reader.postings(field_name(text, stream), token.encode())
        for positions in found:
            assert list(positions) == matcher.value_as("positions")
            matcher.next()


def test_a_token_that_is_nowhere_has_no_postings(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    rebuild([write_jsonl(tmp_path / "a.jsonl", [Article("1", "bài")])], tmp_path / "index", jobs=1)
    reader = open_dir(generation.current(tmp_path / "index").path).reader()
    request.addfinalizer(reader.close)
    source = PostingSource(reader)
    assert len(source.in_stream("folded", "khong")) == 0
    assert len(source.in_text("body", "folded", "bai")) == 0
