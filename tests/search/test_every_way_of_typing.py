"""However a query is typed, about the same articles come first: judged queries of the sample articles, in every way."""

from collections.abc import Mapping

import pytest

from index.rebuild import rebuild
from search.evaluation import evaluate
from search.variants import VARIANTS
from search.whoosh_engine import WhooshEngine
from tests.sample import SAMPLES

MEASURE = "nDCG@10"
KEPT = 0.97  # of the quality as typed, in any other way
KEPT_WITH_AN_ERROR = 0.90
JUDGED: Mapping[str, tuple[str, ...]] = {  # what is typed, and the articles that are about it
    "đường nhập lậu": ("bienmau-2015-05-14-duong-cat-nhap-lau", "bls-2022-09-15-xet-xu-van-chuyen-duong-lau"),
    "tiến độ đường tỉnh 235": ("bls-2017-01-11-duong-tinh-235", "pholinh-2017-01-12-duong-235-vuong-46-ho"),
    "vận chuyển pháo ở Tràng Khê": ("bls-2017-08-22-bat-xe-cho-phao", "bls-2017-09-06-khoi-to-vu-phao-720kg"),
    "thông tin đối ngoại": ("pholinh-2018-11-15-tap-huan-ttdn", "bls-2018-07-04-thong-tin-doi-ngoai"),
    "xuất khẩu hồi hữu cơ": ("bienmau-2019-04-12-hoi-huu-co-xuat-khau", "donggiang-2019-04-13-hoi-linh-son"),
    "thạch đen Tràng Khê": ("bls-2022-06-15-thach-den-trang-khe", "bien-mau-2023-09-27-thach-den-po-tau"),
    "lũ trên sông Kỳ Khê": ("bls-2017-10-11-lu-song-ky-khe", "pho-linh-2017-10-12-mua-lu-trang-khe"),
    "na Hữu Khánh được mùa": ("bls-2020-08-19-na-huu-khanh-duoc-mua", "bls-2020-08-21-dinh-chinh-san-luong-na"),
    "ngộ độc nấm rừng": ("bls-2019-03-26-ngo-doc-nam-rung-huu-khanh", "dong-giang-2019-03-27-canh-nam-doc-linh-son"),
    "kỳ thi vào lớp 10": ("pho-linh-2023-06-06-ket-thuc-thi-lop-10", "pho-linh-2023-06-08-dinh-chinh-thi-lop-10"),
    "nghệ nhân Mã Thị Sim": (
        "bien-mau-2022-10-02-nghe-nhan-ma-thi-sim-hat-then", "bls-2019-07-06-lop-then-nghe-nhan-sim",
    ),
    "lễ hội Lồng Tồng": ("bls-2018-02-23-le-hoi-long-tong-na-khao", "bls-2019-02-12-khai-hoi-long-tong-na-khao"),
    "xóa nhà tạm": ("bien-mau-2016-12-20-xoa-nha-tam-ban-chu", "bls-2024-10-16-xoa-nha-tam-na-lung"),
    "xe chờ ở cửa khẩu Pò Tấu": (
        "bienmau-2020-02-19-un-u-nong-san-po-tau", "bienmau-2021-08-10-xe-duong-dai-po-tau",
    ),
    "sáp nhập xã Hòa Bình": ("bls-2019-12-27-sap-nhap-xa-hoa-binh",),
    "bảo hiểm y tế hộ cận nghèo": ("bls-2015-08-13-bao-hiem-y-te-ho-can-ngheo",),
    "bác sỹ trẻ đi bộ lên bản": ("pho-linh-2015-11-22-bac-sy-tre-len-po-mo",),
    "kỹ thuật ghép cây hồng": ("bls-2019-03-14-ki-thuat-ghep-hong",),
    "giữ rừng mùa khô": ("bien-mau-2021-02-03-giu-rung-phja-dam",),
    "sạt lở taluy Yên Thạch": ("bls-2022-05-25-sat-lo-yen-thach",),
    "cụ nào hiến trống đồng cho bảo tàng": ("pho-linh-2024-03-12-bao-tang-tiep-nhan-trong-dong",),
    "tòa án hòa giải tranh chấp lối đi": ("pholinh-2016-03-17-hoa-giai-loi-di",),
}  # fmt: skip


@pytest.fixture(scope="module")
def quality(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, float]:
    """The quality of each way to type, and as typed."""
    index = tmp_path_factory.mktemp("ways") / "index"
    rebuild([SAMPLES], index, jobs=1)
    engine = WhooshEngine(index)
    qrels = {query: dict.fromkeys(articles, 1) for query, articles in JUDGED.items()}
    asked = {name: {query: typed(query) for query in JUDGED} for name, typed in VARIANTS.items()}
    return {name: evaluate(engine, queries, qrels).means[MEASURE] for name, queries in asked.items()}


def test_what_is_typed_well_finds_what_it_is_about(quality: Mapping[str, float]) -> None:
    assert quality["as typed"] > 0.9


@pytest.mark.parametrize("way", VARIANTS)
def test_another_way_to_type_finds_about_the_same(quality: Mapping[str, float], way: str) -> None:
    assert quality[way] >= (KEPT_WITH_AN_ERROR if way == "one typo" else KEPT) * quality["as typed"]
