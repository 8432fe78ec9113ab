"""Articles that say what an abbreviation stands for are understood; what merely stands beside one is not."""

import pytest
from hypothesis import given

from index.text.definitions import AND, definitions
from index.text.fold import fold
from index.text.shape import looks_like_an_abbreviation
from index.text.streams import spell
from tests.index.text.corpora import ANY_TEXT, HOSTILE_TEXT


def defined(text: str) -> list[str]:
    return list(definitions(text, spell(text)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ban thông tin đối ngoại (TTĐN) tỉnh", ["ttdn thông tin đối ngoại"]),
        ("CSGT (cảnh sát giao thông) phân luồng", ["csgt cảnh sát giao thông"]),
        ("Uỷ ban nhân dân - UBND", ["ubnd ủy ban nhân dân"]),
        ("Hợp tác xã (HTX) hợp tác xã", ["htx hợp tác xã"]),
        ("thông tin về đối ngoại (TTĐN)", []),
        ("TTĐN thông tin", []),
        ("tin đối ngoại TTĐN", []),
        ("an toàn (AT)", []),
        ("Sở Kế hoạch và Đầu tư (KH&ĐT)", ["khdt kế hoạch và đầu tư"]),
        ("kế hoạch - đầu tư (KH - ĐT) tỉnh", ["khdt kế hoạch đầu tư"]),
        ("LĐ-TB&XH: lao động, thương binh và xã hội", ["ldtbxh lao động thương binh và xã hội"]),
        ("bàn về kế hoạch và đầu tư và KHĐT", []),
        ("doanh nghiệp nhỏ và vừa (DNNVV)", ["dnnvv doanh nghiệp nhỏ và vừa"]),
        ("DNNVV (doanh nghiệp nhỏ và vừa) vay vốn", ["dnnvv doanh nghiệp nhỏ và vừa"]),
        ("VHVN: văn hóa và văn nghệ", ["vhvn văn hóa và văn nghệ"]),
        ("VHV (văn hóa và văn nghệ)", ["vhv văn hóa và văn"]),
        ("Tổ VHH - và hội họp", []),
        ("họp và hội đàm (VHĐ)", []),
        ("hợp tác xã, gọi tắt là HTX", []),
        ("Phim chụp BĐS bên đó sáng rõ", []),
        ("Sở BĐS, bên đó sáng đèn. Bên đó sáng. BĐS", []),
        ("BĐS = bên đó sáng", ["bds bên đó sáng"]),
        ("", []),
    ],
)
def test_definitions_of_abbreviations(text: str, found: list[str]) -> None:
    assert defined(text) == found


@given(ANY_TEXT | HOSTILE_TEXT)
def test_a_definition_has_a_syllable_for_each_letter(text: str) -> None:
    for definition in defined(text):
        short, *written = definition.split(" ")
        assert looks_like_an_abbreviation(short)
        lettered = written if len(written) == len(short) else [syllable for syllable in written if syllable != AND]
        assert "".join(fold(syllable)[0] for syllable in lettered) == short


@pytest.mark.parametrize("token", ["ubnd", "ttdn", "csgt", "evn", "atgt", "hcm", "vn"])
def test_letters_that_are_no_syllable_may_be_an_abbreviation(token: str) -> None:
    assert looks_like_an_abbreviation(token)


@pytest.mark.parametrize("token", ["hoa", "nghieng", "an", "quyen", "gia", "a", "abcdefg", "u23", "4", "", "covid-19"])
def test_syllables_and_codes_are_none(token: str) -> None:
    assert not looks_like_an_abbreviation(token)
