import datetime
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.readers.dates import FIRST_YEAR, publication_date

CRAWLED = datetime.date(2022, 8, 16)
OF_2018 = "Chợ thu hút 900 lượt khách trong 6 tháng đầu năm 2018."


def date_of(lead: str, rest: str = "", headline: str = "", crawled: datetime.date | None = CRAWLED) -> str | None:
    date = publication_date(headline, lead, rest, crawled)
    decomposed, lead, rest = (unicodedata.normalize("NFD", text) for text in (headline, lead, rest))
    assert publication_date(decomposed, lead, rest, crawled) == date
    return None if date is None else date.isoformat()


@pytest.mark.parametrize(
    ("lead", "date"),
    [
        ("BNL-Sáng nay (4/7), chợ họp.", "2018-07-04"),
        ("Hôm nay, 4-7, chợ họp.", "2018-07-04"),
        ("Chiều nay (ngày 4.7) chợ họp.", "2018-07-04"),
        ("Sáng nay, thứ tư (04/7/2018), chợ họp.", "2018-07-04"),
        ("Hôm qua, 3-7, chợ họp.", "2018-07-04"),
        ("Tối qua (30/6), chợ họp.", "2018-07-01"),
        ("Sáng mai (5/7), chợ họp.", "2018-07-04"),
        ("Ngày 4/7, chợ họp.", "2018-07-04"),
        ("Chiều thứ tư, 4-7, chợ họp.", "2018-07-04"),
        ("Ngày 4 tháng 7, chợ họp.", "2018-07-04"),
        ("Ngày 4 tháng 7 năm 2018, chợ họp.", "2018-07-04"),
        ("Sáng 04.7.2018, chợ họp.", "2018-07-04"),
        ("Chợ họp phiên đầu (4/7).", "2018-07-04"),
        ("Ngày 1/7, trời mưa. Sáng nay (4/7), chợ họp.", "2018-07-04"),
        ("Ngày 1/7, ngày 2/7/2018 trời mưa.", "2018-07-02"),
        ("Theo Nghị định số 06 ngày 6/4/2016, từ ngày 1/5 và ngày 4/7 chợ họp.", "2018-07-04"),
    ],
)
def test_day_comes_from_the_best_mention_in_the_lead(lead: str, date: str) -> None:
    assert date_of(lead, OF_2018) == date


@pytest.mark.parametrize(
    "lead",
    [
        "Chợ họp đông.",
        "Sáng nay, chợ họp đông.",
        "Từ ngày 4/7, chợ họp đông.",
        "Chợ họp trước ngày 4/7.",
        "Chợ họp vào ngày 4/7 tới.",
        "Ngày 4/7 năm ngoái, chợ họp.",
        "Thực hiện Quyết định số 12 ngày 4/7/2018, chợ họp.",
        "Có 3-5 gian hàng, 2/3 bán nông sản, tăng 4,7%.",
        "Ngày 31/2, chợ họp.",
        "Ngày 45/7, chợ họp.",
        "Ngày 3/2/1930, chợ họp.",
        "Hội kỷ niệm (27/7/1947 - 27/7/2018).",
    ],
)
def test_other_numbers_and_days_are_no_day_of_publication(lead: str) -> None:
    assert date_of(lead, OF_2018) is None


@pytest.mark.parametrize(
    ("day", "evidence", "year"),
    [
        ("4/7", "kết quả 6 tháng đầu năm 2018", 2018),
        ("4/7", "theo kế hoạch của tỉnh trong năm 2018", 2018),
        ("4/7", "thu ngân sách quý II/2018", 2018),
        ("4/7", "gieo cấy vụ xuân 2018", 2018),
        ("12/2", "vui xuân Kỷ Hợi 2019", 2019),
        ("12/2", "năm học 2018-2019", 2019),
        ("5/9", "năm học 2018 – 2019", 2018),
        ("4/7", "tăng so với cùng kỳ năm 2017", 2018),
        ("4/7", "từ ngày 28/6/2018", 2018),
        ("4/1", "vào ngày 28/12/2017", 2018),
        ("4/7", "vào tháng 6/2018", 2018),
        ("10/1", "hội nghị tổng kết năm 2017", 2018),
        ("28/12", "giao nhiệm vụ năm 2019", 2018),
        ("9/12", "kỳ họp cuối năm 2018", 2018),
        ("4/7", "phấn đấu đến năm 2020", None),
        ("4/7", "giai đoạn 2016-2020", None),
        ("4/7", "nhiệm kỳ 2015 - 2020", None),
        ("4/7", "từ năm 2003", None),
        ("4/7", "sinh năm 2001", None),
        ("4/7", "bão năm 2008, 2013 và 2015", None),
        ("4/7", "khởi công tháng 2/2011", None),
        ("4/7", "ông ra tòa ngày 5/3/2015", None),
        ("4/7", "Luật Đất đai 45/2013", None),
        ("4/7", "bán 2018 con giống", None),
        ("4/7", "thu 2.018 đồng, 2018,5 tấn", None),
        ("4/7", "trong năm 2023", None),
        ("4/7", "trong năm 1995", None),
        ("29/2", "trong năm 2018", None),
    ],
)
def test_year_comes_from_the_words_around_years(day: str, evidence: str, year: int | None) -> None:
    date = publication_date("", f"BNL-Sáng nay ({day}), chợ họp.", f"Ban quản lý cho biết, {evidence}.", CRAWLED)
    assert (date and date.year) == year


def test_forward_and_historical_years_do_not_outweigh_the_present() -> None:
    rest = "Từ năm 1998 đến năm 2005, bản có chợ. Giai đoạn 2016-2020, đến năm 2020, sẽ có ba chợ. " * 5
    assert date_of("Sáng nay (4/7), chợ họp.", rest + OF_2018) == "2018-07-04"


def test_contradicting_years_leave_the_date_unknown() -> None:
    rest = "x" * 400 + "Trong năm 2015, chợ đông. Trong năm 2017, chợ vắng."
    assert date_of("Sáng nay (4/7), chợ họp.", rest) is None


def test_year_beside_the_day_outweighs_a_far_one() -> None:
    rest = "Dự hội nghị có 90 đại biểu. " * 20 + "Chợ mở lần đầu năm 2012."
    assert date_of("Sáng nay (4/7), chợ họp tổng kết 6 tháng đầu năm 2018.", rest) == "2018-07-04"


def test_the_headline_is_evidence_for_the_year_alone() -> None:
    assert date_of("Sáng nay (4/7), chợ họp.", headline="Nhiệm vụ 6 tháng cuối năm 2018") == "2018-07-04"
    assert date_of("Chợ họp.", headline="Ngày 4/7/2018 chợ họp") is None


def test_full_date_is_a_look_back_where_a_later_year_is_named() -> None:
    lead = "Ngày 24/12/2008, chợ họp lần đầu."
    assert date_of(lead) == "2008-12-24"
    assert date_of(lead, OF_2018) is None


def test_nothing_is_published_after_its_crawl() -> None:
    lead = "Sáng nay (4/7), chợ họp."
    assert date_of(lead, OF_2018, crawled=datetime.date(2018, 7, 4)) == "2018-07-04"
    assert date_of(lead, OF_2018, crawled=datetime.date(2018, 7, 3)) is None
    assert date_of("Ngày 20/8/2022, chợ họp.", crawled=CRAWLED) is None
    assert date_of("Ngày 20/8/2022, chợ họp.", crawled=None) == "2022-08-20"


def test_the_day_of_the_crawl_is_no_evidence() -> None:
    assert date_of("Sáng nay (16/8), chợ họp.") is None


PIECES = st.sampled_from(
    ["sáng nay (", "hôm qua ", "ngày ", "4/7", "29/2", "/2018", " năm 2019", "tháng 6/2020", "đến ", ")"]
)


@given(st.lists(PIECES | st.text(max_size=5)).map("".join), st.text(), st.none() | st.dates())
def test_an_answer_is_never_after_the_crawl(lead: str, rest: str, crawled: datetime.date | None) -> None:
    date = publication_date("", lead, rest, crawled)
    if date is not None:
        assert date.year >= FIRST_YEAR
        assert crawled is None or date <= crawled
