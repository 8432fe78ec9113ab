import datetime
import io
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Skipped
from index.readers.layout import byline_author, crawl_day, is_caption, paper_mark
from index.readers.report import REPORT_BYTES, parse_report, read_report, report_id

SEED = Path(__file__).parents[4] / "shared" / "seed" / "bao_lang_son_2018-07-04.txt"

REPORT = """Thứ sáu,  20/11/2020

Huyện Nà Lừa khánh thành cầu treo
qua suối Khuổi Đăm

BNL-Chiều nay (12/3), Ủy ban nhân dân (UBND) huyện Nà Lừa
khánh thành cầu treo thứ ba trong năm 2019.


Các cháu học sinh lần đầu đi học
trên cây cầu mới

Cầu dài 42 m, do nhân dân góp hơn 900 ngày công. Mùa lũ, 60 hộ bản Đăm
không còn bị chia cắt.
“Từ nay con tôi đi học không phải lội suối”, bà Lò Thị Páo nói.

Toàn cảnh cầu treo Khuổi Đăm. Ảnh: H.P

Theo kế hoạch, cầu thứ tư được khởi công trong quý sau.

HÀ PHƯƠNG
"""


def parse(text: str) -> Article:
    article = parse_report(text, "tin")
    assert article is not None
    return article


def read(content: bytes) -> Article | Skipped:
    return read_report(io.BytesIO(content), Path("tin.txt"))


def test_every_piece_finds_its_place() -> None:
    assert parse(REPORT) == Article(
        id="tin",
        title="Huyện Nà Lừa khánh thành cầu treo qua suối Khuổi Đăm",
        summary="BNL-Chiều nay (12/3), Ủy ban nhân dân (UBND) huyện Nà Lừa khánh thành cầu treo thứ ba trong năm 2019.",
        body="Cầu dài 42 m, do nhân dân góp hơn 900 ngày công. Mùa lũ, 60 hộ bản Đăm\nkhông còn bị chia cắt.\n"
        "“Từ nay con tôi đi học không phải lội suối”, bà Lò Thị Páo nói.\n\n"
        "Theo kế hoạch, cầu thứ tư được khởi công trong quý sau.",
        captions=("Các cháu học sinh lần đầu đi học trên cây cầu mới", "Toàn cảnh cầu treo Khuổi Đăm. Ảnh: H.P"),
        date=datetime.date(2019, 3, 12),
        author="HÀ PHƯƠNG",
        source="BNL",
        crawled=datetime.date(2020, 11, 20),
    )


@pytest.mark.skipif(not SEED.exists(), reason="the seed report is not beside this checkout")
def test_seed_report() -> None:
    article = read_report(io.BytesIO(SEED.read_bytes()), SEED)
    assert isinstance(article, Article)
    assert article.id == "bao_lang_son_2018-07-04"
    assert article.title == (
        "Ban Chỉ đạo công tác thông tin đối ngoại, Ban Chỉ đạo 94 tỉnh Lạng Sơn giao ban 6 tháng đầu năm"
    )
    assert (article.date, article.crawled) == (datetime.date(2018, 7, 4), datetime.date(2022, 8, 16))
    assert (article.author, article.source) == ("PHÙNG KHIÊM", "LSO")
    assert article.captions == (
        "Đồng chí Hoàng Văn Nghiệm, Phó Bí thư Thường trực Tỉnh ủy, Chủ tịch HĐND tỉnh, Trưởng Ban Chỉ đạo công tác "
        "thông tin đối ngoại, Ban Chỉ đạo 94 của tỉnh phát biểu tại hội nghị",
        "Các đại biểu tham dự hội nghị",
    )
    assert article.summary.startswith("LSO-Sáng nay (4/7), Ban Chỉ đạo")
    assert article.body.startswith("Trong 6 tháng đầu năm, Ban Chỉ đạo")
    assert article.body.endswith("nảy sinh trên địa bàn.")
    assert article.body.count("\n\n") == 2


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_of_one_report_give_one_record(mark: bytes, form: str, line_end: str) -> None:
    written = unicodedata.normalize(form, REPORT)  # type: ignore[arg-type]
    article = read(mark + written.replace("\n", line_end).encode("utf-8"))
    assert isinstance(article, Article)
    texts = (article.title, article.summary, article.body, *article.captions, article.author or "")
    for text in texts:
        assert text == unicodedata.normalize(form, text)  # type: ignore[arg-type]
    expected = parse(REPORT)
    composed = [unicodedata.normalize("NFC", text) for text in texts]
    assert composed == [expected.title, expected.summary, expected.body, *expected.captions, expected.author]
    assert (article.date, article.crawled, article.source) == (expected.date, expected.crawled, expected.source)


@pytest.mark.parametrize("missing", range(7))
def test_any_piece_may_be_missing(missing: int) -> None:
    pieces = [piece.strip("\n") for piece in REPORT.split("\n\n") if piece.strip()]
    expected = parse(REPORT)
    del pieces[missing]
    article = parse("\n\n".join(pieces))
    assert (article.crawled is None) == (missing == 0)
    assert (article.source is None) == (missing == 2)
    assert len(article.captions) == (1 if missing in (3, 5) else 2)
    if missing not in (1, 2):
        assert (article.title, article.summary) == (expected.title, expected.summary)
    assert article.author == "HÀ PHƯƠNG"


def test_missing_byline() -> None:
    article = parse(REPORT.replace("\nHÀ PHƯƠNG\n", ""))
    assert article.author is None
    assert article.body.endswith("trong quý sau.")


def test_missing_headline_leaves_the_lead_whole() -> None:
    article = parse("BNL – Sáng nay (1/2), chợ họp.\n\nChợ đông hơn mọi năm.\n\nHÀ PHƯƠNG")
    assert (article.title, article.summary) == ("", "BNL – Sáng nay (1/2), chợ họp.")
    assert (article.source, article.body) == ("BNL", "Chợ đông hơn mọi năm.")


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_headline_and_one_text_have_a_body_and_no_lead(gap: str) -> None:
    article = parse(f"Chợ phiên Bản Lìm{gap}Chợ họp từ sáng sớm.")
    assert article == Article("tin", title="Chợ phiên Bản Lìm", body="Chợ họp từ sáng sớm.")


def test_the_years_of_a_report_of_one_paragraph_vote_once() -> None:
    text = "Sáng nay (4/7), chợ họp. " + "Chợ bán nhiều nông sản. " * 20
    assert parse(f"Chợ phiên Bản Lìm\n\n{text}Chợ sửa năm 2018.").date is None
    assert parse(f"Chợ phiên Bản Lìm\n\n{text}Chợ sửa năm 2018, năm 2018.").date == datetime.date(2018, 7, 4)


def test_text_without_full_sentences_is_body() -> None:
    article = parse("Lịch chợ phiên\n\nBản Lìm ngày 5\n\nBản Đăm ngày 7")
    assert (article.body, article.captions) == ("Bản Lìm ngày 5\n\nBản Đăm ngày 7", ())


def test_headline_alone_is_a_report() -> None:
    assert parse("\n\nChợ phiên Bản Lìm\n") == Article("tin", title="Chợ phiên Bản Lìm")


def test_lines_without_blank_ones_between_are_told_apart_by_their_length() -> None:
    lead = "BNL-Sáng nay (12/3), " + "bà con các bản vùng cao huyện Nà Lừa nô nức xuống chợ phiên " * 3 + "năm 2019."
    body = "Chợ bán nhiều nông sản. " * 8
    article = parse(f"Thứ ba, 7/4/2020\nChợ phiên Bản Lìm\n{lead}\nMột góc chợ phiên\n{body}\nBài, ảnh: Hà Phương")
    assert (article.title, article.summary, article.body) == ("Chợ phiên Bản Lìm", lead, body.strip())
    assert (article.captions, article.author) == (("Một góc chợ phiên",), "Hà Phương")
    assert (article.date, article.crawled) == (datetime.date(2019, 3, 12), datetime.date(2020, 4, 7))


def test_headline_ends_where_the_lead_begins_on_the_next_line() -> None:
    article = parse("Chợ phiên Bản Lìm\nđông khách trở lại\nBNL | Chợ họp từ sáng.\n\nAi cũng vui.")
    assert (article.title, article.summary) == ("Chợ phiên Bản Lìm đông khách trở lại", "BNL | Chợ họp từ sáng.")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Thứ ba,  16/08/2022", datetime.date(2022, 8, 16)),
        ("Chủ nhật, 7-8-2022", datetime.date(2022, 8, 7)),
        ("THỨ 5, ngày 18 tháng 8 năm 2022", datetime.date(2022, 8, 18)),
        ("Thứ Hai 15.08.2022, 09:30 (GMT+7)", datetime.date(2022, 8, 15)),
        ("16/08/2022 | 10:05", datetime.date(2022, 8, 16)),
        ("Thứ tư, 31/02/2022", None),
    ],
)
def test_day_of_the_crawl(line: str, day: datetime.date | None) -> None:
    assert crawl_day(line) == (True, day)
    assert crawl_day(unicodedata.normalize("NFD", line)) == (True, day)


@pytest.mark.parametrize("line", ["Thứ ba", "Chợ ngày 16/08/2022", "16/08/2022 là ngày hội", "Thứ ba, 16/08", "94"])
def test_other_first_lines_are_headlines(line: str) -> None:
    assert crawl_day(line) == (False, None)
    assert parse(line).title == line


@pytest.mark.parametrize(
    ("lead", "mark"),
    [
        ("LSO-Sáng nay", "LSO"),
        ("LSO - Sáng nay", "LSO"),
        ("LSO–Sáng nay", "LSO"),
        ("NDĐT — Sáng nay", "NDĐT"),
        ("VOV1 | Sáng nay", "VOV1"),
        ("VOV.VN - Sáng nay", "VOV.VN"),
        ("(TTO) - 25 người", "TTO"),
        ("LSO-UBND tỉnh", "LSO"),
        ("BNL-“Chợ vui lắm”", "BNL"),
        ("COVID-19 đã", None),
        ("F-16 bay", None),
        ("GD-ĐT tỉnh", None),
        ("Sáng nay - một", None),
        ("L-Sáng nay", None),
        ("QUOCHOI-Sáng nay", None),
        ("LSO Sáng nay", None),
    ],
)
def test_paper_mark(lead: str, mark: str | None) -> None:
    assert paper_mark(lead) == mark
    assert paper_mark(unicodedata.normalize("NFD", lead)) == mark


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("Các đại biểu tham dự hội nghị", True),
        ("Một góc chợ (ảnh minh họa)", True),
        ("Bà con xuống chợ. Ảnh: Hà Phương.", True),
        ("Bà con xuống chợ.", False),
        ("“Chợ vui lắm!”", False),
        ("Chợ có mấy lối vào?", False),
        ("Chợ bán:", False),
        ("- Nông sản, lâm sản", False),
        ("1. Nông sản, lâm sản", False),
        ("Nguồn: Đài huyện", False),
        ("Nguồn nước sạch về bản", True),
        ("từ " * 100 + "từ", False),
    ],
)
def test_captions_are_short_and_no_sentences(paragraph: str, expected: bool) -> None:
    assert is_caption(paragraph) == is_caption(unicodedata.normalize("NFD", paragraph)) == expected


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("PHÙNG KHIÊM", "PHÙNG KHIÊM"),
        ("HÀ PHƯƠNG - LÒ VĂN ĐĂM", "HÀ PHƯƠNG - LÒ VĂN ĐĂM"),
        ("P.V", "P.V"),
        ("Hà Phương", "Hà Phương"),
        ("Bài, ảnh: HÀ PHƯƠNG", "HÀ PHƯƠNG"),
        ("Tin và ảnh: Hà Phương", "Hà Phương"),
        ("Hà phương", None),
        ("Huyện", None),
        ("NĂM 2018", None),
        ("94", None),
        ("Ảnh: xem trang 5", None),
        ("QUYẾT TÂM HOÀN THÀNH THẮNG LỢI NHIỆM VỤ CỦA NĂM HỌC MỚI", None),
    ],
)
def test_byline(line: str, author: str | None) -> None:
    assert byline_author(line) == author


def test_headline_in_capitals_is_no_byline() -> None:
    assert parse("CHỢ PHIÊN BẢN LÌM") == Article("tin", title="CHỢ PHIÊN BẢN LÌM")


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"", None, "the file holds no report: it has neither headline nor text"),
        (b"\xef\xbb\xbf \r\n\t\n", None, "the file holds no report: it has neither headline nor text"),
        ("Thứ ba, 16/08/2022\n".encode(), None, "the file holds no report: it has neither headline nor text"),
        ("Chợ phiên\n".encode() + b"\xff\n", 2, "the line is not UTF-8; save the file as UTF-8"),
        ("Chợ phiên".encode("utf-16"), None, "the file is not text; save the report as UTF-8 text"),
        (b"x" * (REPORT_BYTES + 1), None, "the file is larger than 1 MiB; a file holds one report"),
    ],
)
def test_what_is_no_report_is_skipped(content: bytes, line: int | None, reason: str) -> None:
    assert read(content) == Skipped("tin.txt", line, reason)


@pytest.mark.parametrize(
    ("name", "article_id"),
    [
        ("bao_2018-07-04.txt", "bao_2018-07-04"),
        ("chợ phiên\t1.txt", "chợ_phiên_1"),
        (unicodedata.normalize("NFD", "chợ.txt"), "chợ"),
        ("a.b.TXT", "a.b"),
    ],
)
def test_id_comes_from_the_file_name(name: str, article_id: str) -> None:
    assert report_id(Path("2018") / name) == article_id


REPORT_LINES = [*REPORT.split("\n"), "- một", "TTO - Hai mươi.", "Chủ nhật, 1/1/2017"]
LINES = st.sampled_from(REPORT_LINES) | st.text(max_size=150)


@given(st.lists(LINES.map(lambda line: line.replace(":", "")), max_size=12).map("\n".join))
def test_only_the_day_of_the_crawl_is_taken_out(text: str) -> None:
    article = parse_report(text, "tin")
    kept = [] if article is None else [article.title, article.summary, article.body, *article.captions]
    author = article.author if article and article.author else ""
    first = next((line for line in re.split("[\r\n]", text) if line.strip()), "")
    rest = text.replace(first, "", 1) if crawl_day(first)[0] else text
    assert sorted(" ".join([*kept, author]).split()) == sorted(rest.split())
