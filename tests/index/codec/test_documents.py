"""Stored articles, columns, lengths and deletions as Whoosh sees them."""

import json
import random
from pathlib import Path

import pytest
from whoosh.query import Every

from index.analysed import analyse_article
from index.article import Article
from index.article_json import article_from_json
from index.codec.segment import ColumnarSegment, Entry
from index.schema import POSITIONAL, VALUES, schema
from tests.index.codec.indexes import columnar_index, twins
from tests.stock import zone_weights


def test_articles_are_stored_as_stock_whoosh_stores_them(tmp_path: Path) -> None:
    for seed in range(5):
        with twins(tmp_path / str(seed), random.Random(seed)) as both:
            ours, stock = list(both.ours.reader().iter_docs()), list(both.stock.reader().iter_docs())
            assert ours == stock
            assert [article_from_json(json.loads(fields["article"])) for _, fields in ours] == both.living


def test_columns_hold_the_values_of_stock_whoosh(tmp_path: Path) -> None:
    for seed in range(5):
        with twins(tmp_path / str(seed), random.Random(seed)) as both:
            for name in ("id", "date", *VALUES):
                for (ours, _), (stock, _) in zip(
                    both.ours.reader().leaf_readers(), both.stock.reader().leaf_readers(), strict=True
                ):
                    if stock.has_column(name):  # stock Whoosh writes no column where no document has a value
                        assert list(ours.column_reader(name)) == list(stock.column_reader(name)), name


def test_a_length_is_the_sum_of_the_weights(tmp_path: Path) -> None:
    articles = [Article("1", "ba bốn", "năm", "sáu " * 120), Article("2"), Article("3", body="bảy " * 31)]
    reader = columnar_index(tmp_path / "index", [articles], frozenset()).reader()
    weights = []
    for article in articles:
        counts = [len(analysis.syllables) for analysis in analyse_article(article).analyses]
        weights.append(float(zone_weights(*counts).sum()))
    assert weights == [8 + 1 + 60 + 105 + 20, 0, 60 + 1.5]
    for field in POSITIONAL:
        assert [reader.doc_field_length(document, field, 7) for document in range(3)] == [194, 7, 62]
        assert reader.field_length(field) == 194 + 62
        assert (reader.min_field_length(field), reader.max_field_length(field)) == (0, 194)
    assert reader.doc_field_length(0, "source", 5) == 5
    assert reader.field_length("id") == 0


def test_deleted_documents_are_left_out_from_the_first_posting_on(tmp_path: Path) -> None:
    articles = [Article(str(number), "ba") for number in range(4)]
    index = columnar_index(tmp_path / "index", [articles[:3], articles[3:]], frozenset("02"))
    with index.reader() as reader:
        assert reader.postings("exact", "ba").id() == 1
        assert list(reader.postings("exact", "ba").all_ids()) == [1, 3]
        assert (reader.doc_count(), reader.doc_count_all(), reader.has_deletions()) == (2, 4, True)
        assert [reader.is_deleted(document) for document in range(4)] == [True, False, True, False]
        assert list(reader.all_doc_ids()) == [1, 3]
    with index.searcher() as searcher:
        assert [hit.docnum for hit in searcher.search(Every(), limit=None)] == [1, 3]
        assert searcher.document_number(id="1") == 1
        assert searcher.document_number(id="0") is None
        assert searcher.document_number(id="9") is None
        assert searcher.document(id="3") == {"article": searcher.stored_fields(3)["article"]}


def test_an_unopened_segment_does_not_say_that_nothing_was_deleted() -> None:
    with pytest.raises(ValueError, match="once it is open"):
        ColumnarSegment(Entry("MAIN_1", 3, "MAIN_1.deleted", 1)).deleted_docs()
    assert ColumnarSegment(Entry("MAIN_1", 3)).deleted_docs() == frozenset()


def test_an_empty_index_and_an_empty_segment_can_be_asked(tmp_path: Path) -> None:
    indexes: list[list[list[Article]]] = [[], [[]], [[Article("1")]]]
    for number, batches in enumerate(indexes):
        with columnar_index(tmp_path / str(number), batches, frozenset()).searcher() as searcher:
            count = sum(map(len, batches))
            assert len(searcher.search(Every(), limit=None)) == count
            for field in schema().names():
                if field not in ("article", "id"):
                    assert list(searcher.reader().lexicon(field)) == []
                    assert searcher.reader().max_field_length(field) == 0
                    assert searcher.reader().min_field_length(field) == 0
