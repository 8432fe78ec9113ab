"""A segment tells of its articles what their analyses do."""

import datetime
import json
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice, pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.analysed import AnalysedArticle, analyse_article
from index.article import Article
from index.article_json import article_from_json
from index.columnar import builder
from index.columnar.builder import Builder
from index.columnar.invert import BOUNDARY
from index.columnar.pack import Pack
from index.columnar.postings import MIXED, Postings
from index.columnar.segment import Segment, TextField, Tokens
from index.readers import read_sources
from index.schema import VALUES, cut_value
from index.text.definitions import definitions
from tests.index.columnar.merging import merge
from tests.sample import SAMPLES

WORDS = [
    "hòa",
    "hoa",
    "Hoà",
    "bình",
    "binh",
    "đường",
    "dương",
    "đối ngoại",
    "của",
    "4/7",
    "Covid-19",
    "HB",
    "3,5%",
    "𠀀",
    ":",
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
LONG_TEXTS = st.tuples(TEXTS, st.integers(1, 15)).map(lambda pair: " ".join([pair[0]] * pair[1]))
VALUE = st.sampled_from([None, "Báo Lĩnh Sơn", "Phố Lĩnh Online"])
ID = st.text("ađb9-_𠀀", min_size=1, max_size=4)
DAY = st.sampled_from([None, datetime.date(2018, 7, 4), datetime.date(2020, 1, 31)])
ARTICLES = st.lists(
    st.builds(Article, ID, TEXTS, TEXTS, LONG_TEXTS, date=DAY, source=VALUE, author=VALUE),
    max_size=12,
    unique_by=lambda article: article.id,
)
Counted = dict[str, dict[int, float]]


def built(folder: Path, analysed: Sequence[AnalysedArticle]) -> Segment:
    columns, stored = folder / "columns", folder / "stored"
    columns.unlink(missing_ok=True)
    stored.unlink(missing_ok=True)
    made = Builder()
    for article in analysed:
        made.add(article)
    made.write(columns, stored)
    return Segment(columns, stored)


def weight(text: int, position: int) -> float:
    """Say what a position of the title, the summary or the body weighs, in half units."""
    return [8, 2, 4 if position < 30 else 3 if position < 100 else 2][text]


def counted(analysed: Sequence[AnalysedArticle]) -> dict[str, Counted]:
    """Count every term of every field, one position at a time."""
    fields: dict[str, Counted] = defaultdict(lambda: defaultdict(lambda: defaultdict(float)))
    for document, article in enumerate(analysed):
        for text, analysis in enumerate(article.analyses):
            for position, (exact, folded) in enumerate(zip(analysis.syllables, analysis.folded, strict=True)):
                fields["exact"][exact][document] += weight(text, position)
                fields["folded"][folded][document] += weight(text, position)
                if text == 0:
                    fields["title"][folded][document] = 2
            for position, pair in enumerate(pairwise(analysis.folded)):
                fields["pairs"][" ".join(pair)][document] += weight(text, position)
            for (_, position, _), compound in zip(analysis.compounds, analysis.folded_compounds, strict=True):
                fields["compounds"][compound][document] += weight(text, position)
            for definition in definitions(article.texts[text], analysis):
                fields["definitions"][definition][document] = 2
            for word in analysis.words:
                if "_" in word:
                    fields["words"][word][document] = 2
    return fields


def as_dict(found: Postings) -> dict[int, float]:
    assert np.all(np.diff(found.documents.astype(np.int64)) > 0)
    return dict(zip(found.documents.tolist(), found.weights.tolist(), strict=True))


def assert_holds(segment: Segment, analysed: Sequence[AnalysedArticle], all_terms: bool = True) -> None:
    fields = counted(analysed)
    names: tuple[TextField, ...] = ("folded", "exact", "words", "compounds", "title", "definitions")
    for name in names:
        for term, expected in fields[name].items():
            assert as_dict(segment.postings(name, term.encode())) == expected, (name, term)
        if name != "title" and all_terms:
            assert list(segment.terms(name)) == sorted(term.encode() for term in fields[name])
        assert len(segment.postings(name, b"no such term")) == 0
    for pair, expected in fields["pairs"].items():
        assert as_dict(segment.pair(*map(str.encode, pair.split(" ")))) == expected, pair
    for first in list(fields["folded"])[:20]:
        for second in list(fields["folded"])[:20]:
            assert len(segment.pair(first.encode(), second.encode())) == len(fields["pairs"][f"{first} {second}"])
    assert_tokens(segment, analysed)


def assert_tokens(segment: Segment, analysed: Sequence[AnalysedArticle]) -> None:
    chosen = np.arange(len(analysed), dtype=np.uint32)[::2]

    def texts(field: TextField, tokens: Tokens) -> list[list[str]]:
        terms = segment.terms(field)
        spelled = ["|" if term == BOUNDARY else terms[term].decode() for term in tokens.terms.tolist()]
        return [spelled[first:last] for first, last in pairwise(tokens.starts.tolist())]

    def expected(name: str) -> list[list[str]]:
        return [
            [token for place, a in enumerate(article.analyses) for token in (*("|" * (place > 0)), *getattr(a, name))]
            for article in analysed[::2]
        ]

    assert texts("exact", segment.exact_tokens(chosen)) == expected("syllables")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ARTICLES)
def test_it_holds_every_term_of_every_text(tmp_path: Path, articles: list[Article]) -> None:
    analysed = [analyse_article(article) for article in articles]
    assert_holds(built(tmp_path, analysed), analysed)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ARTICLES, ID)
def test_it_holds_every_article_and_column(tmp_path: Path, articles: list[Article], other: str) -> None:
    segment = built(tmp_path, [analyse_article(article) for article in articles])
    assert_columns(segment, articles)
    assert (segment.number(other) >= 0) == (other in [article.id for article in articles])


def assert_columns(segment: Segment, articles: Sequence[Article]) -> None:
    assert segment.documents == len(segment.articles) == len(articles)
    for number, article in enumerate(articles):
        assert article_from_json(json.loads(segment.articles[number])) == article
        assert segment.id(number) == article.id
        assert segment.number(article.id) == number
        day = int(segment.column("dates")[number])
        assert day == (int(article.date.strftime("%Y%m%d")) if article.date else 0)
        for name in VALUES:
            value = segment.values(name)[int(segment.column(name)[number])].decode()
            assert value == (getattr(article, name) or "")


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ARTICLES, st.data())
def test_segments_merge_to_what_one_of_the_living_would_be(
    tmp_path: Path, articles: list[Article], data: st.DataObject
) -> None:
    analysed = [analyse_article(article) for article in articles]
    cuts = sorted(data.draw(st.lists(st.integers(0, len(articles)), max_size=3)))
    bounds = list(pairwise([0, *cuts, len(articles)]))
    alive = np.array(data.draw(st.lists(st.booleans(), min_size=len(articles), max_size=len(articles))), np.bool_)
    segments = [built(tmp_path, analysed[first:last]) for first, last in bounds]
    masks = [alive[first:last] for first, last in bounds]
    merged = merge(segments, masks, tmp_path / "merged", tmp_path / "merged-articles")
    living = [article for article, lives in zip(analysed, alive, strict=True) if lives]
    assert_holds(merged, living, all_terms=False)
    assert_columns(merged, [article.article for article in living])


def test_variants_that_no_byte_can_tell_after_a_merge_are_kept_apart(tmp_path: Path) -> None:
    spelled = map("".join, islice(product("aáàảãạ", repeat=4), 400))
    analysed = [analyse_article(Article(str(number), word, "", "")) for number, word in enumerate(spelled)]
    segments = [built(tmp_path, analysed[::2]), built(tmp_path, analysed[1::2])]
    merged = merge(segments, [None, None], tmp_path / "merged", tmp_path / "merged-articles")
    assert len(merged.terms("exact")) > MIXED
    assert_holds(merged, analysed[::2] + analysed[1::2])


def test_lengths_are_the_sum_of_the_weights(tmp_path: Path) -> None:
    article = Article("a", "ba bốn năm", "sáu bảy", "tám " * 150)
    segment = built(tmp_path, [analyse_article(article)])
    assert segment.column("lengths").tolist() == [3 * 8 + 2 * 2 + 30 * 4 + 70 * 3 + 50 * 2]


def test_a_value_too_long_for_a_term_is_cut(tmp_path: Path) -> None:
    segment = built(tmp_path, [analyse_article(Article("a", "", "", "", source="Báo " * 1_000))])
    assert segment.values("source")[0] == cut_value("Báo " * 1_000).encode()


def test_terms_beyond_those_with_a_code_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [Article(str(number), " ".join(WORDS[number:]), "", "đối ngoại " * number) for number in range(9)]
    analysed = [analyse_article(article) for article in articles]
    monkeypatch.setattr(builder, "COMMON", 3)
    assert_holds(built(tmp_path, analysed), analysed)


def test_the_sample_articles(tmp_path: Path) -> None:
    analysed = [analyse_article(article) for article in read_sources([SAMPLES]) if isinstance(article, Article)]
    assert_holds(built(tmp_path, analysed), analysed)


def test_a_pair_whose_second_term_is_the_second_of_none_is_nowhere(tmp_path: Path) -> None:
    titles = [f"t{number:04}" for number in range(300)]  # more terms than a byte can number, and no pair of late ones
    articles = [Article("pair", "mot hai"), *(Article(title, title) for title in titles)]
    segment = built(tmp_path, [analyse_article(article) for article in articles])
    assert len(segment.pair(b"mot", b"t0299")) == 0
    assert len(segment.pair(b"mot", b"hai")) == 1


def sample_articles() -> list[AnalysedArticle]:
    return [analyse_article(article) for article in read_sources([SAMPLES]) if isinstance(article, Article)]


def arrays(columns: Path) -> dict[str, list[int]]:
    pack = Pack(columns)
    return {name: pack[name].tolist() for name in pack}


def test_a_merge_writes_the_arrays_that_one_builder_would(tmp_path: Path) -> None:
    analysed = sample_articles()
    built(tmp_path, analysed)
    whole = arrays(tmp_path / "columns")
    third = len(analysed) // 3
    parts = [analysed[:third], analysed[third:][:third], analysed[third:][third:]]
    merge([built(tmp_path, part) for part in parts], [None] * 3, tmp_path / "merged", tmp_path / "merged-articles")
    assert arrays(tmp_path / "merged") == whole


def test_small_runs_write_the_same_arrays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    analysed = sample_articles()
    built(tmp_path, analysed)
    whole = arrays(tmp_path / "columns")
    monkeypatch.setattr(builder, "RUN", 100)
    built(tmp_path, analysed)
    assert arrays(tmp_path / "columns") == whole
