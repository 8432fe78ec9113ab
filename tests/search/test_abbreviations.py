"""Abbreviations find what they stand for, and the other way round, as far as the archive says what they mean."""

from pathlib import Path

import pytest

from index.article import Article
from index.text.shape import looks_like_an_abbreviation
from search.abbreviations import NATIONAL, Abbreviations
from search.parse import parse
from search.request import Expansion
from search.results import Results, find
from search.whoosh_engine import WhooshEngine
from tests.sample import build

ARTICLES = [
    Article("defined-1", "Hội nghị", body="Ban chỉ đạo thông tin đối ngoại (TTĐN) tỉnh họp."),
    Article("defined-2", "Tập huấn", body="Lớp về TTĐN (thông tin đối ngoại) đã mở."),
    Article("short", "Tin TTĐN trong tuần", body="Một tin."),
    Article("long", "Đẩy mạnh thông tin đối ngoại", body="Một bài."),
    Article("apart", "Đối với thông tin từ bên ngoại", body="Đối, thông, ngoại, tin."),
    Article("two-1", body="Hợp tác xã (HTX) và hội trường xuân (HTX)."),
    Article("two-2", body="Một hội trường xuân (HTX). HTX: hội trường xuân."),
    Article("once", body="Sân kho lớn (SKL)."),
    Article("law", body="Cảnh sát giao thông phân luồng."),
    Article("law-short", body="Lực lượng CSGT phân luồng."),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    return WhooshEngine(build(tmp_path_factory.mktemp("abbreviations"), ARTICLES))


@pytest.fixture(scope="module")
def known(engine: WhooshEngine) -> Abbreviations:
    return engine.pinned()._abbreviations


def ids(found: Results) -> list[str]:
    return [result.article.id for result in found.results]


def meant(found: Results) -> list[tuple[str, str]]:
    return [(one.abbreviation, one.text) for one in found.understood.expansions]


def test_articles_say_what_an_abbreviation_means(known: Abbreviations) -> None:
    assert known.meanings("ttdn") == (Expansion("ttđn", ("thong", "tin", "doi", "ngoai"), "thông tin đối ngoại"),)


def test_an_ambiguous_one_has_several_meanings_the_commonest_first(known: Abbreviations) -> None:
    assert [one.text for one in known.meanings("htx")] == ["hội trường xuân", "hợp tác xã"]


def test_what_one_article_says_is_not_believed(known: Abbreviations) -> None:
    assert known.meanings("skl") == ()


def test_words_side_by_side_with_letters_they_begin_with_say_nothing(tmp_path: Path) -> None:
    articles = [Article(str(n), body="Phim BSĐ bên sông đẹp. Đi bên sông đẹp, BSĐ vắng.") for n in range(9)]
    known = WhooshEngine(build(tmp_path, articles)).pinned()._abbreviations
    assert known.meanings("bsd") == ()


def test_what_every_reader_knows_needs_no_article_to_say_it(known: Abbreviations) -> None:
    assert [one.text for one in known.meanings("csgt")] == ["cảnh sát giao thông"]


@pytest.mark.parametrize("typed", ["TTĐN", "ttdn", "thông tin đối ngoại", "thong tin doi ngoai"])
def test_either_form_finds_both_and_is_told(engine: WhooshEngine, typed: str) -> None:
    found = find(engine, typed)
    assert set(ids(found)) >= {"short", "long", "defined-1", "defined-2"}
    assert meant(found) == [("ttđn", "thông tin đối ngoại")]


def test_what_was_typed_comes_before_the_other_form(engine: WhooshEngine) -> None:
    found = ids(find(engine, "TTĐN"))
    assert found.index("short") < found.index("long")
    found = ids(find(engine, "thông tin đối ngoại"))
    assert found.index("long") < found.index("short")


def test_an_abbreviation_does_not_find_its_words_apart(engine: WhooshEngine) -> None:
    assert "apart" not in ids(find(engine, "TTĐN"))


def test_the_other_form_stands_beside_other_words(engine: WhooshEngine) -> None:
    assert ids(find(engine, "csgt phan luong")) == ["law-short", "law"]
    assert ids(find(engine, "canh sat giao thong phan luong"))[0] == "law"
    assert ids(find(engine, "cảnh sát giao thông phân luồng"))[:2] == ["law", "law-short"]


@pytest.mark.parametrize("typed", ['"TTĐN"', "=TTĐN", "tiêu đề:TTĐN", "ttd*", "họp -TTĐN", "tuần xuân"])
def test_what_is_no_plain_word_is_left_as_typed(engine: WhooshEngine, typed: str) -> None:
    assert meant(find(engine, typed)) == []


def test_either_form_is_marked_where_it_stands_whole(engine: WhooshEngine) -> None:
    titles = {result.article.id: str(result.title_html) for result in find(engine, "TTĐN").results}
    assert titles["long"] == "Đẩy mạnh <mark>thông tin đối ngoại</mark>"
    assert titles["short"] == "Tin <mark>TTĐN</mark> trong tuần"
    titles = {result.article.id: str(result.title_html) for result in find(engine, "thông tin đối ngoại").results}
    assert titles["short"] == "<mark>Tin TTĐN</mark> trong tuần"


def test_a_literal_search_keeps_to_the_letter(engine: WhooshEngine) -> None:
    found = find(engine, "TTĐN", literal=True)
    assert meant(found) == []
    assert set(ids(found)) == {"short", "defined-1", "defined-2"}


def test_the_national_ones_have_a_letter_for_each_syllable() -> None:
    for short, written in NATIONAL.items():
        assert short == "".join(syllable[0] for unit in (parse(written).words or parse("x").words).units  # type: ignore[union-attr]
                                for syllable in unit.folded if syllable != "va")  # fmt: skip
        assert looks_like_an_abbreviation(short)


def test_the_tree_that_was_typed_is_kept(engine: WhooshEngine) -> None:
    typed = parse("họp TTĐN -chợ")
    query, _ = engine.expand(typed)
    assert query.words is not None
    assert [unit.written for unit in query.words.units] == ["họp", "ttđn"]
    assert query.words.units[1].alternatives == (("thong", "tin", "doi", "ngoai"),)
    assert query.clauses[1:] == typed.clauses[1:]


def test_where_no_article_says_anything_what_every_reader_knows_is_left(tmp_path: Path) -> None:
    engine = WhooshEngine(build(tmp_path, [Article("1", "bài")]))
    assert find(engine, "ubnd thông tin đối ngoại").understood.expansions == (
        Expansion("ubnd", ("uy", "ban", "nhan", "dan"), "ủy ban nhân dân"),
    )


@pytest.mark.parametrize("typed", ["TP.HCM", "TPHCM", "thành phố Hồ Chí Minh", "thanh pho ho chi minh"])
def test_a_city_is_found_however_it_is_written(tmp_path: Path, typed: str) -> None:
    written = {"short": "Tin TP.HCM mới.", "glued": "Tin TPHCM mới.", "long": "Tin thành phố Hồ Chí Minh mới."}
    engine = WhooshEngine(build(tmp_path, [Article(id_, body=text) for id_, text in written.items()]))
    found = find(engine, typed)
    assert set(ids(found)) == set(written)
    assert found.strict_total == len(written)


PARTED = {  # of abbreviations that are in no list, by how they are written
    "và": "Sở MC&PX họp.", "gạch": "Sở MC-PX họp.", "cách": "Sở MC & PX họp.", "liền": "Sở MCPX họp.",
    "nói": "Sở mái che và phong xanh (MC&PX) họp.", "nói nữa": "Sở MCPX (mái che và phong xanh) họp.",
    "chữ": "Sở mái che và phong xanh họp.", "chữ thiếu": "Sở mái che, phong xanh họp.",
    "ba": "Sở BC-GH&KL họp.", "ba hai": "Sở BCGH&KL họp.", "ba liền": "Sở BCGHKL họp.", "ba gạch": "Sở BC-GH-KL họp.",
    "khác": "Sở MC vắng, BC nghỉ.",
}  # fmt: skip


@pytest.fixture(scope="module")
def parted(tmp_path_factory: pytest.TempPathFactory) -> WhooshEngine:
    articles = [Article(name, body=body) for name, body in PARTED.items()]
    return WhooshEngine(build(tmp_path_factory.mktemp("parted"), articles))


@pytest.mark.parametrize(
    "typed", ["MC&PX", "MC-PX", "sở MC & PX họp", "sở mcpx", "mc&px họp", "mái che và phong xanh", "mai che phong xanh"]
)
def test_parts_one_piece_and_what_they_stand_for_find_one_another(parted: WhooshEngine, typed: str) -> None:
    found = find(parted, typed)
    others = {name for name in PARTED if name.startswith(("ba", "khác"))}
    assert set(ids(found)[: found.strict_total]) == set(PARTED) - others
    assert meant(found) == [("mcpx", "mái che và phong xanh")]


@pytest.mark.parametrize("typed", ["BC-GH&KL", "BCGH&KL", "BCGH-KL", "bcghkl", "BC GH KL"])
def test_parts_that_no_article_explains_find_one_another(parted: WhooshEngine, typed: str) -> None:
    found = find(parted, typed)
    assert set(ids(found)[: found.strict_total]) == {name for name in PARTED if name.startswith("ba")}
    assert meant(found) == []


@pytest.mark.parametrize("typed", ["mcbc", "px-mc", "hopmcp"])
def test_parts_that_no_article_has_side_by_side_are_none(parted: WhooshEngine, typed: str) -> None:
    query, _ = parted.expand(parse(typed))
    assert query.words is not None
    assert [unit.alternatives for unit in query.words.units] == [()]


def test_few_accidents_beside_an_abbreviation_that_many_use_are_not_believed(tmp_path: Path) -> None:
    said = [Article(f"said-{n}", body="Tân hòa - TH. Thi hành án dân sự (THADS).") for n in range(2)]
    used = [Article(f"used-{n}", body="Công ty TH và THADS.") for n in range(149)]
    engine = WhooshEngine(build(tmp_path, [*said, *used]))
    known = engine.pinned()._abbreviations
    assert known.meanings("th") == ()
    assert [one.text for one in known.meanings("thads")] == ["thi hành án dân sự"]


def test_a_meaning_that_few_of_many_give_is_an_accident(tmp_path: Path) -> None:
    texts = ["hợp tác xã (HTX)"] * 9 + ["hội trường xuân (HTX)"] * 2
    engine = WhooshEngine(build(tmp_path, [Article(str(n), body=text) for n, text in enumerate(texts)]))
    assert [one.text for one in engine.pinned()._abbreviations.meanings("htx")] == ["hợp tác xã"]
