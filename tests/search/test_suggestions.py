"""Completions are of what the index holds, and are those of a definition that looks at every phrase, name and title."""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import policy
from index.analysed import AnalysedArticle, analyse_article
from index.article import Article
from index.columnar.builder import Builder
from index.columnar.completions import folded_text
from index.columnar.deletions import write_deletions
from index.columnar.segment import Segment
from index.readers import read_sources
from index.rebuild import rebuild
from index.schema import VALUES
from index.text.fold import fold
from index.text.streams import spell
from index.update import delete, update
from search.beginning import Beginning, beginnings
from search.columns import Columns
from search.parse import parse
from search.postings import PostingSource
from search.request import SearchRequest, Suggestion
from search.suggestions import OPERATORS, Suggestions
from search.whoosh_engine import WhooshEngine
from tests.sample import SAMPLES, build, write_jsonl

TITLES = [
    "Đường sắt Lĩnh Sơn",
    "Đường sắt",
    "Dương xỉ",
    "Hòa bình ở phố Lĩnh",
    "Hoà bình",
    "Đường sắt về phố",
    "Ký kết",
]
BODIES = ["", "Chuyện hòa bình.", "Bàn về đối ngoại.", "Đường phố, đối ngoại, kỹ thuật."]
NAMES = [None, "Báo Lĩnh Sơn", "Lĩnh Sơn", "Phùng Đường Sắt", "hòa bình"]
ARTICLES = st.lists(
    st.builds(
        Article,
        st.just("-"),
        st.sampled_from(TITLES),
        body=st.sampled_from(BODIES),
        date=st.sampled_from([None, date(2018, 7, 4), date(2020, 1, 2)]),
        source=st.sampled_from(NAMES),
        author=st.sampled_from(NAMES),
    ),
    min_size=1,
    max_size=16,
)
WHOLE = st.sampled_from([*TITLES, *BODIES, *filter(None, NAMES), "kĩ thuật", "xem Đường sắt", "đối ngoại đường"])
TYPED = st.builds(lambda text, end: text[:end], WHOLE, st.integers(1, 12))
WAYS = st.sampled_from([str, fold, str.upper, lambda text: unicodedata.normalize("NFD", text), lambda text: text + " "])


@dataclass
class Archive:
    """Some segments, their articles, and which of those were not deleted."""

    suggestions: Suggestions
    segments: Sequence[Segment]
    living: Sequence[AnalysedArticle]


_numbers = count()


def archive(folder: Path, parts: Sequence[Sequence[Article]], alive: Sequence[Sequence[bool]]) -> Archive:
    segments, living = [], []
    for articles, mask in zip(parts, alive, strict=True):
        builder, name = Builder(), folder / str(next(_numbers))
        for number, article in enumerate(articles):
            builder.add(analyse_article(article))
            if mask[number]:
                living.append(analyse_article(article))
        paths = [name.with_suffix(suffix) for suffix in (".columns", ".articles", ".deleted")]
        builder.write(*paths[:2])
        write_deletions(paths[2], np.array(mask, np.bool_))
        segments.append(Segment(*paths))
    source = PostingSource(segments)
    return Archive(Suggestions(source, Columns(segments, source.living()), source.living()), segments, living)


def has_row(article: AnalysedArticle, row: Sequence[str]) -> bool:
    return any(
        analysis.syllables[place : place + len(row)] == list(row)
        for analysis in article.analyses
        for place in range(len(analysis.syllables))
    )


def begins(syllables: Sequence[str], beginning: Beginning, end: str = "") -> bool:
    folded = folded_text(" ".join(syllables).encode()).decode() + end
    return folded.startswith(beginning.folded) and beginning.agrees(syllables)


Rank = tuple[int, int, int, str]


def defined(held: Archive, typed: str) -> list[tuple[str, str]]:
    """Return kinds and texts of all completions, of the phrases and names in order; titles as they are indexed."""
    if OPERATORS.search(typed):
        return []
    for beginning in beginnings(typed):
        found: dict[tuple[str, ...], tuple[str, str]] = {}
        for _, kind, text in sorted([*phrases(held, beginning), *names(held, beginning)]):
            found.setdefault(tuple(spell(text).syllables), (kind, beginning.head + text))
        for article in held.living:
            title = article.analyses[0].syllables
            if beginning.whole and begins(title, beginning):
                found.setdefault(tuple(title), ("title", beginning.head + " ".join(title)))
        following = [one for one in found.values() if goes_on(held, beginning, *one)]
        if following:
            return following
    return []


def goes_on(held: Archive, beginning: Beginning, kind: str, text: str) -> bool:
    """Say whether a completion, a name whole and others by the first syllable, stands right after what is before."""
    before, after = spell(beginning.head).folded[-1:], spell(text.removeprefix(beginning.head)).folded
    row = [*before, *(after if kind == "name" else after[:1])]
    texts = [analysis.folded for article in held.living for analysis in article.analyses]
    return not before or any(row == text[at : at + len(row)] for text in texts for at in range(len(text)))


def texts(segment: Segment) -> list[str]:
    return [text.decode() for text in segment.phrases]


def phrases(held: Archive, beginning: Beginning) -> Iterator[tuple[Rank, str, str]]:
    titles, articles = Counter[str](), Counter[str]()
    for segment in held.segments:
        for number, text in enumerate(texts(segment)):
            titles[text] += int(segment.phrase_counts("titles")[number])
            articles[text] += int(segment.phrase_counts("articles")[number])
    for text in titles:
        row = text.split(" ")
        if begins(row, beginning) and any(has_row(article, row) for article in held.living):
            yield (-titles[text], -(titles[text] or articles[text]), len(text), text), "phrase", text


def names(held: Archive, beginning: Beginning) -> Iterator[tuple[Rank, str, str]]:
    for name in VALUES:
        values = [value for article in held.living if (value := getattr(article.article, name))]
        for value in set(values):
            row = spell(value).syllables
            if any(begins(row[place:], beginning, end=" ") for place in range(len(row))):
                yield (-values.count(value), -values.count(value), len(value), value), "name", value


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ARTICLES, st.data(), TYPED, WAYS)
def test_completions_are_those_of_the_definition(
    tmp_path: Path, articles: list[Article], data: st.DataObject, text: str, way: Callable[[str], str]
) -> None:
    articles = [replace(article, id=str(number)) for number, article in enumerate(articles)]
    alive = data.draw(st.lists(st.sampled_from([True, True, False]), min_size=len(articles), max_size=len(articles)))
    middle = data.draw(st.integers(0, len(articles)))
    bounds = [slice(0, middle), slice(middle, None)]
    held = archive(tmp_path, [articles[own] for own in bounds], [alive[own] for own in bounds])
    typed = way(text)
    found = held.suggestions.suggest(typed, 20)
    shown = [(one.kind, " ".join(spell(one.text).syllables) if one.kind == "title" else one.text) for one in found]
    expected = defined(held, typed)
    ranked = [one for one in expected if one[0] != "title"]
    assert shown[: len(ranked)] == ranked
    assert sorted(shown) == sorted(expected)
    assert held.suggestions.suggest(typed, 2) == found[:2]


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    index = tmp_path_factory.mktemp("samples") / "index"
    rebuild([SAMPLES], index, jobs=1)
    return WhooshEngine(index)


WRITTEN = [article for article in read_sources([SAMPLES]) if isinstance(article, Article)]
TYPED_OF_SAMPLES = st.builds(
    lambda article, first, last: " ".join(article.title.split()[first:])[: last + 1],
    st.sampled_from(WRITTEN), st.integers(0, 3), st.integers(0, 20),
)  # fmt: skip


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TYPED_OF_SAMPLES, WAYS)
def test_whatever_is_suggested_is_in_an_article(samples: WhooshEngine, text: str, way: Callable[[str], str]) -> None:
    typed = way(text)
    for one in samples.suggest(typed, 20):
        heads = [each.head for each in beginnings(typed) if completes(one, each)]
        assert any(is_held(samples, replace(one, text=one.text.removeprefix(head))) for head in heads)


def completes(suggestion: Suggestion, beginning: Beginning) -> bool:
    """Say whether a suggestion begins so, or for a name some word of it does, after what stays of the typed text."""
    row = spell(suggestion.text.removeprefix(beginning.head)).syllables
    places = range(len(row)) if suggestion.kind == "name" else range(1)
    kept = suggestion.text.startswith(beginning.head)
    return kept and any(begins(row[place:], beginning, end=" ") for place in places)


def is_held(engine: WhooshEngine, suggestion: Suggestion) -> bool:
    if suggestion.kind == "name":
        return any(suggestion.text in (article.source, article.category, article.author) for article in WRITTEN)
    if suggestion.kind == "title":
        return suggestion.text in [" ".join(article.title.split()) for article in WRITTEN]
    return engine.search(SearchRequest(parse(f'="{suggestion.text}"'))).strict_total >= suggestion.count


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30) | st.text("hoà bìđ'\"-()*:=0/\u0301 \ud800", max_size=12), st.integers(1, 20))
def test_nothing_typed_is_an_error(samples: WhooshEngine, typed: str, limit: int) -> None:
    assert len(samples.suggest(typed, limit)) <= limit


@pytest.mark.parametrize("typed", ["", " ", "!", "\u200b", "ab" * 5_000, "a " * 5_000, "\u0301" * 5_000])
def test_nothing_completes_what_says_nothing(samples: WhooshEngine, typed: str) -> None:
    assert samples.suggest(typed, 8) == ()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    titles = ["Đường sắt Lĩnh Sơn", "Bàn về đường sắt", "Họp về đường sắt", "Dương xỉ", "Cây dương xỉ", "Lá dương xỉ",
              "Kỹ thuật trồng lúa", "Bàn kỹ thuật", "Học kỹ thuật", "Kinh tế", "Bàn kinh tế", "Về kinh tế",
              "Hòa bình", "Vì hoà bình", "Nền hòa bình", "Hoàn cảnh", "Tả hoàn cảnh", "Do hoàn cảnh"]  # fmt: skip
    articles = [Article(str(number), title, author="Phùng Gia Linh") for number, title in enumerate(titles)]
    return WhooshEngine(build(tmp_path_factory.mktemp("suggest"), articles))


@pytest.mark.parametrize(
    ("typed", "phrases"),
    [
        ("duong", ["dương xỉ", "đường sắt"]),
        ("đ", ["đường sắt"]),
        ("đươ", ["đường sắt"]),
        ("đuong", ["đường sắt"]),
        ("dương", ["dương xỉ", "đường sắt"]),  # without a tone and a stroke it may become either
        ("dường", ["đường sắt"]),
        ("DƯƠNG X", ["dương xỉ"]),
        ("đừơng", ["đường sắt"]),  # a tone in the wrong place is the tone
        ("đường x", []),
        ("đướng", []),
        (unicodedata.normalize("NFD", "đường s"), ["đường sắt"]),
        ("hoà", ["hòa bình", "hoàn cảnh"]),
        ("hòa", ["hòa bình", "hoàn cảnh"]),
        ("hòa ", ["hòa bình"]),
        ("kĩ thu", ["kỹ thuật"]),
        ("ki", ["kinh tế", "kỹ thuật"]),
        ("kinh te", ["kinh tế"]),
        ("xem duong s", []),
        ("mục:kinh t", []),
        ('"hòa b', []),
        ("xem k", []),  # one letter more would be needed to leave out what stands before
        ("dduwowngf s", ["đường sắt"]),
        ("dduwowngf sawts", ["đường sắt"]),
    ],
)  # fmt: skip
def test_diacritics_that_were_typed_count(engine: WhooshEngine, typed: str, phrases: list[str]) -> None:
    assert [one.text for one in engine.suggest(typed, 20) if one.kind == "phrase"] == phrases


def test_names_are_completed_from_any_word(engine: WhooshEngine) -> None:
    assert engine.suggest("gia l", 8)[0] == Suggestion("Phùng Gia Linh", "name", 18)


def test_after_other_words_names_come_only_where_an_article_has_them_so(tmp_path: Path) -> None:
    articles = [
        Article("1", "Ba báo cùng viết", body="Bà Phùng Gia Linh nói.", source="Báo Lĩnh Sơn", author="Phùng Gia Linh"),
        Article("2", "Bà phùng hay bà tùng", author="Phùng Linh Chi"),
    ]
    engine = WhooshEngine(build(tmp_path, articles))
    assert [one.text for one in engine.suggest("bà Linh", 8)] == ["bà Phùng Gia Linh"]
    assert engine.suggest("ông Linh", 8) == ()


def test_the_newest_titles_come_first_and_count_their_like(tmp_path: Path) -> None:
    titles = {"a": "Tin  sáng 1/2", "b": "Tin sáng: 1/2!", "c": "Tin sáng mới", "d": "Tin sáng cũ"}
    days = {"a": date(2018, 1, 1), "b": date(2018, 3, 1), "c": date(2018, 2, 1), "d": None}
    articles = [Article(id_, title, date=days[id_]) for id_, title in titles.items()]
    found = WhooshEngine(build(tmp_path, articles)).suggest("tin sang ", 8)
    assert [(one.text, one.count) for one in found if one.kind == "title"] == [
        ("Tin sáng: 1/2!", 2), ("Tin sáng mới", 1), ("Tin sáng cũ", 1)
    ]  # fmt: skip


def test_what_updates_bring_and_deletions_take_is_known_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policy, "runs", lambda living: [range(place, place + 1) for place in range(len(living))])
    monkeypatch.setattr(policy, "is_worn", lambda documents, living: False)
    first = [Article(f"a {what}", f"Cầu Bản Chu {what}", author="Lê Minh Đạt") for what in ("gãy", "xong", "vững")]
    second = [Article(f"b {what}", f"{what} cầu Bản Chu") for what in ("Sửa", "Xây", "Sơn", "Ngắm")]
    index = build(tmp_path, first)
    engine = WhooshEngine(index)
    update([write_jsonl(tmp_path / "more.jsonl", second)], index, jobs=1)
    assert len(engine.pinned().segments) == 2
    assert engine.suggest("cau b", 1) == (Suggestion("cầu bản chu", "phrase", 7),)
    assert engine.suggest("le m", 8) == (Suggestion("Lê Minh Đạt", "name", 3),)
    delete([article.id for article in (*first, *second[:3])], index)
    assert [one.text for one in engine.suggest("cau b", 8)] == ["cầu bản chu"]
    assert engine.suggest("le m", 8) == ()
    update([write_jsonl(tmp_path / "other.jsonl", [Article("b Ngắm", "Khác")])], index, jobs=1)
    assert engine.suggest("cau b", 8) == ()


MARKED = st.text("aăâeêioôơuưyđnhgtcáàảãạứềỗợ", min_size=1, max_size=6)


@given(MARKED, st.data())
def test_what_is_on_the_way_to_a_syllable_agrees_with_it(written: str, data: st.DataObject) -> None:
    typed = written[: data.draw(st.integers(1, len(written)))]
    assert Beginning("", True, (typed,), True).agrees([written])
    assert Beginning("", True, (fold(typed),), True).agrees([written])
