"""The page of one article: its whole text, the query's words marked, and ways on."""

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from index.article import Article
from tests.web import articles
from tests.web.answers import get_json
from tests.web.markup import elements, link


def address(article: Article, query: str = "") -> str:
    return "/article/" + quote(article.id, safe="") + query


def test_it_shows_the_whole_article(client: FlaskClient) -> None:
    html = client.get(address(articles.REPORT)).text
    assert elements(html, "html", lang="vi")
    assert elements(html, "h1")[0].text == articles.REPORT.title
    assert elements(html, "div", class_="lead")[0].text == articles.REPORT.summary
    assert elements(html, "time", datetime="2018-07-04")[0].text == "04/07/2018"
    assert elements(html, "p", class_="byline")[0].text == "Phùng Gia Linh"
    assert "Toàn cảnh hội nghị" in [li.text for li in elements(html, "li")]


def test_paragraphs_stand_apart_and_lines_stay_broken(client: FlaskClient) -> None:
    html = client.get(address(articles.REPORT)).text
    body = html[html.index('<div class="body">') :]
    first, second = elements(body[: body.index("</div>") + 6], "p")
    assert first.text == "Đoạn thứ nhất nói về thông tin đối ngoại."
    assert second.text == "Dòng trên, dòng dưới của đoạn thứ hai về hòa bình."
    assert "Dòng trên,<br>\ndòng dưới" in html


def test_the_words_of_the_query_are_marked_everywhere(client: FlaskClient) -> None:
    html = client.get(address(articles.REPORT, "?q=hoa+binh+toan+canh+doi+ngoai")).text
    marked = {mark.text.lower() for mark in elements(html, "mark")}
    assert marked == {"đối ngoại", "hòa bình", "toàn cảnh"}


def test_nothing_is_marked_without_a_query(client: FlaskClient) -> None:
    assert not elements(client.get(address(articles.REPORT)).text, "mark")


def test_it_leads_back_to_the_same_results(client: FlaskClient) -> None:
    results = "/?q=lua&from=2019-01-02&source=Biên+Mậu+Ngày+Nay&sort=newest&page=2"
    opened = client.get(link(client.get(results).text, "Tin mùa lúa số 2")).text
    assert link(opened, "← Về kết quả tìm kiếm") == results


def test_an_article_reached_by_itself_leads_back_to_nowhere(client: FlaskClient) -> None:
    assert "Về kết quả" not in client.get(address(articles.REPORT)).text


def test_a_damaged_address_still_shows_the_article(client: FlaskClient) -> None:
    response = client.get(address(articles.REPORT, "?q=hoa+binh&page=x&from=31/31/2018"))
    assert response.status_code == 200
    assert link(response.text, "← Về kết quả tìm kiếm") == "/?q=hoa+binh"


def test_the_original_is_linked_without_telling_where_the_reader_came_from(client: FlaskClient) -> None:
    (original,) = elements(client.get(address(articles.REPORT)).text, "a", rel="noopener noreferrer")
    assert original.attributes["href"] == articles.REPORT.url
    assert original.text == "Đọc bài gốc trên baolinhson.example"


def test_an_address_that_is_not_of_the_web_is_no_link(client: FlaskClient) -> None:
    html = client.get(address(articles.HOSTILE)).text
    assert "javascript:" not in html
    assert "Đọc bài gốc" not in html


def test_an_article_without_headline_or_date_has_a_page(client: FlaskClient) -> None:
    html = client.get(address(articles.UNDATED)).text
    assert elements(html, "h1")[0].text.startswith("Phiên chợ vùng cao")
    assert "không rõ ngày (trước 16/08/2022)" in html


@pytest.mark.parametrize("article", [articles.REPORT, *articles.AWKWARD_IDS], ids=lambda article: article.id)
def test_any_id_leads_from_the_results_to_its_article(client: FlaskClient, article: Article) -> None:
    html = client.get("/", query_string={"q": f'"{article.title}"'}).text
    opened = client.get(link(html, article.title))
    assert opened.status_code == 200
    assert elements(opened.text, "h1")[0].text == article.title


def test_a_missing_article_is_told_in_words(client: FlaskClient) -> None:
    response = client.get("/article/khong-co")
    assert response.status_code == 404
    assert "Không tìm thấy trang này" in response.text
    assert elements(response.text, "input", name_="q")


def test_similar_articles_are_linked_below(client: FlaskClient) -> None:
    html = client.get(address(articles.HARVEST[0])).text
    section = html[html.index('<section class="newest similar"') : html.rindex("</section>") + len("</section>")]
    links = [a for a in elements(section, "a") if a.attributes["href"].startswith("/article/lua-")]
    assert len(links) == 5
    assert articles.HARVEST[0].title not in [a.text for a in links]
    assert client.get(links[0].attributes["href"]).status_code == 200
    assert "Bài tương tự" not in client.get(address(articles.UNDATED)).text


def test_it_leads_to_the_hits_before_and_after(client: FlaskClient) -> None:
    asked = "q=lua&source=Báo+Lĩnh+Sơn&sort=newest"
    listed = [hit["title"] for hit in get_json(client, f"/api/v1/search?{asked}&size=100")["hits"]]
    html = client.get(f"/?{asked}").text
    page = client.get(elements(html, "h2")[0] and link(html, listed[0])).text
    assert not elements(page, "a", rel="prev")
    seen = [elements(page, "h1")[0].text]
    while following := elements(page, "a", rel="next"):
        before = page
        page = client.get(following[0].attributes["href"]).text
        seen.append(elements(page, "h1")[0].text)
        (back,) = elements(page, "a", rel="prev")
        assert elements(client.get(back.attributes["href"]).text, "h1")[0].text == elements(before, "h1")[0].text
    assert seen == listed


@pytest.mark.parametrize("rank", ["0", "-1", "x", "1001", "999", "9" * 5000])
def test_a_rank_that_is_none_leads_nowhere(client: FlaskClient, rank: str) -> None:
    html = client.get(address(articles.REPORT, f"?q=hoa+binh&rank={rank}")).text
    assert elements(html, "h1")
    assert not elements(html, "a", rel="next")


def test_it_can_be_cited(client: FlaskClient) -> None:
    html = client.get(address(articles.REPORT)).text
    assert elements(html, "p", id="citation")[0].text.startswith("Phùng Gia Linh. “Sơ kết")
    assert elements(html, "pre", id="bibtex")[0].text.startswith("@online{soketcongtacthong2018")


def test_the_way_back_leads_to_the_page_of_the_hit(client: FlaskClient) -> None:
    tenth = client.get(link(client.get("/?q=lua&sort=newest").text, "Tin mùa lúa số 16")).text
    (following,) = elements(tenth, "a", rel="next")
    eleventh = client.get(following.attributes["href"]).text
    back = link(eleventh, "← Về kết quả tìm kiếm")
    assert "page=2" in back
    assert elements(client.get(back).text, "h2")[0].text == "Tin mùa lúa số 15"
