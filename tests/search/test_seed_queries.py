"""Ten queries as people asked of the first report of all, put to the samples: the article they mean comes first."""

import pytest

from index.rebuild import rebuild
from search.results import find
from search.whoosh_engine import WhooshEngine
from tests.sample import SAMPLES


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    index = tmp_path_factory.mktemp("samples") / "index"
    rebuild([SAMPLES], index, jobs=1)
    return WhooshEngine(index)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("thông xe đường Tràng Khê Pò Mỏ", "bls-12-9-thong-xe-duong-po-mo"),  # as typed
        ("thu ngan sach cua khau po tau", "bls-2016-10-21-thu-ngan-sach-po-tau"),  # no diacritics
        ("HĐND tỉnh kỳ họp", "bls-2020-12-09-ky-hop-hdnd-tinh"),  # an abbreviation
        ("ông A Lồng", "bls-12-9-thong-xe-duong-po-mo"),  # half a name
        ("từ:04/07/2018 đến:4/7/2018", "bls-2018-07-04-thong-tin-doi-ngoai"),  # a day
        ('"cắt băng thông xe"', "bls-12-9-thong-xe-duong-po-mo"),  # a phrase
        ("kỳ họp HĐND OR khai hội lồng tồng", "bls-2019-02-12-khai-hoi-long-tong-na-khao"),  # either
        ('tiêu đề:"bệnh viện"', "bls-2017-02-27-benh-vien-da-khoa-tinh-khoi-nha-moi"),  # a field
        ("thu hoachj luas xuaan", "bls-2016-06-08-thu-hoach-lua-xuan"),  # keystrokes of Telex
        ("=lũ =quét lộc điền", "bls-2019-09-05-mua-lu-loc-dien"),  # exactly these diacritics
    ],
)
def test_the_article_that_was_meant_comes_first(engine: WhooshEngine, typed: str, meant: str) -> None:
    found = find(engine, typed)
    assert found.strict_total
    assert found.results[0].article.id == meant
