"""Two versions of a story as one text: taken apart again, it is either of them."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from index.article import Article
from tests.sample import build
from tests.search.test_reprints import PRINTED
from tests.web.markup import elements
from web.app import create_app
from web.versions import differences

TEXT = st.lists(
    st.sampled_from(["hòa", "Hòa", "bình", "<b>", "&", ",", ".", "\n", "\n\n", " ", "4/7"]), max_size=20
).map(" ".join)


def words(html: str, *, without: str) -> list[str]:
    """Return the words of a merged text without what stands in an element."""
    kept = re.sub(rf"<{without}>.*?</{without}>|<span>.*?</span>", " ", html, flags=re.DOTALL)
    return re.findall(r"\w+|[^\w\s]", Markup(kept).striptags().lower())


def said(article: Article) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", f"{article.title} {article.summary} {article.body}".lower())


@given(TEXT, TEXT, TEXT, TEXT)
def test_each_version_can_be_read_from_both(title: str, body: str, other_title: str, other_body: str) -> None:
    one, other = Article("1", title, body=body), Article("2", other_title, body=other_body)
    html = " ".join(differences(one, other))
    assert words(html, without="ins") == said(one)
    assert words(html, without="del") == said(other)
    assert not re.search(r"<(?!/?(?:del|ins|span)>)", html)


def test_only_what_differs_is_marked() -> None:
    one = Article("1", "Mưa lớn ở Lĩnh Sơn", body="Đoạn một.\nHai người bị thương.")
    other = replace(one, id="2", title="Mưa rất lớn ở Lĩnh Sơn", body="Đoạn một.\nBa người bị thương.\nĐoạn thêm.")
    assert [paragraph.striptags().replace("\xa0", " ").strip() for paragraph in differences(one, other)] == [
        "Mưa [bản 2: rất] lớn ở Lĩnh Sơn",
        "Đoạn một.",
        "[bản 1: Hai] [bản 2: Ba] người bị thương.",
        "[bản 2: Đoạn thêm.]",
    ]


@given(TEXT, TEXT)
def test_marked_words_stand_apart_and_are_told_whose_they_are(body: str, other_body: str) -> None:
    text = Markup(" ".join(differences(Article("1", "a", body=body), Article("2", "a", body=other_body)))).striptags()
    assert not re.search(r"\]\w|\]\[", text)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return create_app(build(tmp_path_factory.mktemp("versions"), PRINTED)).test_client()


def test_a_reprint_is_compared_from_the_page_of_another(client: FlaskClient) -> None:
    html = client.get("/article/first").text
    addresses = [a.attributes["href"] for a in elements(html, "a") if a.text == "So sánh hai bản"]
    assert addresses == ["/compare?one=first&other=second", "/compare?one=first&other=third"]
    compared = client.get(addresses[1]).text
    (body,) = elements(compared, "div", class_="body versions")
    assert body.text.endswith("[bản 2: Theo Báo Lĩnh Sơn.]")
    assert {ins.text for ins in elements(compared, "ins")} >= {"Chỉ có ở bản 2:", "[bản 2: Theo Báo Lĩnh Sơn.]"}


@pytest.mark.parametrize(
    ("query", "status", "sentence"),
    [
        ("", 400, "thiếu “one”"),
        ("?one=&other=first", 400, "thiếu “one”"),
        ("?one=first", 400, "thiếu “other”"),
        ("?one=first&other=second&other=third", 400, "nhiều giá trị cho “other”"),
        ("?one=none&other=first", 404, "Không có bài nào mang mã “none”"),
        ("?one=first&other=<b>", 404, "Không có bài nào mang mã “<b>”"),
        ("?one=first&other=other", 404, "không phải hai bản của cùng một tin"),
    ],
)
def test_what_cannot_be_compared_is_told(client: FlaskClient, query: str, status: int, sentence: str) -> None:
    response = client.get(f"/compare{query}")
    assert response.status_code == status
    assert sentence in elements(response.text, "main")[0].text
    assert response.headers["Cache-Control"] == "no-store"
