"""Stock Whoosh opens a generation, and reads no pickle."""

import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.codec import INDEX_NAME, open_generation, write_toc
from index.codec.segment import Entry
from index.codec.toc import entries
from index.errors import IndexDamagedError
from index.schema import schema
from tests.index.codec.indexes import columnar_index, random_articles

SEARCH = """
import pickle, sys

def refuse(*_, **__):
    raise AssertionError("a pickle was read")

class Refusing(pickle.Unpickler):
    load = refuse

pickle.load = pickle.loads = refuse
pickle.Unpickler = Refusing
import index.codec
from whoosh.index import open_dir
from whoosh.query import And, FuzzyTerm, Not, Or, Phrase, Prefix, Term

queries = [
    Term("folded", "hoa"), Phrase("folded", ["doi", "ngoai"], slop=2), Prefix("exact", "đ"), Term("date", 20180703),
    FuzzyTerm("exact", "hòa", prefixlength=0), And([Term("title", "hoa"), Not(Term("words", "đối_ngoại"))]),
]
with open_dir(sys.argv[1]).searcher() as searcher:
    hits = searcher.search(Or(queries), limit=None, sortedby="date")
    print(*sorted(hit["article"][:30] for hit in hits), sep="\\n")
    for field, term in searcher.reader().all_terms():
        matcher = searcher.postings(field, term)
        if matcher.is_active() and matcher.supports("positions"):
            matcher.spans()
"""


def test_a_fresh_process_opens_and_searches_a_generation_without_pickle(tmp_path: Path) -> None:
    articles = random_articles(random.Random(3), 40)
    deleted = frozenset(article.id for article in articles[::5])
    columnar_index(tmp_path / "index", [articles[:30], articles[30:]], deleted)
    command = [sys.executable, "-W", "ignore", "-X", "utf8", "-c", SEARCH, str(tmp_path / "index")]
    found = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert found.returncode == 0, found.stderr
    assert 10 < len(found.stdout.splitlines()) <= len(articles) - len(deleted)


def test_the_table_of_contents_gives_back_what_was_written(tmp_path: Path) -> None:
    written = [Entry("MAIN_a1", 3), Entry("MAIN_b2", 5, "MAIN_b2.deleted", 2)]
    write_toc(tmp_path, written)
    assert entries(tmp_path) == written
    index = open_generation(tmp_path)
    assert index.schema.names() == schema().names()
    assert [(segment.segment_id(), segment.doc_count()) for segment in index._segments()] == [
        ("MAIN_a1", 3),
        ("MAIN_b2", 3),
    ]
    assert INDEX_NAME == "MAIN"


def test_deletions_are_known_to_every_reader(tmp_path: Path) -> None:
    articles = random_articles(random.Random(4), 9)
    columnar_index(tmp_path / "index", [articles], frozenset({articles[2].id}))
    for _ in range(2):
        with open_generation(tmp_path / "index").reader() as reader:
            assert np.flatnonzero([reader.is_deleted(number) for number in range(9)]).tolist() == [2]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"segments": 3}',
        b'{"segments": [{"name": "MAIN_a"}]}',
        b"\xff",
        b"null",
        b'{"segments": [{"name": 3, "documents": 1, "deletions": null, "deleted": 0}]}',
        b'{"segments": [{"name": "MAIN_a", "documents": 1, "deletions": 5, "deleted": 0}]}',
    ],
)
def test_a_table_of_contents_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    write_toc(tmp_path, [])
    file = next(tmp_path.glob("*.toc"))
    head, _, _ = file.read_bytes().partition(b'{"segments": []}')
    file.write_bytes(head[:-1] + bytes([len(content)]) + content)
    with pytest.raises(IndexDamagedError, match=r"table of contents cannot be read .*timbao rebuild"):
        entries(tmp_path)


def test_a_segment_of_another_table_of_contents_is_refused(tmp_path: Path) -> None:
    articles = random_articles(random.Random(5), 9)
    columnar_index(tmp_path / "index", [articles], frozenset())
    (entry,) = entries(tmp_path / "index")
    for changed in (Entry(entry.name, 8), Entry(entry.name, 10)):
        with pytest.raises(IndexDamagedError, match="is of another segment"):
            changed.open(tmp_path / "index")


def test_a_folder_without_a_table_of_contents_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match=r"cannot be opened .*timbao rebuild"):
        open_generation(tmp_path)
    with pytest.raises(IndexDamagedError, match=r"cannot be opened .*timbao rebuild"):
        open_generation(tmp_path / "none")
