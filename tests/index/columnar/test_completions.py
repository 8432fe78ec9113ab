"""The phrases of a segment are those of a definition that counts them one by one."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.analysed import AnalysedArticle, analyse_article
from index.article import Article
from index.columnar import completions
from index.columnar.completions import FRAGMENT, LEAST, LONGEST, OUTER_WORDS, WITHIN_WORD, folded_text
from index.columnar.segment import Segment
from index.text.fold import fold
from index.text.shape import looks_like_a_syllable
from tests.index.columnar.merging import merge
from tests.index.columnar.test_segment import built

# Words of two syllables, syllables of such words by themselves, words that end no phrase, and words of other languages.
PARTS = ["hòa bình", "đối ngoại", "hòa", "ngoại", "phủ", "tướng", "của", "về", "usd", "u23", "2018", "đường", "dương"]
TITLES = st.lists(st.sampled_from(PARTS), max_size=5).map(" ".join)
BODIES = st.lists(st.sampled_from(["hòa bình", "đối ngoại", "đường phố"]), max_size=2).map(" ".join)
LONG = "phủ của hòa bình usd về đối ngoại hòa bình u23 2018 hòa"  # longer than any phrase
ARTICLES = st.lists(st.tuples(TITLES | st.just(LONG), BODIES), max_size=14)  # titles and bodies

Row = tuple[str, ...]
Phrases = dict[str, tuple[int, int]]


def made(titles_and_bodies: Sequence[tuple[str, str]]) -> list[AnalysedArticle]:
    numbered = enumerate(titles_and_bodies)
    return [analyse_article(Article(f"a{number}", title, body=body)) for number, (title, body) in numbered]


def defined(analysed: Sequence[AnalysedArticle]) -> Phrases:
    """Return the phrases, of each the titles that have it and the articles that have it as a word, by definition."""
    words: Counter[str] = Counter()
    for article in analysed:
        words.update({word for analysis in article.analyses for word in analysis.words if "_" in word})
    common = {word: count for word, count in words.items() if count >= LEAST}
    pairs = {pair for word in common for pair in pairwise(word.split("_"))}
    in_titles = _rows([article.analyses[0].syllables for article in analysed], pairs)
    in_articles = {word.replace("_", " "): count for word, count in common.items()}
    return {text: (in_titles.get(text, 0), in_articles.get(text, 0)) for text in in_titles | in_articles}


def _rows(titles: Sequence[Sequence[str]], pairs: set[tuple[str, str]]) -> dict[str, int]:
    having: dict[Row, set[int]] = defaultdict(set)
    cut_off: dict[Row, list[tuple[bool, bool]]] = defaultdict(list)
    for number, title in enumerate(titles):
        for first in range(len(title)):
            for last in range(first + 1, min(first + LONGEST + 1, len(title)) + 1):
                row = tuple(title[first:last])
                having[row].add(number)
                before, after = tuple(title[max(first - 1, 0) : first + 1]), tuple(title[last - 1 : last + 1])
                cut_off[row].append((before in pairs, after in pairs))
    frequent = {row: len(numbers) for row, numbers in having.items() if len(numbers) >= LEAST}
    offered: set[Row] = set()
    phrases = {}
    for row, count in sorted(frequent.items(), key=lambda item: -len(item[0])):
        longer = [one for one in frequent if len(one) == len(row) + 1 and row == one[:-1]]
        fragment = any(frequent[one] >= FRAGMENT * count and one in offered for one in longer)
        torn = any(sum(ends) > WITHIN_WORD * len(ends) for ends in zip(*cut_off[row], strict=True))
        begins = row[0] in OUTER_WORDS.split() and row[:2] not in pairs
        ends = row[-1] in OUTER_WORDS.split() and row[-2:] not in pairs
        whole = not (torn or begins or ends)
        if len(row) > LONGEST or fragment or whole:
            offered.add(row)
        text = " ".join(row)
        said = any(map(str.isalpha, text)) and not looks_like_a_syllable(fold(text))
        if whole and said and not fragment and len(row) <= LONGEST:
            phrases[text] = count
    return phrases


def offered_by(segment: Segment) -> Phrases:
    titles, articles = (segment.phrase_counts(name).tolist() for name in ("titles", "articles"))
    texts = [text.decode() for text in segment.phrases]
    assert [text.encode() for text in texts] == sorted(segment.phrases, key=lambda text: (folded_text(text), text))
    return dict(zip(texts, zip(titles, articles, strict=True), strict=True))


def assert_titles_in_order(segment: Segment, analysed: Sequence[AnalysedArticle]) -> None:
    folded = [article.analyses[0].folded for article in analysed]
    assert segment.column("title_order").tolist() == sorted(range(len(folded)), key=folded.__getitem__)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ARTICLES, st.sampled_from([2, 2**16]))
def test_the_phrases_are_those_of_the_definition(tmp_path: Path, articles: list[tuple[str, str]], run: int) -> None:
    analysed = made(articles)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(completions, "RUN", run)
        segment = built(tmp_path, analysed)
    assert offered_by(segment) == defined(analysed)
    assert_titles_in_order(segment, analysed)


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ARTICLES, st.data())
def test_a_merge_offers_what_one_builder_would_of_the_living(
    tmp_path: Path, articles: list[tuple[str, str]], data: st.DataObject
) -> None:
    analysed = made(articles)
    middle = data.draw(st.integers(0, len(articles)))
    alive = np.array(data.draw(st.lists(st.booleans(), min_size=len(articles), max_size=len(articles))), np.bool_)
    segments = [built(tmp_path, analysed[:middle]), built(tmp_path, analysed[middle:])]
    masks = [alive[:middle], alive[middle:]]
    merged = merge(segments, masks, tmp_path / "merged", tmp_path / "merged-articles")
    living = [article for article, lives in zip(analysed, alive, strict=True) if lives]
    assert offered_by(merged) == defined(living)
    assert_titles_in_order(merged, living)


@pytest.mark.parametrize(
    ("titles", "phrases"),
    [
        (["Thủ tướng thăm Lĩnh Sơn", "Thủ tướng họp", "Bàn với thủ tướng"], {"thủ tướng"}),
        (["Cầu Bản Chu thông xe", "Xây cầu Bản Chu", "Dân ngóng cầu Bản Chu"], {"cầu bản chu", "bản chu"}),
        (["Giá USD tăng", "Giá USD giảm", "Giá USD", "USD lên", "Bán USD"], {"giá usd", "usd"}),
        (["Xe của dân", "Xe của tỉnh", "Xe của ai"], set()),
        (["Ngày 4/7", "Hôm 4/7", "Sáng 4/7"], set()),
    ],
)
def test_a_phrase_is_no_fragment(tmp_path: Path, titles: list[str], phrases: set[str]) -> None:
    found = offered_by(built(tmp_path, made([(title, "") for title in titles])))
    assert {text for text, (count, _) in found.items() if count} == phrases


def test_a_title_counts_a_phrase_once(tmp_path: Path) -> None:
    titles = ["Lũ quét, lũ quét, lũ quét", "Lũ quét lại về", "Sau lũ quét"]
    assert offered_by(built(tmp_path, made([(title, "") for title in titles])))["lũ quét"][0] == 3


def test_phrases_stand_by_their_folded_text(tmp_path: Path) -> None:
    titles = [title for title in ("Đường sắt", "Dương xỉ", "Đường phố") for _ in range(3)]
    found = offered_by(built(tmp_path, made([(title, "") for title in titles])))
    assert list(found) == ["đường phố", "đường sắt", "dương xỉ"]
