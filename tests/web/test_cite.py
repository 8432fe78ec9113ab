"""Citations: a line of text and an entry of BibTeX, whatever stands in an article."""

import datetime
import re

from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from tests.web import articles
from web.cite import cite

HERE = "http://localhost/article/x"


def test_a_report_is_cited_by_author_headline_paper_day_and_address() -> None:
    cited = cite(articles.REPORT, HERE)
    assert cited.text == (
        "Phùng Gia Linh. “Sơ kết công tác thông tin đối ngoại”. Báo Lĩnh Sơn. 04/07/2018. "
        "https://www.baolinhson.example/doi-ngoai?id=1"
    )
    assert cited.bibtex == (
        "@online{soketcongtacthong2018,\n"
        "  author = {{Phùng Gia Linh}},\n"
        "  title = {{Sơ kết công tác thông tin đối ngoại}},\n"
        "  organization = {Báo Lĩnh Sơn},\n"
        "  date = {2018-07-04},\n"
        "  url = {https://www.baolinhson.example/doi-ngoai?id=1},\n"
        "  langid = {vietnamese},\n"
        "}"
    )


def test_what_is_not_known_is_left_out_and_the_page_here_stands_for_the_address() -> None:
    cited = cite(Article("x", "Tin"), HERE)
    assert cited.text == f"“Tin”. {HERE}"
    assert "author" not in cited.bibtex
    assert "date" not in cited.bibtex
    assert f"url = {{{HERE}}}" in cited.bibtex


@given(st.text(max_size=30), st.text(max_size=10), st.none() | st.dates())
def test_an_entry_is_well_formed_whatever_the_headline(title: str, author: str, date: datetime.date | None) -> None:
    entry = cite(Article("x", title, author=author, date=date), HERE).bibtex
    unescaped = re.sub(r"\\textbackslash\{\}|\\textasciicircum\{\}|\\textasciitilde\{\}|\\[{}%&#$_]", "", entry)
    depth = 0
    for character in unescaped:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0
    assert not set("%&#$^~\\") & set(unescaped)
    assert re.match(r"@online\{[a-z0-9]+,\n", entry)
