"""A query can be asked again for the diacritics that were typed alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from search.exactly import exactly
from search.parse import parse
from search.results import find
from search.whoosh_engine import WhooshEngine
from tests.sample import build

PIECES = ["bão", "bao", "lũ", '"lũ lụt"', "=bão", "-báo", "tiêu đề:bão", "OR", "(", ")", "4/7", "hòa*", "nguồn:Lĩnh"]


@pytest.mark.parametrize(
    ("typed", "exact"),
    [
        ("bão", "=bão"),
        ("lũ lụt miền trung", "=lũ =lụt =miền trung"),
        ('"lũ lụt" bão', '=bão ="lũ lụt"'),
        ('tiêu đề:"hòa bình"', 'tiêu đề:="hòa bình"'),
        ("lũ OR bão lớn", "=lũ OR =bão =lớn"),
        ("nguồn:Lĩnh bão -báo", '=bão nguồn:"Lĩnh" -=báo'),
        ("hòa* bình", "hòa* =bình"),
    ],
)
def test_what_has_diacritics_is_asked_for_with_these(typed: str, exact: str) -> None:
    assert exactly(parse(typed)) == exact
    assert exactly(parse(exact)) is None


@pytest.mark.parametrize("typed", ["", "bao lu", "=bão", '="lũ lụt"', "-bão", "hòa*", "nguồn:Lĩnh", "từ:2018"])
def test_where_no_diacritics_are_optional_there_is_nothing_to_ask_again(typed: str) -> None:
    assert exactly(parse(typed)) is None


@given(st.lists(st.sampled_from(PIECES), max_size=7).map(" ".join))
def test_once_asked_exactly_it_stays_so(typed: str) -> None:
    exact = exactly(parse(typed))
    assert exact is None or exactly(parse(exact)) is None


def test_it_finds_those_alone(tmp_path: Path) -> None:
    texts = ["bão lớn", "báo lớn", "bao lon", "Bão và lũ lớn", "báo, lũ, lớn"]
    engine = WhooshEngine(build(tmp_path, [Article(str(number), text) for number, text in enumerate(texts)]))
    for typed, loose, those in (("bão", 5, {"0", "3"}), ("bão lớn", 5, {"0", "3"}), ("bão lũ lon", 2, {"3"})):
        found = find(engine, typed)
        assert found.strict_total == loose
        exact = exactly(found.understood.query)
        assert exact
        assert {result.article.id for result in find(engine, exact).results} >= those
        assert find(engine, exact).strict_total == len(those)
