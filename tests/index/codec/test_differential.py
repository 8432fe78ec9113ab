"""A stock searcher finds the same in our segments as in those that stock Whoosh writes."""

import random
from pathlib import Path

import pytest
from whoosh.query import And, AndNot, Every, FuzzyTerm, Not, Phrase, Query, Require, SpanNear, SpanNear2, Term

from index.article import Article
from tests.index.codec.indexes import Twins, columnar_index, stock_index, twins
from tests.index.codec.known_errors import errs, mended
from tests.index.codec.oracle import Document, edits
from tests.index.codec.queries import random_query


@pytest.mark.parametrize("seed", range(12))
def test_random_queries_find_the_same(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    for number in range(5):
        with twins(tmp_path / str(number), chance) as both:
            documents = [Document(article) for article in both.living]
            for _ in range(50):
                assert_finds_the_same(both, documents, random_query(chance))


def assert_finds_the_same(both: Twins, documents: list[Document], query: Query) -> None:
    right = sorted(document.id for document in documents if document.matches(query))
    if errs(query):
        assert answer(both, query, "ours") == answer(both, query, "stock"), query
    else:
        assert answer(both, query, "stock") == right, query
    assert answer(both, mended(query), "ours") == right, query


def answer(both: Twins, query: Query, which: str) -> list[str] | str:
    """Return the ids found, sorted, or known error 3."""
    try:
        return sorted(both.found(getattr(both, which), query))
    except IndexError:
        assert errs(query)
        return "IndexError"


@pytest.mark.parametrize("name", ["ours", "stock"])
def test_what_is_known_of_stock_whoosh_is_so(tmp_path: Path, name: str) -> None:
    """Numbered as in known_errors.py."""
    articles = [Article(str(number), title) for number, title in enumerate(["aa dd", "bb cc dd", "aa"])]
    make = columnar_index if name == "ours" else stock_index
    with make(tmp_path / "index", [articles], frozenset("2")).searcher() as searcher:
        a, b, c, d = (Term("folded", word) for word in ("aa", "bb", "cc", "dd"))

        def found(query: Query) -> list[int]:
            return sorted(document for _, document in searcher.search(query, limit=None).top_n)

        assert found(Require(b, c)) == []  # 1
        assert found(mended(Require(b, c))) == [1]
        assert found(AndNot(b, d)) == [1]  # 2
        assert found(mended(AndNot(b, d))) == []
        with pytest.raises(IndexError):  # 3
            found(And([AndNot(a, b), c]))
        assert found(mended(And([AndNot(a, b), c]))) == []
        assert found(Not(b)) == [0, 2]  # 4
        assert found(mended(Not(b))) == [0]
        with pytest.raises(NotImplementedError):  # 5
            found(And([SpanNear(a, b), c]))
        with pytest.raises(NameError):
            found(And([SpanNear2([a, b]), c]))


def test_sorting_is_the_same(tmp_path: Path) -> None:
    for seed in range(20):
        with twins(tmp_path / str(seed), random.Random(seed)) as both:
            for name in ("date", "source", "id"):
                for reverse in (False, True):
                    ours, theirs = (
                        [hit.docnum for hit in one.search(Every(), limit=None, sortedby=name, reverse=reverse)]
                        for one in (both.ours, both.stock)
                    )
                    assert ours == theirs, (seed, name, reverse)


def test_long_lists_find_the_same(tmp_path: Path) -> None:
    """Longer than the blocks of stock Whoosh."""
    chance = random.Random(2018)
    with twins(tmp_path, chance, most=600) as both:
        assert len(both.articles) > 300
        documents = [Document(article) for article in both.living]
        for _ in range(40):
            assert_finds_the_same(both, documents, random_query(chance))


def test_a_fuzzy_term_is_found_across_segments(tmp_path: Path) -> None:
    batches = [[Article("1", "đường")], [Article("2", "đương")], [Article("3", "dường dài")], [Article("4", "nương")]]
    with columnar_index(tmp_path / "index", batches, frozenset()).searcher() as searcher:
        hits = searcher.search(FuzzyTerm("exact", "đường", maxdist=1, prefixlength=0), limit=None)
        assert sorted(hit.docnum for hit in hits) == [0, 1, 2]


def test_no_phrase_goes_from_one_text_to_the_next(tmp_path: Path) -> None:
    articles = [Article("1", "thông tin", "đối ngoại", "tỉnh"), Article("2", "thông tin đối ngoại tỉnh")]
    with columnar_index(tmp_path / "index", [articles], frozenset()).searcher() as searcher:
        for field, words, found in (
            ("folded", ["tin", "doi"], [1]),
            ("exact", ["ngoại", "tỉnh"], [1]),
            ("folded", ["doi", "ngoai"], [0, 1]),
            ("title", ["doi", "ngoai"], [1]),
            ("title_exact", ["thông", "tin"], [0, 1]),
        ):
            hits = searcher.search(Phrase(field, words), limit=None)
            assert sorted(hit.docnum for hit in hits) == found, (field, words)


def test_the_oracle_counts_edits() -> None:
    assert edits("đường", "dương") == 2
    assert edits("", "ba") == 2
    assert edits("hoa", "hao") == 2
