"""Totals, facets and the timeline of 1,000 random searches with filters, against articles counted one by one."""

import datetime
import math
import re
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import pytest

from index import policy
from index.article import Article
from index.update import delete, update
from search.parse import parse
from search.request import MAX_RANK, SORTS, Answer, FacetField, Filters, SearchRequest
from search.whoosh_engine import WhooshEngine
from search.whoosh_queries import plain_value
from tests.sample import build, write_jsonl
from tests.search.counting import Archive, Counted
from tests.search.test_against_stock_whoosh import SYLLABLES, some_query
from tests.web.answers import get_json
from tests.web.markup import elements
from web.app import create_app
from web.links import arguments
from web.parameters import SearchParameters
from web.refine import MOST_VALUES
from web.wording import period

SEARCHES, PAGES = 1_000, 100
SOURCES = ["Báo Lĩnh Sơn", "Phố Lĩnh Online", "Biên Mậu", "BIÊN  MẬU", "Đồi", "đồi", " "]  # some differ in case alone
CATEGORIES = ["Kinh tế", "Xã hội", "Văn hóa", "XÃ HỘI"]
AUTHORS = [f"{family} Gia {name}" for family in ("Phùng", "Lê", "Đỗ", "Âu") for name in "ABCDĐEGHIKLMNOPQRSTUVXY"]
FIRST_DAY = datetime.date(2016, 11, 20)
NO_AUTHOR = 0.1  # of all articles; as many have no date


@dataclass(frozen=True, slots=True)
class Site:
    """An index of several segments, with deleted articles, and the articles left."""

    index: Path
    archive: Archive


def some_articles(random: np.random.Generator, names: range) -> list[Article]:
    """Return articles of random syllables; one in four is printed again by another, some days before or after."""
    articles: list[Article] = []
    for name in names:
        body = " ".join(random.choice(SYLLABLES[:-1], random.integers(1, 60)))
        category = str(random.choice(CATEGORIES))
        author = None if random.random() < NO_AUTHOR else str(random.choice(AUTHORS))
        title, source = " ".join(random.choice(SYLLABLES, 3)), str(random.choice(SOURCES))
        articles.append(Article(f"a{name}", title, "", body, (), some_day(random), author, source, category))
        if random.random() < 0.25:
            again = replace(articles[-1], id=f"b{name}", source=str(random.choice(SOURCES)), date=some_day(random))
            articles.append(again)
    return articles


def some_day(random: np.random.Generator) -> datetime.date | None:
    days = random.integers(5) if random.random() < 0.5 else random.integers(800)
    return None if random.random() < NO_AUTHOR else FIRST_DAY + datetime.timedelta(int(days))


def some_filters(random: np.random.Generator) -> Filters:
    """Return filters, most of them off, with one value or several of each field."""

    def some(values: list[str]) -> tuple[str, ...]:
        count = int(random.choice([0, 0, 0, 1, 2, 3]))
        return tuple(random.choice(values, count, replace=False).tolist())

    start = FIRST_DAY + datetime.timedelta(int(random.integers(-10, 400)))
    end = start + datetime.timedelta(int(random.choice([0, 3, 61, 62, 300])))
    dates = [(None, None), (None, None), (start, None), (None, end), (start, end)][random.integers(5)]
    sources = some([*filter(str.strip, SOURCES), "Không có"])
    return Filters(*dates, sources, some(CATEGORIES), some(AUTHORS[:20]), some(["2016", "2017", "2019"]))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    random = np.random.default_rng(20180704)
    folder = tmp_path_factory.mktemp("counts")
    first, more = some_articles(random, range(150)), some_articles(random, range(140, 190))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(policy, "SMALL", 1)  # so that small segments stay apart
        index = build(folder, first)
        update([write_jsonl(folder / "more.jsonl", more)], index, jobs=1)
        held = {article.id: article for article in (*first, *more)}
        gone = [article_id for article_id in held if random.random() < 0.05]
        delete(gone, index)
    return Site(index, Archive([held[article_id] for article_id in held.keys() - gone]))


def some_search(random: np.random.Generator) -> SearchParameters:
    return SearchParameters(some_query(random), some_filters(random), SORTS[random.integers(len(SORTS))], literal=True)


def test_the_engine_counts_what_there_is(site: Site) -> None:
    random = np.random.default_rng(1)
    engine = WhooshEngine(site.index)
    for _ in range(SEARCHES):
        asked = some_search(random)
        query = parse(asked.q)
        request = SearchRequest(query, asked.filters, asked.sort, size=MAX_RANK, budget_ms=math.inf, grouped=True)
        answer = engine.search(request)
        expected = site.archive.counted(query, asked.filters, asked.sort)
        assert answer.listed == len(answer.hits)
        assert counted(answer) == expected, asked


def counted(answer: Answer) -> Counted:
    return Counted(
        answer.total,
        answer.strict_total,
        {hit.id for hit in answer.hits},
        {name: [(one.value, one.count) for one in values] for name, values in answer.facets.items()},
        answer.timeline.interval,
        [(one.start, one.count) for one in answer.timeline.buckets],
    )


def test_pages_and_the_api_say_the_same(site: Site) -> None:
    random = np.random.default_rng(2)
    client = create_app(site.index).test_client()
    for _ in range(PAGES):
        asked = some_search(random)
        expected = site.archive.counted(parse(asked.q), asked.filters, asked.sort)
        given = urlencode(arguments(asked), doseq=True)
        said = get_json(client, f"/api/v1/search?{given}")
        assert (said["total"], said["listed"]) == (expected.total, len(expected.hits)), asked
        facets = {name: [(one["value"], one["count"]) for one in values] for name, values in said["facets"].items()}
        assert facets == expected.facets, asked
        assert [(one["start"], one["count"]) for one in said["timeline"]["buckets"]] == expected.buckets, asked
        html = client.get(f"/?{given}").text
        assert shown_total(html) == expected.total, asked
        shown = {name: shown_values(asked, name, values) for name, values in expected.facets.items() if values}
        assert boxes(html) == shown, asked
        if len(expected.buckets) > 1:
            assert rows(html) == [(period(start), count) for start, count in expected.buckets], asked


def shown_total(html: str) -> int:
    found = re.search(r"Tìm thấy <strong>([0-9.]+) bài", html)
    return int(found[1]) if found else 0


def shown_values(asked: SearchParameters, name: FacetField, values: list[tuple[str, int]]) -> dict[str, int]:
    """Return the values that a page shows: those ticked, and the most frequent of the others."""
    ticked = set(map(plain_value, getattr(asked.filters, name)))
    others = [one for one in values if plain_value(one[0]) not in ticked]
    return dict([*(one for one in values if plain_value(one[0]) in ticked), *others[:MOST_VALUES]])


def boxes(html: str) -> dict[str, dict[str, int]]:
    """Return the numbers beside the boxes of each facet, but for ticked values that would find nothing."""
    shown: dict[str, dict[str, int]] = {}
    labels = elements(html, "label", class_="box")
    for box, label in zip(elements(html, "input", type="checkbox"), labels, strict=True):
        if count := int(label.text.rsplit(" ", 1)[1]):
            shown.setdefault(box.attributes["name"], {})[box.attributes["value"]] = count
    return shown


def rows(html: str) -> list[tuple[str, int]]:
    """Return the rows of the timeline's table."""
    table = html[html.index("<table>") : html.index("</table>") + len("</table>")]
    names, counts = elements(table, "th", scope="row"), elements(table, "td")
    return [(name.text, int(count.text)) for name, count in zip(names, counts, strict=True)]


def test_values_that_differ_in_case_or_spaces_alone_are_one(tmp_path: Path) -> None:
    sources = ["BÁO LĨNH SƠN", "Báo Lĩnh Sơn", "Báo Lĩnh Sơn", "báo  lĩnh sơn ", "Báo Linh Sơn"]
    index = build(tmp_path, [Article(f"a{n}", f"Lúa {n}", source=source) for n, source in enumerate(sources)])
    client = create_app(index).test_client()
    listed = {"Báo Lĩnh Sơn": 4, "Báo Linh Sơn": 1}
    assert boxes(client.get("/?q=lua").text)["source"] == listed
    for given in ({"source": "BÁO LĨNH sơn"}, {"source": ["báo lĩnh sơn", "Báo  Lĩnh Sơn"]}):
        html = client.get("/", query_string={"q": "lua", **given}).text
        assert shown_total(html) == 4
        assert boxes(html)["source"] == listed
        (ticked,) = (box for box in elements(html, "input", type="checkbox") if "checked" in box.attributes)
        assert ticked.attributes["value"] == "Báo Lĩnh Sơn"
        assert len(elements(html, "ul", class_="chips")) == 1
        assert html.count('aria-label="Bỏ lọc') == 1
    names = [one["text"] for one in get_json(client, "/api/v1/suggest?q=bao+l")["suggestions"]]
    assert sorted(names) == sorted(listed)
