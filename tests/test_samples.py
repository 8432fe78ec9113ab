"""The sample articles: what they must cover, and that the search they are shown with works."""

import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from index.article import Article, Skipped
from index.readers import read_sources
from index.rebuild import rebuild
from index.text.streams import analyse
from search.results import find
from search.whoosh_engine import WhooshEngine
from tests.sample import SAMPLES

ITEMS = list(read_sources([SAMPLES]))
ARTICLES = [item for item in ITEMS if isinstance(item, Article)]
SECTIONS = {
    "Chính trị", "Kinh tế", "Xã hội", "Văn hóa", "Giáo dục", "Y tế", "Thể thao", "Pháp luật", "Môi trường", "Cáo phó",
    "Đính chính",
}  # fmt: skip


def test_every_sample_is_read() -> None:
    assert not [item for item in ITEMS if isinstance(item, Skipped)]
    assert len(ARTICLES) >= 60
    assert len(list(SAMPLES.glob("*.txt"))) >= 5


def test_they_cover_a_provincial_paper_s_range_and_years() -> None:
    assert {article.category for article in ARTICLES if article.category} == SECTIONS
    assert {article.date.year for article in ARTICLES if article.date} == set(range(2015, 2025))
    assert any(article.date is None for article in ARTICLES)
    assert sum(bool(article.captions) for article in ARTICLES) >= 20


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)
def test_each_is_a_report_of_120_to_600_words(article: Article) -> None:
    assert article.title
    assert article.source
    assert unicodedata.is_normalized("NFC", article.title + article.summary + article.body)
    words = len(analyse(" ".join((article.summary, article.body, *article.captions))).syllables)
    assert 120 <= words <= 600


def test_some_are_reprints_and_some_in_new_tone_style() -> None:
    sentences = Counter(s.strip() for article in ARTICLES for s in set(article.body.split(".")) if len(s) > 60)
    assert sum(count > 1 for count in sentences.values()) >= 10
    assert sum("hoà" in article.body or "khoẻ" in article.body or "uỷ" in article.body for article in ARTICLES) >= 4


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    index: Path = tmp_path_factory.mktemp("samples") / "index"
    rebuild([SAMPLES], index, jobs=1)
    return WhooshEngine(index)


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("dien bien hoa binh", "bls-2018-07-04-thong-tin-doi-ngoai"),
        ("diễn biến hoà bình", "bls-2018-07-04-thong-tin-doi-ngoai"),
        ("DIEN BIEN HOA BINH", "bls-2018-07-04-thong-tin-doi-ngoai"),
        ('"diễn biến hòa bình"', "bls-2018-07-04-thong-tin-doi-ngoai"),
        ("hoang thi en day gay", "bls-2017-11-09-vdv-day-gay-hoang-thi-en"),
        ("sáp nhập xã hòa bình", "bls-2019-12-27-sap-nhap-xa-hoa-binh"),
        ("Emily Hartwell", "pho-linh-2018-10-11-smart-school-co-giao-emily"),
        ("bac sy tre po mo", "pho-linh-2015-11-22-bac-sy-tre-len-po-mo"),
        ("ki thuat ghep hong", "bls-2019-03-14-ki-thuat-ghep-hong"),
        ("thach den duoc gia ngo troi", "bls-2022-06-15-thach-den-trang-khe"),
    ],
)
def test_the_report_that_was_meant_comes_first_with_its_words_marked(
    engine: WhooshEngine, typed: str, best: str
) -> None:
    first = find(engine, typed).results[0]
    assert first.article.id == best
    assert "<mark>" in first.title_html + first.snippet_html
