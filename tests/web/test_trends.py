"""The page of trends: its form, its lines whose points lead to articles, its table, and its twins for programs."""

import csv
import datetime
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import pytest
from flask.testing import FlaskClient

from index.article import Article
from search.request import Answer, SearchRequest
from search.whoosh_engine import WhooshEngine
from tests.sample import build
from tests.web.answers import get_json, json_of
from tests.web.markup import Element, elements, link
from web.app import create_app

# Of March 2018 and of April the archive has nothing; of May nothing about floods.
DAYS: dict[str, list[str | None]] = {
    "lũ": ["2018-01-03", "2018-01-31", "2018-02-10", "2018-06-01", None],
    "bão": ["2018-01-03", "2018-05-05"],
}
ARTICLES = [
    Article(f"{topic} {number}", f"Tin {topic} số {number}", date=datetime.date.fromisoformat(day) if day else None,
            source="Báo Lĩnh Sơn" if number % 2 else "Phố Lĩnh Online", category="Xã hội")
    for topic, days in DAYS.items() for number, day in enumerate(days)
]  # fmt: skip
ATTACK = '"><script>alert(1)</script>'


class Hurried(WhooshEngine):
    """An engine whose time has always run out."""

    def pinned(self) -> "Hurried":  # type: ignore[override]
        return self

    def search(self, request: SearchRequest) -> Answer:
        return super().search(replace(request, budget_ms=0))


class Counted(WhooshEngine):
    """An engine that knows what it was asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.asked: list[str] = []

    def pinned(self) -> "Counted":  # type: ignore[override]
        return self

    def search(self, request: SearchRequest) -> Answer:
        self.asked.append(request.query.typed)
        return super().search(request)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("trends"), ARTICLES)


@pytest.fixture
def client(folder: Path) -> FlaskClient:
    return create_app(folder).test_client()


def address(*queries: str, place: str = "/trends", **others: object) -> str:
    return f"{place}?{urlencode({'q': queries, **others}, doseq=True)}"


def selects(html: str) -> dict[str, list[str]]:
    """Return the values that each list of the form offers."""
    lists = re.findall(r'<select name="(.*?)">(.*?)</select>', html, re.DOTALL)
    return {name: [option.attributes["value"] for option in elements(options, "option")] for name, options in lists}


def points(html: str) -> list[Element]:
    """Return the links of the plot."""
    start = html.index('<svg class="plot')
    return elements(html[start : html.index("<details", start)].removesuffix("\n"), "a")


def cells(html: str) -> list[list[str]]:
    """Return the rows of the page's table."""
    rows = re.findall(r"<tr>(.*?)</tr>", html[html.index("<table") :], re.DOTALL)
    return [[element.text for element in elements(row) if element.name in ("th", "td")] for row in rows]


def boxes(html: str) -> list[str]:
    return [box.attributes["value"] for box in elements(html, "input", name_="q", type="text")]


def test_without_queries_there_is_a_form_and_nothing_else(client: FlaskClient) -> None:
    for place in ("/trends", "/trends?q=&q=+"):
        html = client.get(place).text
        assert boxes(html) == [""] * 5
        assert not elements(html, "table")
        assert not elements(html, "g")
        assert ("Chưa có từ khóa nào; hãy gõ ít nhất một." in html) == ("?" in place)
    assert [label.text for label in elements(html, "label")][1:6] == [f"Từ khóa {n}" for n in range(1, 6)]


def test_empty_and_repeated_queries_are_left_out(client: FlaskClient) -> None:
    html = client.get("/trends?q=&q=lu&q=+&q=lu&q=bao").text
    assert boxes(html) == ["lu", "bao", "", "", ""]
    assert [key.text.split(" bài")[0] for key in elements(html, "li") if "bài" in key.text] == ["lu 5", "bao 2"]


def test_the_table_tells_zeros_from_gaps(client: FlaskClient) -> None:
    html = client.get(address("lũ", "bão")).text
    assert cells(html) == [
        ["Tháng", "lũ", "bão", "Cả kho"],
        ["01/2018", "2", "1", "3"], ["02/2018", "1", "0", "1"], ["03/2018", "–", "–", "0"],
        ["04/2018", "–", "–", "0"], ["05/2018", "0", "1", "1"], ["06/2018", "1", "0", "1"],
    ]  # fmt: skip
    assert {head.attributes["scope"] for head in elements(html, "th")} == {"row", "col"}
    (caption,) = elements(html, "caption")
    assert caption.text == "Số bài theo tháng; dấu “–” là khi kho không có bài nào."


def test_lines_break_at_gaps(client: FlaskClient) -> None:
    html = client.get(address("lũ")).text
    (line,) = elements(html, "path", class_="line-0")
    assert line.attributes["d"].count("M") == 2


def test_rates_are_told_of_a_thousand_articles(client: FlaskClient) -> None:
    html = client.get(link(client.get(address("lũ", "bão")).text, "Tỷ lệ trên 1.000 bài")).text
    assert cells(html)[1:3] == [["01/2018", "666,67", "333,33", "3"], ["02/2018", "1.000", "0", "1"]]
    (current,) = elements(html, "a", aria_current="true")
    assert current.text == "Tỷ lệ trên 1.000 bài"
    assert link(html, "Số bài") == unquote(address("lũ", "bão"))
    assert elements(html, "input", type="hidden", name_="scale", value="per_thousand")


@pytest.mark.parametrize(
    "others",
    [{}, {"source": "Báo Lĩnh Sơn"}, {"from": "2018-01-05", "to": "2018-05-20"}, {"scale": "per_thousand"},
     {"from": "05/01/2018", "to": "20/02/2018"}, {"year": "2018", "literal": "1"}],
)  # fmt: skip
def test_each_point_leads_to_the_articles_it_tells(client: FlaskClient, others: dict[str, str]) -> None:
    html = client.get(address("lũ", "bão", **others)).text
    assert points(html)
    for point in points(html):
        told = re.fullmatch(r"(lũ|bão), [\d/]+: (\d+) bài", point.text)
        assert told
        found = client.get(point.attributes["href"]).text
        assert f"<strong>{told[2]} bài</strong>" in found
        assert elements(found, "input", id_="q")[0].attributes["value"] == told[1]


def test_the_peak_of_a_topic_is_named_and_leads_to_its_articles(client: FlaskClient) -> None:
    html = client.get(address("lũ", "bão", "xyzzy", source=["Báo Lĩnh Sơn", "Phố Lĩnh Online"])).text
    (keys,) = elements(html, "ul", class_="keys")
    assert keys.text == (
        "lũ 5 bài Nhiều nhất: 01/2018, 2 bài Trong đó 1 bài không rõ ngày, không có trên biểu đồ. "
        "bão 2 bài Nhiều nhất: 01/2018, 1 bài (lần đầu) xyzzy 0 bài Không bài nào khớp với từ khóa này."
    )
    found = client.get(link(html, "01/2018, 2 bài")).text
    assert "<strong>2 bài</strong>" in found
    assert elements(found, "input", id_="q")[0].attributes["value"] == "lũ"
    rates = client.get(address("lũ", scale="per_thousand")).text
    assert link(rates, "02/2018, 1.000 trên 1.000 bài (lần đầu)")


def test_a_name_leads_to_all_of_its_articles(client: FlaskClient) -> None:
    html = client.get(address("lũ", source="Báo Lĩnh Sơn")).text
    assert "<strong>2 bài</strong>" in client.get(link(html, "lũ")).text


def test_filters_are_kept_and_can_be_taken_away(client: FlaskClient) -> None:
    asked = address("lũ", "bão", source="Báo Lĩnh Sơn", category="Xã hội", to="2018-05-31")
    html = client.get(asked).text
    kept = {(field.attributes["name"], field.attributes["value"]) for field in elements(html, type="hidden")}
    assert kept == {("source", "Báo Lĩnh Sơn"), ("category", "Xã hội")}
    _, end = elements(html, "input", placeholder="dd/mm/yyyy")
    assert end.attributes["value"] == "31/05/2018"
    without = client.get(link(html, "Bỏ lọc nguồn: Báo Lĩnh Sơn")).text
    assert not elements(without, type="hidden", name_="source")
    assert boxes(without)[:2] == ["lũ", "bão"]
    assert link(html, "Xóa tất cả") == unquote(address("lũ", "bão"))


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("q=a&q=b&q=c&q=d&q=e&q=f", "q", "nhiều nhất 5 từ khóa, mà ở đây có 6; hãy bỏ bớt"),
        ("q=lua&from=31/02/2018", "from", "“31/02/2018” không phải là một ngày"),
        ("q=lua&from=2019&to=2018", "from", "Ngày bắt đầu ở sau ngày kết thúc"),
        ("q=lua&year=x", "year", "không phải là một năm"),
        ("q=lua&scale=percent", "scale", "hãy chọn số bài hoặc tỷ lệ trên 1.000 bài"),
    ],
)
@pytest.mark.parametrize("place", ["/trends", "/trends.csv"])
def test_what_cannot_be_used_is_told_and_the_rest_kept(
    client: FlaskClient, place: str, query: str, field: str, sentence: str
) -> None:
    response = client.get(f"{place}?{query}&source=BLS")
    assert (response.status_code, response.headers["Cache-Control"]) == (400, "no-store")
    (told,) = elements(response.text, "p", id_="fault", role="alert")
    assert sentence in told.text
    assert boxes(response.text) == (["a", "b", "c", "d", "e"] if field == "q" else ["lua", "", "", "", ""])
    hidden = [field.attributes["name"] for field in elements(response.text, type="hidden")]
    assert hidden == ["source"]
    assert bool(elements(response.text, "input", aria_invalid="true")) == (field in ("q", "from"))
    error = json_of(client.get(f"/api/v1/trends?{query}"))["error"]
    assert (error["field"], error["code"]) == (field, "invalid_parameter")


def test_programs_are_told_the_same_as_people(client: FlaskClient) -> None:
    others = {"from": "2018-01-05", "to": "2018-05-20"}
    table = cells(client.get(address("lũ", "bão", **others)).text)[1:]
    answer = get_json(client, address("lũ", "bão", place="/api/v1/trends", **others))
    assert (answer["interval"], answer["partial"], answer["archive_total"]) == ("month", False, 3)
    by_query = {trend["query"]: trend for trend in answer["trends"]}
    for column, query in enumerate(("lũ", "bão"), start=1):
        told = [("–" if point["articles"] is None else str(point["articles"])) for point in by_query[query]["points"]]
        assert told == [row[column] for row in table]
    assert by_query["lũ"]["points"][1] == {
        "start": "2018-02", "articles": 1, "archive_articles": 1, "per_thousand": 1000.0
    }  # fmt: skip
    assert by_query["lũ"]["points"][2] == {
        "start": "2018-03", "articles": None, "archive_articles": 0, "per_thousand": None
    }  # fmt: skip


def test_the_table_can_be_taken_to_a_spreadsheet(client: FlaskClient) -> None:
    html = client.get(address("lũ", "=bão", to="2018-03-31")).text
    response = client.get(link(html, "bảng CSV"))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.data.startswith(b"\xef\xbb\xbfstart,")
    rows = list(csv.reader(response.data.decode("utf-8-sig").splitlines()))
    assert rows[:3] == [
        ["start", "query", "articles", "archive_articles", "per_thousand"],
        ["2018-01", "lũ", "2", "3", "666.667"], ["2018-02", "lũ", "1", "1", "1000.0"],
    ]  # fmt: skip
    assert [row[1] for row in rows[3:]] == ["'=bão"] * 2
    assert link(html, "JSON").startswith("/api/v1/trends?")


def test_what_time_did_not_suffice_for_is_told_and_not_kept(folder: Path) -> None:
    client = create_app(engine=Hurried(folder)).test_client()
    response = client.get(address("lũ"))
    assert "vượt quá thời gian" in response.text
    assert response.headers["Cache-Control"] == "no-store"
    answer = client.get(address("lũ", place="/api/v1/trends"))
    assert (json_of(answer)["partial"], answer.headers["Cache-Control"]) == (True, "no-store")
    unfinished = client.get(address("lũ", place="/trends.csv"))
    assert (unfinished.status_code, "Retry-After" in unfinished.headers) == (503, True)


def test_lists_for_which_time_did_not_suffice_are_not_kept(folder: Path) -> None:
    response = create_app(engine=Hurried(folder)).test_client().get("/trends")
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")


@pytest.mark.parametrize("queries", [[], ["lũ"], ["lũ", "bão"]])
def test_the_whole_archive_is_searched_once(folder: Path, queries: list[str]) -> None:
    engine = Counted(folder)
    create_app(engine=engine).test_client().get(address(*queries))
    assert engine.asked == ["", *queries]


def test_how_a_query_is_understood_is_told(tmp_path: Path) -> None:
    day = datetime.date(2018, 7, 4)
    texts = ["lũ bão phố", "lũ bão", "lũ chợ bão", "UBND tỉnh họp", "Ủy ban nhân dân (UBND) tỉnh họp"] * 2
    articles = [Article(str(n), text, date=day) for n, text in enumerate(texts)]
    client = create_app(build(tmp_path, articles)).test_client()
    html = client.get(address("UBND", "lũ bão phố", "hoa*a")).text
    assert "Tìm cả UBND lẫn “ủy ban nhân dân”." in elements(html, "ul", class_="keys")[0].text
    literal = client.get(link(html, "Tìm đúng những gì đã gõ")).text
    assert "lẫn" not in literal
    assert elements(literal, type="hidden", name_="literal", value="1")
    assert "Tìm đúng" not in literal
    assert "Chỉ có 2 bài chứa đủ số từ cần thiết" in html
    assert [problem["kind"] for problem in get_json(client, address("hoa*a", place="/api/v1/trends"))["trends"][0][
        "problems"]]  # fmt: skip


def test_an_archive_without_dates_has_nothing_to_draw(tmp_path: Path) -> None:
    html = create_app(build(tmp_path, [Article("a", "Lúa")])).test_client().get(address("lúa")).text
    assert "không có gì để vẽ" in html
    assert "Trong đó 1 bài không rõ ngày" in html
    assert not elements(html, "table")


def test_a_search_leads_to_its_trend_and_back(client: FlaskClient) -> None:
    html = client.get(address("lũ", place="/", source="Báo Lĩnh Sơn")).text
    there = link(html, "So sánh xu hướng với từ khóa khác")
    assert parse_qs(urlsplit(there).query) == {"q": ["lũ"], "source": ["Báo Lĩnh Sơn"]}
    back = link(client.get(there).text, "lũ")
    assert client.get(back).text.count("<strong>2 bài</strong>") == 1
    assert "So sánh xu hướng" not in client.get("/?source=Báo+Lĩnh+Sơn").text


@pytest.mark.parametrize("name", ["q", "from", "to", "source", "category", "author", "year", "scale"])
def test_what_an_address_says_stays_text(client: FlaskClient, name: str) -> None:
    given: dict[str, Sequence[str]] = {"q": ["lũ"], name: [ATTACK]}
    html = client.get(f"/trends?{urlencode(given, doseq=True)}").text
    assert all(script.attributes["src"].startswith("/static/") for script in elements(html, "script"))
    assert not [element for element in elements(html) if "style" in element.attributes]


def test_a_source_or_a_section_can_be_chosen_seen_and_taken_off(client: FlaskClient) -> None:
    assert selects(client.get("/trends").text) == {
        "source": ["", "Phố Lĩnh Online", "Báo Lĩnh Sơn"], "category": ["", "Xã hội"],
    }  # fmt: skip
    chosen = client.get(address("lũ", source="Báo Lĩnh Sơn", category="")).text
    assert selects(chosen) == {"source": ["", "Phố Lĩnh Online"], "category": ["", "Xã hội"]}
    assert [one.attributes["value"] for one in elements(chosen, "input", type_="hidden")] == ["Báo Lĩnh Sơn"]
    assert link(chosen, "nguồn: Báo Lĩnh Sơn ×") == "/trends?q=lũ"
    both = client.get(address("lũ", source=["Báo Lĩnh Sơn", "Phố Lĩnh Online"])).text
    assert selects(both) == {"category": ["", "Xã hội"]}
    assert "5 bài" in both


def test_what_can_be_chosen_is_counted_within_the_other_filters(client: FlaskClient) -> None:
    html = client.get(address("lũ", **{"from": "2018-06"})).text
    assert "Báo Lĩnh Sơn (1)" in html
    assert "Phố Lĩnh Online (" not in html


def test_a_wrong_date_leaves_the_lists_to_choose_from(client: FlaskClient) -> None:
    html = client.get(address("lũ", source="Báo Lĩnh Sơn", **{"from": "31/02/2018"})).text
    assert selects(html)["source"] == ["", "Phố Lĩnh Online"]


def test_trends_with_diacritics_can_be_counted_with_these_alone(tmp_path: Path) -> None:
    day = datetime.date(2018, 1, 3)
    texts = ["bão", "Bão", "báo", "bao"]
    articles = [Article(str(number), f"Tin {text}", date=day) for number, text in enumerate(texts)]
    client = create_app(build(tmp_path, articles)).test_client()
    html = client.get(address("bão", "bao")).text
    assert cells(html)[1][1:3] == ["4", "4"]
    there = link(html, "Chỉ đếm đúng dấu đã gõ")
    exact = client.get(there).text
    assert cells(exact)[1][1:3] == ["2", "4"]
    assert boxes(exact)[:2] == ["=bão", "bao"]
    assert "Chỉ đếm đúng dấu" not in exact


def test_a_form_sent_whole_with_a_wrong_date_keeps_what_was_chosen_and_nothing_empty(client: FlaskClient) -> None:
    """Browsers send every field, with nothing in it where nothing was typed or chosen."""
    sent = [("q", "lũ"), *[("q", "")] * 4, ("from", "31/02/2018"), ("to", ""), ("source", ""), ("category", "")]
    response = client.get(f"/trends?{urlencode(sent)}")
    assert (response.status_code, boxes(response.text)) == (400, ["lũ", "", "", "", ""])
    assert selects(response.text) == selects(client.get("/trends").text)
    assert not elements(response.text, "input", type="hidden")
    assert not elements(response.text, "ul", class_="chips")
    more = [("scale", "per_thousand"), ("source", "Báo Lĩnh Sơn"), ("literal", "")]
    html = client.get(f"/trends?{urlencode([*sent, *more])}").text
    kept = [(field.attributes["name"], field.attributes["value"]) for field in elements(html, "input", type="hidden")]
    assert kept == [("source", "Báo Lĩnh Sơn"), ("scale", "per_thousand")]
    assert link(html, "nguồn: Báo Lĩnh Sơn ×") == "/trends?q=lũ"


@pytest.mark.parametrize("asked", ["/trends.csv", "/trends.csv?q=a&from=xx", "/trends?q=a&from=xx"])
def test_what_is_wrong_with_the_parameters_is_no_worse_without_an_index(tmp_path: Path, asked: str) -> None:
    response = create_app(tmp_path / "none").test_client().get(asked)
    assert response.status_code == 503
    assert "timbao rebuild" in response.text
