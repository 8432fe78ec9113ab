"""What is offered for a query with an error, and that nothing is offered for one without."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.article import Article
from index.update import delete
from search.parse import parse
from search.printer import written
from search.results import find
from search.spelling import LEAST_PAIR
from search.understand import understand
from search.whoosh_engine import WhooshEngine
from tests.sample import build

TEXTS = ["Thông tin đối ngoại ở biên giới", "Tỉnh Lĩnh Sơn họp báo về giao thông vận tải", "Hồ Kỳ Cùng sạch", "TTĐN"]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    texts = TEXTS * (40 * LEAST_PAIR)
    return WhooshEngine(build(tmp_path_factory.mktemp("spelling"), [Article(str(n), t) for n, t in enumerate(texts)]))


def offered(engine: WhooshEngine, typed: str) -> str | None:
    """Return what is offered, with a star before and after what is changed."""
    found = engine.respell(parse(typed))
    if found is None:
        return None
    return f"{found.text[: found.start]}*{found.text[found.start : found.end]}*{found.text[found.end :]}"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("thong tinn doi ngoai", "thong *tin* doi ngoai"),
        ("thông tinn đối ngoại", "thông *tin* đối ngoại"),
        ("giao thonng van tai", "giao *thong* van tai"),
        ("giao thôn vận tải", "giao *thông* vận tải"),
        ("giao thôgn vận tải", "giao *thông* vận tải"),
        ("Thông Tni đối ngoại", "Thông *Tin* đối ngoại"),
        ("THÔNG TNI ĐỐI NGOẠI", "THÔNG *TIN* ĐỐI NGOẠI"),
        ("tinh linh xon", "tinh linh *son*"),
        ("giaoo", "*giao*"),
        ('họp -chợ "giao thogn" nguồn:báo', 'họp -chợ "giao *thông*" nguồn:báo'),
        ("(họp OR thogn tin) -chợ", "(họp OR *thông* tin) -chợ"),
        ("tiêu đề:thogn", "tiêu đề:*thong*"),
        ("thong tin doi ngoai thogn tin", "thong tin doi ngoai *thong* tin"),
    ],
)
def test_what_was_meant_is_offered_in_what_was_typed(engine: WhooshEngine, typed: str, expected: str) -> None:
    assert offered(engine, typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "thông tin đối ngoại",
        "thong tin bien gioi",  # each syllable is known, and one of its neighbours too
        "giao",
        "xyzxyz",
        "TNI đối ngoại",  # an abbreviation
        "tn",
        "tho*",
        "thogn* tin",
        "-thogn",
        "nguồn:thogn",
        "2018 4/7",
        "họp đường xá",  # known, but for what was never in the archive
    ],
)
def test_nothing_is_offered_without_reason(engine: WhooshEngine, typed: str) -> None:
    assert offered(engine, typed) is None


def test_where_no_article_has_a_syllable_those_with_the_one_meant_come_first(tmp_path: Path) -> None:
    """Beside it stands what was typed: an article is not left out for lacking what was likely meant."""
    texts = ["Cầu thông xe", *TEXTS * 10, "Tin đối ngoại của xã, tin đối ngoại của huyện, tin đối ngoại"]
    engine = WhooshEngine(build(tmp_path, [Article(str(n), text) for n, text in enumerate(texts)]))
    found = find(engine, "thogn tin đối ngoại", size=100)
    assert found.understood.mended
    assert (found.understood.mended.typed, found.understood.mended.written) == ("thogn", "thông")
    assert found.results[0].title_html == "<mark>Thông tin đối ngoại</mark> ở biên giới"
    assert str(len(texts) - 1) in [result.article.id for result in found.results]
    literal = find(engine, "thogn tin đối ngoại", literal=True)
    assert literal.understood.mended is None
    assert literal.respelling == found.respelling
    assert literal.results[0].article.id == str(len(texts) - 1)


def test_what_an_article_has_is_ranked_by_as_typed(tmp_path: Path) -> None:
    texts = ["Trưởng thôn họp", *TEXTS * 40 * LEAST_PAIR]
    engine = WhooshEngine(build(tmp_path, [Article(str(n), text) for n, text in enumerate(texts)]))
    found = find(engine, "giao thôn vận tải")
    assert found.respelling
    assert found.understood.mended is None
    assert found.query == understand(engine, "giao thôn vận tải", literal=True).query


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*'()"-= ', " OR ", "thogn", "tin", "Đốii", "ngoai", "4/7", "tu:"]), max_size=12))
def test_what_is_offered_differs_in_one_place(engine: WhooshEngine, pieces: list[str]) -> None:
    typed = " ".join(pieces)
    found = engine.respell(parse(typed))
    if found:
        rest = len(found.text) - found.end
        assert found.text[: found.start] == typed[: found.start]
        assert found.text[found.end :] == typed[len(typed) - rest :]
        assert len(written(parse(found.text)).split()) == len(written(parse(typed)).split())


def test_what_is_offered_is_never_known_from_deleted_articles_alone(tmp_path: Path) -> None:
    index = build(tmp_path, [Article(str(n), "bài một hai") for n in range(30)] + [Article("x", "tiếng")])
    delete(["x"], index)
    assert offered(WhooshEngine(index), "tiengg") is None
