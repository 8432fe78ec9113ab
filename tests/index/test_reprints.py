"""Groups of reprints are those that comparing every article with every other one finds."""

import datetime
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from index import generation
from index.analysed import TEXTS, searchable_texts
from index.article import Article
from index.columnar.shingles import SHINGLE
from index.reprints import ALIKE, find_groups
from index.segments import KeptSegments
from index.text.streams import analyse
from index.update import delete, update
from tests.sample import build, write_jsonl

SYLLABLES = [f"{first}{last}" for first in ("b", "c", "d", "g", "h", "k", "l", "m", "n", "t") for last in
             ("an", "ai", "em", "im", "oa", "u", "ac", "at", "ong", "inh")]  # fmt: skip


def made_up(count: int) -> list[Article]:
    """Articles of 120 random syllables, half of which others print, with some syllables changed, later or earlier."""
    random = np.random.default_rng(3)
    articles: list[Article] = []
    for number in range(count):
        words = random.choice(SYLLABLES, 120).tolist()
        day = datetime.date(2020, 1, 15)
        articles.append(Article(f"a{number}", f"bài {number}", body=" ".join(words), date=day, source="Báo Một"))
        for copy in range(random.integers(0, 4) if number % 2 else 0):
            changed = list(words)
            for place in random.choice(120, random.choice([0, 2, 4, 30]), replace=False):
                changed[place] = "xyz"
            date = day + datetime.timedelta(days=int(random.integers(-3, 4))) if random.integers(2) else None
            articles.append(Article(f"a{number}-{copy}", f"tin {number}", body=" ".join(changed), date=date))
    return [articles[number] for number in random.permutation(len(articles))]


def shingles(article: Article) -> set[tuple[str, ...]]:
    texts = searchable_texts(article)
    assert len(texts) == len(TEXTS)
    folded = [analyse(text).folded for text in texts]
    return {tuple(text[at : at + SHINGLE]) for text in folded for at in range(len(text) - SHINGLE + 1)}


def brute_force(articles: Sequence[Article]) -> list[list[str]]:
    ordered = sorted(articles, key=lambda article: (article.date or datetime.date.max, article.id.encode()))
    own = {article.id: shingles(article) for article in ordered}
    groups: list[list[str]] = []
    for article in ordered:
        mine = own[article.id]
        for group in groups:
            leader = own[group[0]]
            if mine and len(mine & leader) >= ALIKE * len(mine | leader):
                group.append(article.id)
                break
        else:
            groups.append([article.id])
    return [group for group in groups if len(group) > 1]


def groups_of(index: Path) -> list[list[str]]:
    segments = KeptSegments(generation.current(index).path).segments
    ids = [id_.decode() for kept in segments for id_ in kept.segment.ids(np.arange(kept.entry.documents))]
    return [[ids[document] for document in group] for group in find_groups(segments)]


def test_the_groups_of_any_archive(tmp_path: Path) -> None:
    articles = made_up(120)
    index = build(tmp_path, articles)
    groups = groups_of(index)
    assert groups == brute_force(articles)
    assert {len(group) for group in groups} >= {2, 3, 4}


def test_the_groups_after_updates_and_deletions_are_those_of_what_is_left(tmp_path: Path) -> None:
    articles = made_up(60)
    half = len(articles) // 2
    index = build(tmp_path, articles[:half])
    update([write_jsonl(tmp_path / "more.jsonl", articles[half:])], index, jobs=1)
    assert groups_of(index) == brute_force(articles)
    gone = {group[0] for group in brute_force(articles)[::2]}
    delete(sorted(gone), index)
    assert groups_of(index) == brute_force([article for article in articles if article.id not in gone])


def test_in_order_of_time_each_is_like_the_earliest_not_only_like_the_one_before(tmp_path: Path) -> None:
    """Three articles, each made of the one before by changing a fifth of it: the last is no reprint of the first."""
    first = made_up(1)[0]
    words = first.body.split()
    chain = [first]
    for number in (1, 2):
        words = words[: 24 * (number - 1)] + [f"moi{number}{place}" for place in range(24)] + words[24 * number :]
        chain.append(replace(first, id=f"b{number}", body=" ".join(words), date=None))
    assert groups_of(build(tmp_path, chain)) == [["a0", "b1"]]


def test_articles_without_text_enough_are_in_no_group(tmp_path: Path) -> None:
    short = [Article("one", "Tin vắn"), Article("two", "Tin vắn"), Article("three"), Article("four")]
    assert groups_of(build(tmp_path, short)) == []
