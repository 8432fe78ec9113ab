"""The page without a query tells what is here and offers ways in."""

from flask.testing import FlaskClient

from tests.web import articles
from tests.web.markup import elements, link


def test_it_tells_how_many_articles_there_are_and_of_which_days(client: FlaskClient) -> None:
    html = client.get("/").text
    (folio,) = elements(html, "p", class_="folio")
    assert folio.text == f"{len(articles.ALL)} bài báo từ 06/05/2017 đến 02/01/2020"


def test_the_search_box_is_ready_to_type_in(client: FlaskClient) -> None:
    (box,) = elements(client.get("/").text, "input", name_="q")
    assert "autofocus" in box.attributes


def test_it_lists_the_newest_articles_first(client: FlaskClient) -> None:
    titles = [h3.text for h3 in elements(client.get("/").text, "h3")]
    assert titles == [articles.HOSTILE.title, *(article.title for article in articles.HARVEST[:-6:-1])]


def test_every_example_finds_something(client: FlaskClient) -> None:
    html = client.get("/").text
    examples = html[html.index('class="examples"') : html.index("</header>")]
    found = [a.attributes["href"] for a in elements("<p>" + examples.split(">", 1)[1], "a")]
    assert len(found) == 3
    for address in found:
        assert "Tìm thấy" in client.get(address).text


def test_a_listed_article_opens(client: FlaskClient) -> None:
    address = link(client.get("/").text, "Tin mùa lúa số 25")
    assert client.get(address).status_code == 200


def test_it_counts_the_articles_of_each_year_and_leads_to_them(client: FlaskClient) -> None:
    html = client.get("/").text
    years = html[html.index('<nav class="years"') : html.index("</nav>") + len("</nav>")]
    assert [li.text for li in elements(years, "li")] == ["2020 1 bài", "2019 25 bài", "2018 1 bài", "2017 5 bài"]
    found = client.get(link(years, "2019")).text
    assert "<strong>25 bài</strong>" in found
    assert elements(found, "h2")[0].text == "Tin mùa lúa số 25"


def test_blank_text_is_the_home_page(client: FlaskClient) -> None:
    assert elements(client.get("/?q=+&source=").text, "p", class_="folio")
