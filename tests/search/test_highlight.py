import html
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from search.highlight import MAX_PLACES, Highlighter
from search.parse import parse
from search.passage import LEAST_CHARACTERS, MOST_CHARACTERS
from search.results import find
from search.whoosh_engine import WhooshEngine
from tests.sample import build

FILLER = "trời hôm nay đẹp và gió nhẹ thổi qua cánh đồng lúa chín vàng ươm. " * 20


def highlighter(typed: str) -> Highlighter:
    return Highlighter(parse(typed), {})


def unmarked(marked: str) -> str:
    return html.unescape(re.sub("</?mark>", "", marked))


@pytest.mark.parametrize(
    ("typed", "text", "marked"),
    [
        ("hoa binh", "Thành phố Hòa Bình", "Thành phố <mark>Hòa Bình</mark>"),
        ("hòa", "hoà, hoa và hòa", "<mark>hoà</mark>, hoa và <mark>hòa</mark>"),
        ("đường", "dương", "<mark>dương</mark>"),
        ("đường", "đường dương", "<mark>đường</mark> dương"),
        ("hoa binh", "hòa, bình", "<mark>hòa</mark>, <mark>bình</mark>"),
        ("a", "<a> & b", "&lt;<mark>a</mark>&gt; &amp; b"),
        ("4/7", "ngày 4/7", "ngày <mark>4</mark>/<mark>7</mark>"),
        ("-hòa bình", "hòa bình", "hòa <mark>bình</mark>"),
        ("hòa", "ho\u0300a bi\u0300nh", "<mark>ho\u0300a</mark> bi\u0300nh"),
        ("", "<b>", "&lt;b&gt;"),
    ],
)
def test_matching_syllables_are_marked_as_written(typed: str, text: str, marked: str) -> None:
    assert highlighter(typed).text(text) == marked


@given(st.text(max_size=200), st.text(max_size=30))
def test_marking_changes_nothing_but_marks(text: str, typed: str) -> None:
    assert unmarked(str(highlighter(typed).text(text))) == text


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=20))
def test_titles_and_snippets_of_any_text_are_well_formed(title: str, body: str, typed: str) -> None:
    article = Article("1", title, body=body)
    for marked in (highlighter(typed).title(article), highlighter(typed).snippet(article)):
        assert re.fullmatch(r"(?:[^<>]|<mark>[^<>]+</mark>)*", str(marked))
        assert "\n" not in marked


def test_a_snippet_shows_the_densest_two_places() -> None:
    body = f"bình thường. {FILLER} Họ ký hiệp ước hòa bình ở Pò Tấu. {FILLER} Ngày hòa giải. {FILLER}"
    snippet = str(highlighter("hiệp ước hòa bình hòa giải").snippet(Article("1", body=body)))
    assert "<mark>hiệp ước hòa bình</mark>" in snippet
    assert "<mark>hòa giải</mark>" in snippet
    assert "bình thường" not in snippet
    assert snippet.startswith("… ")
    assert snippet.endswith(" …")
    assert LEAST_CHARACTERS <= len(unmarked(snippet)) <= MOST_CHARACTERS


def test_a_snippet_begins_where_a_sentence_does() -> None:
    snippet = str(highlighter("hiệp ước").snippet(Article("1", body=f"{FILLER}Họ ký hiệp ước. {FILLER}")))
    assert snippet.startswith("… Họ ký <mark>hiệp ước</mark>.")


def test_the_lead_is_shown_when_nothing_in_the_body_matches() -> None:
    article = Article("1", "Hòa bình", "Một bản tin <ngắn>.", FILLER)
    assert highlighter("hòa bình").snippet(article) == "Một bản tin &lt;ngắn&gt;."
    without_lead = str(highlighter("hòa bình").snippet(Article("1", "Hòa bình", body=FILLER)))
    assert without_lead.startswith("trời hôm nay đẹp")
    assert without_lead.endswith(" …")


def test_captions_are_shown_when_they_match() -> None:
    article = Article("1", "Tin", body="Bài.", captions=("Quang cảnh hội nghị",))
    assert "<mark>hội nghị</mark>" in highlighter("hoi nghi").snippet(article)


def test_an_article_without_a_headline_is_known_by_its_first_words() -> None:
    assert highlighter("đẹp").title(Article("1", body=FILLER)).startswith("trời hôm nay <mark>đẹp</mark>")


def test_a_snippet_of_a_huge_article_takes_a_bounded_time() -> None:
    looked_at: list[int] = []

    class Counting(Highlighter):
        """Counts the places it weighs."""

        def _score(self, *arguments: Any) -> float:
            looked_at.append(1)
            return super()._score(*arguments)

    Counting(parse("hòa bình"), {}).snippet(Article("1", body="hòa bình " * 50_000))
    assert 0 < len(looked_at) <= 2 * MAX_PLACES


def test_paragraphs_of_one_article_are_marked_alike() -> None:
    texts = ("Đường mới mở", "Theo dương lịch")
    highlighter = Highlighter(parse("đường"), {}, within=texts)
    assert [str(highlighter.text(text)) for text in texts] == ["<mark>Đường</mark> mới mở", "Theo dương lịch"]


WORDS = st.sampled_from(
    ["hòa", "bình", "đường", "nghiêng", "ở", "Kỳ Khê", "Covid-19", "4/7", "TP.HCM", "(BLS)", "-" * 400]
)
SENTENCES = st.lists(WORDS, min_size=1, max_size=30).map(lambda words: " ".join(words) + ".")
TEXTS = st.lists(st.lists(SENTENCES, min_size=1, max_size=3).map("  ".join), max_size=8).map("\r\n \n".join)
TYPED = st.sampled_from(["hoa binh", "hòa bình", "duong", "ky khe", "4/7", '"covid-19"', "bls", "nghiêng ở"])


@given(TEXTS, TEXTS, TYPED)
def test_a_snippet_has_150_to_200_characters_as_far_as_there_is_text(lead: str, body: str, typed: str) -> None:
    snippet = str(highlighter(typed).snippet(Article("1", "Tin", lead, body)))
    shown = len(unmarked(snippet))
    assert shown <= MOST_CHARACTERS
    texts = [" ".join(re.sub("-{2,}", "", text).split()) for text in (body, lead)]
    marked = [text for text in texts if "<mark>" in highlighter(typed).text(text)]
    of = marked[0] if marked else texts[1] or texts[0]
    assert shown >= min(LEAST_CHARACTERS, len(of))


@pytest.mark.parametrize(
    "body", ["tin lũ" + "-" * 5_000, "=" * 5_000 + " tin lũ", "tin " + "._" * 5_000 + "\nlũ", "-" * 5_000]
)
def test_rows_of_signs_do_not_fill_a_snippet(body: str) -> None:
    highlighted = highlighter("lũ")
    for article in (Article("1", body=body), Article("1", "Tin", body), Article("1", "Tin", body=FILLER + body)):
        assert len(unmarked(str(highlighted.snippet(article)))) <= MOST_CHARACTERS
        assert len(unmarked(str(highlighted.title(article)))) <= MOST_CHARACTERS
        assert "<mark>lũ</mark>" in highlighted.snippet(article) or "lũ" not in body


@given(st.permutations(["title", "summary", "body", "captions", "author"]), st.integers(0, 2_000))
def test_whatever_matches_is_marked_in_the_headline_or_the_snippet(fields: list[str], before: int) -> None:
    """So every hit shows the form that matched, wherever in the article it stands."""
    other = (FILLER * 2)[:before]
    texts: dict[str, Any] = dict.fromkeys(fields[1:], other) | {fields[0]: f"{other} Đường {FILLER[:100]}"}
    texts["captions"] = (texts["captions"],)
    article = Article("1", **texts)
    shown = highlighter("duong").title(article) + highlighter("duong").snippet(article)
    assert "<mark>Đường</mark>" in shown


def test_every_hit_shows_the_form_that_matched(tmp_path: Path) -> None:
    texts = [
        "Ủy ban nhân dân (UBND) xã họp",
        "UBND xã báo cáo",
        "Lên langson xem hội",
        "Chợ Lạng Sơn đông",
        "Sở GD&ĐT họp",
    ]
    found_in = [
        replace(Article(f"{field}-{number}", "Tin", body=FILLER), **{field: f"{FILLER} {text}."})  # type: ignore[arg-type]
        for field in ("title", "summary", "body") for number, text in enumerate(texts)
    ]  # fmt: skip
    engine = WhooshEngine(build(tmp_path, found_in))
    for typed in (
        "ubnd",
        "uy ban nhan dan",
        "lang son",
        "langson",
        "=Lạng",
        "gdđt",
        "hop xa",
        "lan*",
        "lạnh sơn xem",
        "hopj",
    ):
        hits = find(engine, typed, size=50).results
        assert hits, typed
        assert all("<mark>" in hit.title_html + hit.snippet_html for hit in hits), typed
