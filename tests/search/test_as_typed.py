"""Numbers, dates, codes, names of places on the web and mixed languages are found as people type them."""

import unicodedata

import pytest

from index.article import Article
from search.results import find
from search.whoosh_engine import WhooshEngine
from tests.sample import build

BODIES = {
    "đường": "Xe tải nối đuôi trên QL1A đoạn qua Bắc Khê.",
    "đường khác": "Xe tải nối đuôi trên QL1B và tỉnh lộ 1A.",
    "tiền": "Dự án hồ chứa có vốn 1.500 tỷ đồng, xong trong hai năm.",
    "tiền khác": "Dự án kè sông có vốn 1.5 tỷ, thêm 500 tỷ đồng nữa.",
    "lãi": "Lãi suất tăng 3,5% so với quý trước.",
    "lãi khác": "Lãi suất tăng 3% rồi 5% trong quý.",
    "ngày": "Sáng 4/7, hội nghị họp tại nhà văn hóa.",
    "ngày khác": "Tỷ lệ 7/4 nghiêng về đội khách; 47 người xem.",
    "hạn": "Hạn nộp là 16/08/2022, không gia hạn.",
    "hạn khác": "Tháng 08/2022 có 16 xã nộp.",
    "dịch": "Dịch Covid-19 lắng xuống, chợ đông trở lại.",
    "dịch nữa": "Sau Covid-19, bến xe nhộn nhịp.",
    "dịch khác": "Trạm xá số 19 tiêm nhắc.",
    "mạng": "Bạn đọc gửi ảnh về baolangson.vn trước thứ sáu.",
    "vay": "Ngân hàng World Bank cho vay làm cầu.",
    "vay khác": "Ngân hàng mở phòng giao dịch ở chợ.",
    "máy": "Một startup AI của sinh viên đo mực nước.",
    "sở và": "Sở GD&ĐT mở thêm lớp ở vùng cao.",
    "sở gạch": "Sở GD-ĐT nhận hồ sơ đến thứ năm.",
    "sở liền": "Sở GDĐT báo lịch nghỉ rét.",
    "sở cách": "Sở GD & ĐT trao học bổng.",
    "sở chữ": "Sở Giáo dục và Đào tạo thăm trường bản.",
    "lao động": "Sở LĐ-TB&XH thăm hộ nghèo.",
    "lao động ghép": "Sở LĐTB&XH mở phiên việc làm.",
    "lao động liền": "Sở LĐTBXH dạy nghề mộc.",
    "văn hóa": "Sở VH-TT&DL dựng lại sân khấu.",
    "văn hóa phẩy": "Sở VH,TT&DL mời đoàn chèo.",
    "đất": "Sở TN&MT đo lại bản đồ.",
    "đất liền": "Sở TNMT cấp sổ mới.",
    "ruộng": "Sở NN-PTNT phát giống ngô.",
    "ruộng liền": "Sở NNPTNT phòng rầy nâu.",
    "thợ": "Người kỹ sư ấy viết lý lịch rất ngắn.",
    "thợ khác": "Người kĩ sư kia chép lí lịch rất dài.",
    "ẩn": "Bến phà Bắc\u200b Khê chạy lại, vé\u00adrẻ hơn.",
}
DEPARTMENT = {"sở và", "sở gạch", "sở liền", "sở cách", "sở chữ"}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    articles = [Article(name, "Tin trong ngày", body=body) for name, body in BODIES.items()]
    return WhooshEngine(build(tmp_path_factory.mktemp("typed"), articles))


def ids(engine: WhooshEngine, typed: str) -> set[str]:
    """Return the articles that have all that is required; those added because they are few come after them."""
    found = find(engine, typed, size=100)
    return {result.article.id for result in found.results[: found.strict_total]}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("QL1A", "đường"),
        ("ql1a", "đường"),
        ("1.500 tỷ", "tiền"),
        ("1.500 ty dong", "tiền"),
        ("3,5%", "lãi"),
        ("tăng 3,5%", "lãi"),
        ("4/7", "ngày"),
        ("sáng 4/7", "ngày"),
        ("16/08/2022", "hạn"),
        ("baolangson.vn", "mạng"),
        ("Ngân hàng World Bank", "vay"),
        ("ngan hang world bank", "vay"),
        ("startup AI", "máy"),
        ("start\u200bup AI", "máy"),
        ("Bắc\u200b Khê phà", "ẩn"),
        ("vérẻ", "ẩn"),
    ],
)
def test_it_is_found_and_nothing_like_it(engine: WhooshEngine, typed: str, found: str) -> None:
    assert ids(engine, typed) == {found}
    assert ids(engine, unicodedata.normalize("NFD", typed)) == {found}


@pytest.mark.parametrize("typed", ["Covid-19", "covid 19", "COVID19", "Covid–19"])
def test_a_code_is_found_with_and_without_its_mark(engine: WhooshEngine, typed: str) -> None:
    assert ids(engine, typed) == {"dịch", "dịch nữa"}


@pytest.mark.parametrize(
    "typed", ["GD&ĐT", "GD-ĐT", "GDĐT", "gd&dt", "gddt", "sở GD & ĐT", "Sở GD&ĐT", "giáo dục và đào tạo"]
)
def test_the_marks_within_an_abbreviation_make_no_difference(engine: WhooshEngine, typed: str) -> None:
    assert ids(engine, typed) == DEPARTMENT


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("LĐTBXH", "lao động"),
        ("LĐ-TB&XH", "lao động"),
        ("LĐTB&XH", "lao động"),
        ("lao động thương binh xã hội", "lao động"),
        ("lao động, thương binh và xã hội", "lao động"),
        ("VHTTDL", "văn hóa"),
        ("VH,TT&DL", "văn hóa"),
        ("TN-MT", "đất"),
        ("NN&PTNT", "ruộng"),
    ],
)
def test_departments_are_found_however_their_names_are_cut(engine: WhooshEngine, typed: str, found: str) -> None:
    assert ids(engine, typed) == {name for name in BODIES if name.startswith(found)}


@pytest.mark.parametrize("typed", ["kỹ sư", "kĩ sư", "ky su", "lý lịch", "lí lịch", "kỹ sư lí lịch"])
def test_i_and_y_at_the_end_of_a_syllable_are_one(engine: WhooshEngine, typed: str) -> None:
    assert ids(engine, typed) == {"thợ", "thợ khác"}
