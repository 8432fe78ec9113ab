"""A stock writer writes segments of columns, given stored articles."""

import json
import random
from collections.abc import Sequence
from io import UnsupportedOperation
from pathlib import Path

import pytest
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex, create_in, open_dir
from whoosh.query import Phrase, Term
from whoosh.writing import IndexingError

from index.article import Article
from index.article_json import article_to_json
from index.codec import ColumnarCodec
from index.schema import schema
from tests.index.codec.indexes import columnar_index, random_articles


def fresh(folder: Path) -> FileIndex:
    folder.mkdir()
    return create_in(str(folder), schema())


def write(index: FileIndex, articles: Sequence[Article]) -> None:
    writer = index.writer(codec=ColumnarCodec())
    for article in articles:
        writer.add_document(article=json.dumps(article_to_json(article)))
    writer.commit(merge=False)


def test_what_it_writes_is_what_the_product_writes(tmp_path: Path) -> None:
    articles = random_articles(random.Random(5), 20)
    index = fresh(tmp_path / "written")
    write(index, articles[:12])
    write(index, articles[12:])
    product = columnar_index(tmp_path / "product", [articles[:12], articles[12:]], frozenset())
    with open_dir(str(tmp_path / "written")).searcher() as ours, product.searcher() as expected:
        assert list(ours.reader().all_terms()) == list(expected.reader().all_terms())
        assert list(ours.reader().all_stored_fields()) == list(expected.reader().all_stored_fields())
        for query in (Term("folded", "hoa"), Phrase("exact", ["đối", "ngoại"])):
            assert ours.search(query, limit=None).top_n == expected.search(query, limit=None).top_n != []


def test_it_takes_nothing_but_articles(tmp_path: Path) -> None:
    index = fresh(tmp_path / "index")
    for fields in ({"source": "Báo"}, {"folded": {"ba": [(0, 1.0)]}}, {}):
        writer = index.writer(codec=ColumnarCodec())
        with pytest.raises(IndexingError, match="its article as JSON and nothing else"):
            writer.add_document(**fields)
        writer.cancel()
    assert not list((tmp_path / "index").glob("MAIN_*.columns"))
    assert index.doc_count() == 0


def test_it_takes_no_postings(tmp_path: Path) -> None:
    codec, storage = ColumnarCodec(), FileStorage(str(tmp_path))
    writer = codec.field_writer(storage, codec.new_segment(storage, "MAIN"))
    with pytest.raises(IndexingError, match="All other fields follow from it"):
        writer.add_postings(schema(), None, [("folded", b"ba", 0, 1.0, b"")])


def test_it_does_not_merge(tmp_path: Path) -> None:
    index = fresh(tmp_path / "index")
    write(index, [Article("1", "ba")])
    writer = index.writer(codec=ColumnarCodec())
    with pytest.raises(IndexingError, match="commit with merge=False"):
        writer.commit(optimize=True)
    writer.cancel()
    assert index.doc_count() == 1


def test_the_segments_of_an_index_never_change(tmp_path: Path) -> None:
    index = fresh(tmp_path / "index")
    write(index, [Article("1", "ba")])
    writer = index.writer(codec=ColumnarCodec())
    with pytest.raises(UnsupportedOperation, match="never changes"):
        writer.delete_by_term("id", "1")
    writer.cancel()
