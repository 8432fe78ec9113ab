"""Nothing typed raises: thousands of random and hostile texts, through parsing, search and highlighting."""

import json
import random
import time
from dataclasses import asdict

import pytest

from index.article import Article
from search.parse import MAX_CHARACTERS, parse
from search.results import find
from search.results_json import to_json
from search.whoosh_engine import WhooshEngine
from tests.sample import build
from tests.search.test_parse import HOSTILE

TEXTS = 6_000  # the same every time, so that more of them find nothing new; each goes through all of a search
SHARES = 20  # the texts are spread over so many tests, which run side by side

PIECES = [
    *HOSTILE, *'"“”«»-:()[]{}^~*?/\\|&!+=<>\'`@#$%.,;\0\t\n\u00a0\u200b\u202e\ufeff\ud83d\U0001f600',
    " ", " ", " ", "hòa", "binh", "đường", "4/7", "Covid-19", "3,5%", "TP.HCM", "NOT", "OR", "AND", "TO", "từ:", "đến:",
    "tác giả:", "nguồn:", "mục:", "tiêu đề:", "author:", "-", '-"', "31/02/2018", "04/07/2018", "2018-07", "hòa bình",
    "tu:", "h\u0300oa",
]  # fmt: skip


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    articles = [
        Article("1", "Hòa bình", "Lời dẫn", "Ngày 4/7, TP.HCM có 3,5% ca Covid-19. " * 5, author="Gia Linh"),
        Article("2", "Đường", body="Đường phố <b>hòa</b> & bình\x00\x1b", source="Báo"),
        Article("3", body="😀 ﷺ İ ǅ"),
    ]
    return WhooshEngine(build(tmp_path_factory.mktemp("hostile"), articles))


@pytest.mark.parametrize("share", range(SHARES))
def test_no_text_raises(engine: WhooshEngine, share: int) -> None:
    source = random.Random(share)
    for _ in range(TEXTS // SHARES):
        typed = "".join(source.choices(PIECES, k=source.randint(1, 12)))
        found = find(engine, typed, sort=source.choice(["relevance", "newest", "oldest"]))
        assert found.total >= len(found.results)
        json.dumps(to_json(found), default=asdict)


@pytest.mark.parametrize(
    "piece", ["a ", "hòa bình ", "4/7 ", '"', '"a" ', "“", "-a ", "từ:x ", "a.", "@", "title:", "\u0301", "(", "*a*"]
)
def test_parsing_takes_time_in_proportion_to_the_length(piece: str) -> None:
    short, long = (piece * MAX_CHARACTERS)[: MAX_CHARACTERS // 8], (piece * MAX_CHARACTERS)[:MAX_CHARACTERS]
    # Eight times the text: linear is 8, quadratic 64. The best of several runs, since other work only ever adds time.
    assert best_time(long) / best_time(short) < 30


def test_what_lies_beyond_the_bound_costs_next_to_nothing() -> None:
    assert best_time("hòa " * 250_000) / best_time("hòa " * 125) < 20


def best_time(typed: str) -> float:
    times = []
    for _ in range(15):
        began = time.perf_counter()
        parse(typed)
        times.append(time.perf_counter() - began)
    return min(times)
