"""The page of results: found articles, in order, with everything to narrow them down."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.web import articles
from tests.web.answers import get_json
from tests.web.markup import elements, link


def titles(html: str) -> list[str]:
    return [h2.text for h2 in elements(html, "h2")]


def choices(html: str) -> dict[str, str]:
    """Return the searches offered instead: their names and addresses."""
    start = html.find('<ul class="choices"')
    offered = html[start : html.index("</ul>", start) + 5] if start >= 0 else ""
    return {a.text: a.attributes["href"] for a in elements(offered, "a")}


def test_it_counts_what_it_found_and_says_how_long_it_took(client: FlaskClient) -> None:
    (status,) = elements(client.get("/?q=lua").text, "p", role="status")
    assert re.fullmatch(r"Tìm thấy 25 bài trong (\d+|chưa đến 1) ms", status.text)


def test_a_result_tells_what_is_known_of_the_article(client: FlaskClient) -> None:
    html = client.get("/?q=thong+tin+doi+ngoai").text
    assert titles(html)[0] == "Sơ kết công tác thông tin đối ngoại"
    about = elements(html, "p", class_="about")[0].text
    assert about == "Báo Lĩnh Sơn 04/07/2018 Chính trị Phùng Gia Linh"
    assert elements(html, "time", datetime="2018-07-04")
    assert "<mark>thông tin đối ngoại</mark>" in html


def test_an_article_without_a_date_says_so(client: FlaskClient) -> None:
    html = client.get("/?q=phien+cho+vung+cao").text
    assert "không rõ ngày (trước 16/08/2022)" in html


def test_an_article_without_a_headline_is_named_by_its_first_words(client: FlaskClient) -> None:
    assert titles(client.get("/?q=khuoi+tat").text)[0].startswith("Phiên chợ vùng cao họp")


def test_results_are_an_ordered_list_that_goes_on_with_the_next_page(client: FlaskClient) -> None:
    html = client.get("/?q=lua&page=2").text
    assert elements(html, "ol", class_="hits", start="11")
    assert len(titles(html)) == 10


def test_pages_hold_every_result_once(client: FlaskClient) -> None:
    html = client.get("/?q=lua&sort=newest").text
    seen = titles(html)
    while following := elements(html, "a", rel="next"):
        html = client.get(following[0].attributes["href"]).text
        seen += titles(html)
    assert seen == [f"Tin mùa lúa số {number}" for number in range(25, 0, -1)]
    assert elements(html, "a", aria_current="page")[0].text == "3"


def test_the_first_page_has_none_before_it(client: FlaskClient) -> None:
    assert not elements(client.get("/?q=lua").text, "a", rel="prev")
    assert elements(client.get("/?q=lua&page=2").text, "a", rel="prev")[0].attributes["href"] == "/?q=lua"


def test_one_page_of_results_has_no_page_links(client: FlaskClient) -> None:
    assert not elements(client.get("/?q=doi+ngoai").text, "nav", class_="paging")


def test_a_page_after_the_last_leads_back_to_the_first(client: FlaskClient) -> None:
    response = client.get("/?q=lua&page=9&sort=oldest")
    assert response.status_code == 200
    assert "Không có trang 9: kết quả chỉ gồm 3 trang." in response.text
    assert link(response.text, "Về trang đầu") == "/?q=lua&sort=oldest"


def test_the_last_page_that_can_be_reached_says_how_to_find_the_rest(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.paging.MAX_RANK", 20)
    assert "Chỉ xem được" not in client.get("/?q=lua").text
    assert "Chỉ xem được 20 bài đầu; hãy thêm từ" in client.get("/?q=lua&page=2").text
    monkeypatch.setattr("web.paging.MAX_RANK", 25)
    assert "Chỉ xem được" not in client.get("/?q=lua&page=3").text


def test_sorting_links_keep_the_search(client: FlaskClient) -> None:
    html = client.get("/?q=lua&source=Báo+Lĩnh+Sơn&page=1").text
    oldest = client.get(link(html, "Cũ nhất")).text
    assert titles(oldest) == [f"Tin mùa lúa số {number}" for number in (5, 10, 15, 20, 25)]
    assert elements(oldest, "a", aria_current="true")[0].text == "Cũ nhất"


def test_facets_count_the_results_and_keep_their_ticks(client: FlaskClient) -> None:
    html = client.get("/?q=lua&source=Báo+Lĩnh+Sơn").text
    boxes = elements(html, "label", class_="box")
    assert [box.text for box in boxes[:2]] == ["Báo Lĩnh Sơn 5", "Biên Mậu Ngày Nay 20"]
    (ticked,) = (box for box in elements(html, "input", type="checkbox") if "checked" in box.attributes)
    assert ticked.attributes["value"] == "Báo Lĩnh Sơn"


def test_values_of_one_filter_are_alternatives(client: FlaskClient) -> None:
    html = client.get("/?q=lua&source=Báo+Lĩnh+Sơn&source=Biên+Mậu+Ngày+Nay&category=Kinh+tế").text
    assert "<strong>13 bài</strong>" in html


def test_dates_narrow_the_results_and_stay_in_their_boxes(client: FlaskClient) -> None:
    html = client.get("/?q=lua&from=02/01/2019&to=2019-01-04").text
    assert "<strong>3 bài</strong>" in html
    assert [box.attributes["value"] for box in elements(html, "input", type="text")] == ["02/01/2019", "04/01/2019"]


def test_a_filter_that_is_on_can_be_taken_off(client: FlaskClient) -> None:
    address = "/?q=lua&from=2019-01-02&source=Báo+Lĩnh+Sơn&category=Kinh+tế"
    html = client.get(address).text
    without = client.get(link(html, "Bỏ lọc nguồn: Báo Lĩnh Sơn")).text
    assert not elements(without, "a", aria_label="Bỏ lọc nguồn: Báo Lĩnh Sơn")
    assert link(without, "Bỏ lọc chuyên mục: Kinh tế") == "/?q=lua&from=2019-01-02"
    assert link(without, "Bỏ lọc ngày: từ 02/01/2019") == "/?q=lua&category=Kinh+tế"
    assert link(html, "Xóa tất cả") == "/?q=lua"


def test_the_search_form_keeps_filters_and_order(client: FlaskClient) -> None:
    html = client.get("/?q=lua&source=Báo+Lĩnh+Sơn&author=Đạt&from=2019-01-01&sort=newest").text
    form = html[html.index('<form class="search"') : html.index("</form>")]
    kept = {field.attributes["name"]: field.attributes["value"] for field in elements(form + "</form>", type="hidden")}
    assert kept == {"source": "Báo Lĩnh Sơn", "author": "Đạt", "from": "01/01/2019", "sort": "newest"}


def test_filters_alone_list_the_newest_first(client: FlaskClient) -> None:
    html = client.get("/?source=Báo+Lĩnh+Sơn").text
    assert titles(html)[0] == "Tin mùa lúa số 25"
    assert "Phù hợp nhất" not in html


def test_a_search_that_finds_little_says_that_it_was_relaxed(client: FlaskClient) -> None:
    html = client.get("/?q=đối+ngoại+gặt").text
    assert "Không có bài nào chứa đủ số từ cần thiết" in html
    assert titles(html)


def test_what_was_left_out_of_the_query_is_told(client: FlaskClient) -> None:
    html = client.get("/", query_string={"q": "lúa " * 200}).text
    assert "Câu tìm quá dài" in html


def test_a_query_that_seems_to_hold_an_error_is_offered_without_it(client: FlaskClient) -> None:
    html = client.get("/?q=mua+lua+sso&source=Biên+Mậu+Ngày+Nay").text
    offer = link(html, "mua lua so")
    assert "<strong>so</strong>" in html
    assert "source=" in offer
    assert "Có phải bạn muốn tìm" not in client.get(offer).text
    assert "Có phải bạn muốn tìm" not in client.get("/?q=mua+lua+sso&page=2").text
    assert "Không bài nào có “sso”, nên những bài có “so” đứng trước" in client.get("/?q=mua+lua+sso").text
    assert "đứng trước" not in client.get("/?q=mua+lua+sso&literal=1").text
    assert get_json(client, "/api/v1/search?q=mua+lua+sso")["mended"] == {"typed": "sso", "meant": "so"}
    assert get_json(client, "/api/v1/search?q=mua+lua+sso")["did_you_mean"] == "mua lua so"


def test_nothing_found_says_what_to_try(client: FlaskClient) -> None:
    html = client.get("/?q=xyzzy").text
    assert elements(html, "p", role="status")[0].text == "Không tìm thấy bài nào"
    assert "Kiểm tra lại chính tả" in html
    assert choices(html) == {}


def test_the_filter_that_excludes_everything_can_be_taken_off(client: FlaskClient) -> None:
    html = client.get("/?q=lua&source=Báo+Lĩnh+Sơn&category=Y+tế").text
    assert choices(html) == {
        "Bỏ lọc chuyên mục: Y tế": "/?q=lua&source=Báo+Lĩnh+Sơn",
        "Bỏ tất cả bộ lọc": "/?q=lua",
    }


@pytest.mark.parametrize("field", ["source", "category", "author"])
def test_a_filter_that_no_article_passes_is_told_and_can_be_dropped(client: FlaskClient, field: str) -> None:
    name = {"source": "nguồn", "category": "chuyên mục", "author": "tác giả"}[field]
    address = f"?q=lua&from=2019-01-02&{field}=abc"
    html = client.get(f"/{address}").text
    assert f"Không bài nào trong kho có {name}: abc." in html
    assert link(html, "Bỏ bộ lọc này") == "/?q=lua&from=2019-01-02"
    assert get_json(client, f"/api/v1/search{address}")["unknown_filters"] == [{"field": field, "value": "abc"}]
    assert f"{name}: abc." in client.get(f"/trends{address}").text
    assert get_json(client, f"/api/v1/trends{address}")["unknown_filters"] == [{"field": field, "value": "abc"}]


def test_a_filter_that_only_the_query_excludes_is_not_called_unknown(client: FlaskClient) -> None:
    html = client.get("/?q=doi+ngoai&source=biên+mậu+ngày+nay&year=2019").text
    assert elements(html, "p", role="status")[0].text == "Không tìm thấy bài nào"
    assert "trong kho" not in html
    both = client.get("/?q=lua&source=abc&source=Báo+Lĩnh+Sơn").text
    assert "<strong>5 bài</strong>" in both
    assert "Không bài nào trong kho có nguồn: abc." in both


def test_only_searches_that_find_something_are_offered(client: FlaskClient) -> None:
    html = client.get('/?q="lua+suat+nang"&source=Báo+Lĩnh+Sơn&from=2030-01-01').text
    assert choices(html) == {"Bỏ tất cả bộ lọc, chỉ tìm các từ: lua suat nang": "/?q=lua+suat+nang"}
    html = client.get("/?q=lua&source=Không+có&from=2030-01-01").text
    assert choices(html) == {"Bỏ tất cả bộ lọc": "/?q=lua"}


def test_words_alone_are_offered_where_a_phrase_finds_nothing(client: FlaskClient) -> None:
    html = client.get('/?q="ngoại+đối+tin+thông"').text
    found = client.get(choices(html)["Bỏ dấu ngoặc kép: ngoại đối tin thông"]).text
    assert titles(found)[0] == "Sơ kết công tác thông tin đối ngoại"
    html = client.get('/?q="ngoại+đối"+hội+nghị+nguồn:Khác').text
    assert list(choices(html)) == ["Chỉ tìm các từ: hội nghị ngoại đối"]
    assert "không bài nào có: <strong>&#34;ngoại đối&#34;</strong>, <strong>nguồn:&#34;Khác&#34;</strong>." in html


def test_wider_days_are_offered_before_none(client: FlaskClient) -> None:
    html = client.get("/?q=lua&source=Báo+Lĩnh+Sơn&from=2019-06-01&to=2019-06-30").text
    assert choices(html) == {
        "Nới rộng ngày: từ 01/01/2019 đến 31/12/2019": "/?q=lua&from=2019-01-01&to=2019-12-31&source=Báo+Lĩnh+Sơn",
        "Bỏ lọc ngày: từ 01/06/2019 đến 30/06/2019": "/?q=lua&source=Báo+Lĩnh+Sơn",
        "Bỏ tất cả bộ lọc": "/?q=lua",
    }


def test_diacritics_and_parts_that_exclude_everything_can_be_taken_off(client: FlaskClient) -> None:
    html = client.get('/?q="đối+ngoại"+="hoa+binh"&category=Chính+trị&sort=newest').text
    offered = choices(html)
    assert offered['Không phân biệt dấu: "đối ngoại" "hoa binh"'].endswith("&category=Chính+trị&sort=newest")
    assert 'Bớt một phần, chỉ tìm: "đối ngoại"' in offered
    for address in offered.values():
        assert articles.REPORT.title in titles(client.get(address).text)


@pytest.mark.parametrize("typed", ["2018-07-04", "04/07/2018"])
def test_a_day_that_finds_nothing_leads_to_the_articles_of_that_day(client: FlaskClient, typed: str) -> None:
    html = client.get("/", query_string={"q": typed, "sort": "relevance"}).text
    assert f"“{typed}” được tìm như chữ viết trong bài" in html
    link = choices(html)["Mọi bài của 04/07/2018"]
    assert "from=04" in link or "from=2018-07-04" in link
    assert titles(client.get(link).text) == [articles.REPORT.title]
    html = client.get("/", query_string={"q": f"hội nghị {typed}", "source": "Báo Lĩnh Sơn"}).text
    assert "hội nghị, trong các bài của 04/07/2018" in choices(html)


def test_a_field_that_there_is_not_leads_to_the_one_meant(client: FlaskClient) -> None:
    html = client.get("/?q=lúa+năm:2019").text
    assert titles(html)
    assert "Không có trường “năm:”" in html
    assert len(titles(client.get(choices(html)["Tìm lúa từ:2019 đến:2019"]).text)) == 10
    assert choices(client.get("/?q=lúa+năm:2019&page=2").text) == {}


@pytest.mark.parametrize("typed", ["OR", "()", "title:", '"', "?!", "từ:31/02/2018"])
def test_a_query_that_lacks_something_is_told_what(client: FlaskClient, typed: str) -> None:
    html = client.get("/", query_string={"q": typed}).text
    assert elements(html, "p", class_="notice")
    assert "Kiểm tra lại chính tả" not in html


@pytest.mark.parametrize("name", ["main", "header", "footer", "nav", "aside", "h1"])
def test_landmarks_are_there(client: FlaskClient, name: str) -> None:
    assert elements(client.get("/?q=lua").text, name)


def test_raw_keystrokes_are_read_and_told_with_a_way_to_search_as_typed(client: FlaskClient) -> None:
    html = client.get("/?q=luas+vowis&source=Biên+Mậu+Ngày+Nay").text
    (notice,) = (p for p in elements(html, "p", class_="notice") if "Telex" in p.text)
    assert notice.text == "Hiểu theo kiểu gõ Telex: lúa với. Tìm đúng những gì đã gõ"
    assert titles(html)
    as_typed = link(html, "Tìm đúng những gì đã gõ")
    assert "literal=1" in as_typed
    assert "source=" in as_typed
    literal = client.get(as_typed).text
    assert "Telex" not in literal
    assert not titles(literal)
    assert "<mark>Lúa</mark>" in client.get("/article/lua-1?q=luas+vowis").text
    said = get_json(client, "/api/v1/search?q=luas+vowis")
    assert (said["query"], said["keystrokes"]) == ("luas vowis", {"text": "lúa với", "method": "Telex"})
    assert get_json(client, "/api/v1/search?q=luas+vowis&literal=1")["keystrokes"] is None


def test_an_abbreviation_is_told_with_what_it_stands_for(client: FlaskClient) -> None:
    html = client.get("/?q=ubnd+lua").text
    (notice,) = elements(html, "p", class_="notice")[:1]
    assert notice.text.startswith("Tìm cả UBND lẫn “ủy ban nhân dân”.")
    assert "Tìm cả" not in client.get(link(html, "Tìm đúng những gì đã gõ")).text
    assert get_json(client, "/api/v1/search?q=ubnd+lua")["expansions"] == [
        {"abbreviation": "ubnd", "expansion": "ủy ban nhân dân"}
    ]


def test_of_what_was_mended_nothing_is_said_that_the_results_deny(client: FlaskClient) -> None:
    html = client.get("/?q=lúaa+chín+vàng").text
    assert "đứng trước" in html
    assert "chứa đủ số từ" not in html
    assert "Chỉ tìm đúng dấu" not in html  # no article has what was typed


def test_a_search_with_diacritics_can_be_asked_for_these_alone(client: FlaskClient) -> None:
    there = link(client.get("/?q=tấn+cong&from=2018").text, "Chỉ tìm đúng dấu đã gõ")
    assert parse_qs(urlsplit(there).query) == {"q": ["=tấn cong"], "from": ["2018-01-01"]}
    assert "Chỉ tìm đúng dấu" not in client.get(there).text
    assert "Chỉ tìm đúng dấu" not in client.get("/?q=tan+cong").text
