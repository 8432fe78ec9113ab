"""A syllable typed with fewer diacritics than it has is known by how rare that is."""

from pathlib import Path

import pytest

from index.article import Article
from search.diacritics import COMMONER, agrees, meant_by
from search.whoosh_engine import WhooshEngine
from tests.sample import build


@pytest.mark.parametrize(
    ("typed", "written", "agree"),
    [
        ("đuong", "đường", True), ("đuong", "dương", False), ("nghiem", "nghiệm", True), ("hoà", "hóa", False),
        ("nghiêm", "nghiệm", True), ("nghiệm", "nghiêm", False), ("hoa", "hoa", True),
    ],
)  # fmt: skip
def test_diacritics_typed_must_be_there(typed: str, written: str, agree: bool) -> None:
    assert agrees(typed, written) is agree


def test_what_was_left_out_is_told_by_how_rare_it_is(tmp_path: Path) -> None:
    articles = [Article(f"many-{n}", body="đường nghiệm hòa") for n in range(COMMONER + 1)]
    articles += [Article("one", body="đuong nghiem dương"), Article("two", body="hoa hoa")]
    source = WhooshEngine(build(tmp_path, articles)).pinned().source
    meant = [meant_by(source, typed) for typed in ("đuong", "nghiem", "đường", "hoa", "không")]
    assert meant == ["đường", None, "đường", None, "không"]
    few = WhooshEngine(build(tmp_path / "few", articles[2:])).pinned().source
    assert [meant_by(few, typed) for typed in ("đuong", "nghiem", "hoa")] == ["đuong", "nghiem", "hoa"]
