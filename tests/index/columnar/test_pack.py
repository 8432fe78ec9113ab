"""A pack gives back its arrays, and what is not a whole pack is refused with one sentence."""

from pathlib import Path

import numpy as np
import pytest

from index.columnar.pack import ALIGNMENT, MAGIC, Pack, PackWriter
from index.errors import IndexDamagedError


def write(path: Path) -> Path:
    with PackWriter(path) as pack:
        pack.meta["documents"] = 3
        pack.add("dates", np.array([20180704, 0, 20220816], np.int32))
        pack.add("none", np.empty(0, np.uint64))
        pack.add_parts("parts", (np.array([number], np.uint16) for number in range(300)), np.uint16)
    return path


def test_arrays_come_back_aligned_and_cannot_be_written(tmp_path: Path) -> None:
    pack = Pack(write(tmp_path / "a"))
    assert pack.meta == {"documents": 3}
    assert pack["dates"].tolist() == [20180704, 0, 20220816]
    assert pack["dates"].dtype == np.dtype("<i4")
    assert len(pack["none"]) == 0
    assert pack["parts"].tolist() == list(range(300))
    assert pack.place("parts") % ALIGNMENT == 0
    assert list(pack) == ["dates", "none", "parts"]
    with pytest.raises(ValueError, match="read-only"):
        pack["dates"][0] = 1


def test_an_array_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match="it holds no lengths"):
        Pack(write(tmp_path / "a"))["lengths"]


def test_a_file_cut_anywhere_is_refused(tmp_path: Path) -> None:
    whole = write(tmp_path / "a").read_bytes()
    cut = tmp_path / "cut"
    for length in range(len(whole)):
        cut.write_bytes(whole[:length])
        with pytest.raises(IndexDamagedError, match="cut cannot be read"):
            Pack(cut)


def test_a_directory_with_any_byte_changed_is_refused(tmp_path: Path) -> None:
    whole = write(tmp_path / "a").read_bytes()
    changed = tmp_path / "changed"
    for place in [*range(len(MAGIC)), *range(whole.index(b'{"meta"'), len(whole))]:
        changed.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(IndexDamagedError, match="timbao rebuild"):
            Pack(changed)


@pytest.mark.parametrize("content", [b"", b"a text", bytes(1_000), MAGIC * 10])
def test_a_foreign_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "foreign").write_bytes(content)
    with pytest.raises(IndexDamagedError, match="cannot be read"):
        Pack(tmp_path / "foreign")


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(IndexDamagedError, match="missing"):
        Pack(tmp_path / "missing")


def test_what_failed_half_way_is_no_pack(tmp_path: Path) -> None:
    path = tmp_path / "a"

    def fail() -> None:
        with PackWriter(path) as pack:
            pack.add("dates", np.arange(3))
            raise RuntimeError("disk full")

    with pytest.raises(RuntimeError):
        fail()
    with pytest.raises(IndexDamagedError):
        Pack(path)
