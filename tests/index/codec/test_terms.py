"""The terms of a segment, their statistics and postings, compared to those that stock Whoosh writes."""

import random
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from whoosh.query import Term
from whoosh.reading import TermNotFound

from index.analysed import analyse_article
from index.article import Article
from index.codec import open_generation, write_toc
from index.codec.segment import Entry
from index.codec.terms import ColumnarTermsReader
from index.columnar.builder import Builder
from index.columnar.segment import Segment
from index.schema import FREQUENT, POSITIONAL, VALUES, schema
from tests.index.codec.indexes import columnar_index, random_articles, twins
from tests.index.columnar.merging import merge
from tests.index.text.corpora import HOSTILE_TEXT

FIELDS = (*POSITIONAL, *FREQUENT, *VALUES, "id", "date")
COUNTED = (*POSITIONAL, "folded_bigrams")  # fields whose frequencies our files can tell


def postings(reader: Any, field: str, term: bytes) -> list[tuple[object, ...]]:
    """Return documents, weights, and positions or frequencies."""
    matcher = reader.postings(field, term)
    found: list[tuple[object, ...]] = []
    kind = "positions" if field in POSITIONAL else "frequency"
    while matcher.is_active():
        value = matcher.value_as(kind) if field in COUNTED else None
        found.append((matcher.id(), matcher.weight(), value))
        matcher.next()
    return found


@pytest.mark.parametrize("field", FIELDS)
def test_terms_statistics_and_postings_are_those_of_stock_whoosh(tmp_path: Path, field: str) -> None:
    for seed in range(4):
        with twins(tmp_path / str(seed), random.Random(seed)) as both:
            ours, stock = both.ours.reader(), both.stock.reader()
            terms = list(ours.lexicon(field))
            assert terms == list(stock.lexicon(field))
            for term in terms:
                assert statistics(ours, field, term) == statistics(stock, field, term), term
                for (one, _), (other, _) in zip(ours.leaf_readers(), stock.leaf_readers(), strict=True):
                    assert ((field, term) in one) == ((field, term) in other)
                    if (field, term) in one:
                        assert postings(one, field, term) == postings(other, field, term), term


def statistics(reader: Any, field: str, term: bytes) -> tuple[float, ...]:
    info = reader.term_info(field, term)
    counts = reader.doc_frequency(field, term), reader.frequency(field, term)
    return (*counts, info.weight(), info.max_weight(), info.doc_frequency(), info.min_id(), info.max_id())


def test_all_terms_rise(tmp_path: Path) -> None:
    index = columnar_index(tmp_path / "index", [random_articles(random.Random(1), 30)], frozenset())
    with index.reader() as reader:
        terms = list(reader.all_terms())
        assert all(one < other for one, other in pairwise(terms))
        assert {field for field, _ in terms} == set(FIELDS) == set(reader.indexed_field_names())
        assert [term for term, _ in reader] == terms
        middle = terms[len(terms) // 2]
        assert [term for term, _ in reader.iter_from(*middle)] == [term for term in terms if term >= middle]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(HOSTILE_TEXT, min_size=1, max_size=4))
@example(["http://a.vn/ b", "http://a.vn/\x03x b"])
def test_terms_of_hostile_texts_rise_and_are_found(tmp_path: Path, texts: list[str]) -> None:
    reader = ColumnarTermsReader(built(tmp_path, [Article(str(number), text) for number, text in enumerate(texts)]))
    terms = list(reader.terms())
    for (one_field, one), (other_field, other) in pairwise(terms):
        # Bigrams rise by first term, then second, which the space between the two hides where a term has a lower sign.
        assert (one_field, one.split(b" ")) < (other_field, other.split(b" "))
    for number, (field, term) in enumerate(terms):
        assert reader.matcher(field, term, schema()[field].format).is_active()
        assert next(reader.terms_from(field, term)) == terms[number]


@pytest.mark.parametrize("field", FIELDS)
def test_an_absent_term_is_no_term(tmp_path: Path, field: str) -> None:
    segment = built(tmp_path, [Article("1", "Hòa bình đối ngoại 4/7", author="Gia Linh")])
    reader = ColumnarTermsReader(segment)
    for term in (b"", b" ", b"la", b"hoa la", b"la hoa", b"hoa  binh", b"\xff", b"hoa "):
        assert (field, term) not in reader
        for ask in (reader.term_info, reader.frequency, reader.doc_frequency):
            with pytest.raises(KeyError):
                ask(field, term)
        with pytest.raises(TermNotFound):
            reader.matcher(field, term, schema()[field].format)


def built(folder: Path, articles: list[Article], name: str = "segment") -> Segment:
    builder = Builder()
    for article in articles:
        builder.add(analyse_article(article))
    files = folder / f"{name}.columns", folder / f"{name}.articles"
    for file in files:
        file.unlink(missing_ok=True)
    builder.write(*files)
    return Segment(*files)


def test_terms_that_a_merge_left_without_documents_are_none(tmp_path: Path) -> None:
    chance = random.Random(7)
    articles = random_articles(chance, 12)
    segments = [built(tmp_path, articles[:6], "one"), built(tmp_path, articles[6:], "other")]
    alive = np.array([chance.random() < 0.3 for _ in articles], np.bool_)
    merge(segments, [alive[:6], alive[6:]], tmp_path / "MAIN_m.columns", tmp_path / "MAIN_m.articles")
    write_toc(tmp_path, [Entry("MAIN_m", int(alive.sum()))])
    living = [article for article, lives in zip(articles, alive.tolist(), strict=True) if lives]
    with open_generation(tmp_path).reader() as merged:
        expected = columnar_index(tmp_path / "living", [living], frozenset()).reader()
        assert list(merged.all_terms()) == list(expected.all_terms())
        for field, term in merged.all_terms():
            assert statistics(merged, field, term) == statistics(expected, field, term)
        emptied = {*ColumnarTermsReader(segments[0]).terms()} - {*merged.all_terms()}
        assert emptied
        assert all(term not in merged for term in emptied)


def test_a_cursor_goes_through_the_terms(tmp_path: Path) -> None:
    reader = ColumnarTermsReader(built(tmp_path, [Article("1", "ba bốn năm")]))
    cursor = reader.cursor("exact", schema()["exact"])
    assert [cursor.text(), cursor.next(), cursor.next()] == ["ba", "bốn", "năm"]
    info = cursor.term_info()
    assert info is not None
    assert info.doc_frequency() == 1
    assert (cursor.next(), cursor.text(), cursor.term_info(), cursor.is_valid()) == (None, None, None, False)
    assert (cursor.find("bo"), cursor.find(b"c"), cursor.first()) == ("bốn", "năm", "ba")


def test_two_articles_with_one_id_in_a_segment_are_one_term(tmp_path: Path) -> None:
    reader = ColumnarTermsReader(built(tmp_path, [Article("1", "ba"), Article("0", "hai"), Article("1", "bốn")]))
    assert [term for field, term in reader.terms() if field == "id"] == [b"0", b"1"]
    assert list(reader.matcher("id", b"1", schema()["id"].format).all_ids()) == [0, 2]


def test_a_value_that_a_merge_left_without_documents_is_none_however_many_there_were(tmp_path: Path) -> None:
    articles = [Article(f"{number:03}", "ba", source=f"Báo {number:03}") for number in range(300)]
    alive = np.arange(300) < 5  # whose codes take one byte; those of the others do not fit in
    merge([built(tmp_path, articles, "all")], [alive], tmp_path / "MAIN_m.columns", tmp_path / "MAIN_m.articles")
    write_toc(tmp_path, [Entry("MAIN_m", 5)])
    with open_generation(tmp_path).searcher() as searcher:
        for number in (4, 299):
            found = searcher.search(Term("source", f"Báo {number:03}"), limit=None)
            assert [hit["article"][:12] for hit in found] == ['{"id": "004"'][number // 5 :]
