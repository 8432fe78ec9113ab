"""Every file of a generation, damaged in every way that disks and people have, is refused with one sentence."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from index import generation
from index.article import Article
from index.errors import IndexDamagedError
from index.update import delete, update
from search.whoosh_engine import WhooshEngine
from tests.sample import build, write_jsonl

KINDS = (".columns", ".articles", ".deleted", ".toc", generation.MANIFEST)


def flip(file: Path, place: float) -> None:
    data = bytearray(file.read_bytes())
    data[int(place * (len(data) - 1))] ^= 0xFF
    file.write_bytes(data)


def put_another_in_its_place(file: Path) -> None:
    others = [other for other in file.parent.iterdir() if other.read_bytes() != file.read_bytes()]
    shutil.copyfile(sorted(others)[0], file)


DAMAGES: dict[str, Callable[[Path], None]] = {
    "first byte": lambda file: flip(file, 0.0),
    "a byte in the middle": lambda file: flip(file, 0.5),
    "last byte": lambda file: flip(file, 1.0),
    "cut in half": lambda file: os.truncate(file, file.stat().st_size // 2),
    "emptied": lambda file: os.truncate(file, 0),
    "longer": lambda file: os.truncate(file, file.stat().st_size + 1),
    "another file": put_another_in_its_place,
    "gone": lambda file: file.unlink(),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two segments, of one of which an article was deleted."""
    folder = tmp_path_factory.mktemp("whole")
    index = build(folder, [Article(f"a{number}", title="bài một") for number in range(1_100)])
    update([write_jsonl(folder / "more.jsonl", [Article("b", title="bài hai")])], index, jobs=1)
    delete(["a7"], index)
    return index


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_refused(tmp_path: Path, whole: Path, kind: str, damage: str) -> None:
    index = tmp_path / "index"
    shutil.copytree(whole, index)
    path = generation.current(index).path
    files = [file for file in sorted(path.iterdir()) if file.name.endswith(kind)]
    assert files
    for file in files:
        before = file.read_bytes()
        DAMAGES[damage](file)
        with pytest.raises(IndexDamagedError, match=r"^The index .*[.]$"):
            generation.verify(path)
        with pytest.raises(IndexDamagedError, match=r"^The index .*[.]$"):
            WhooshEngine(index).stats()
        file.write_bytes(before)
    assert WhooshEngine(index).stats().articles == 1_100
