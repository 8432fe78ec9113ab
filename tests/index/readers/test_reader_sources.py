import gzip
import json
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article, Skipped
from index.readers import SourceError, SourceReader, read_sources, source_files, total_bytes

PACKINGS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("tin.jsonl", bytes),
    ("tin.ndjson", bytes),
    ("TIN.JSONL", bytes),
    ("tin.jsonl.xz", lzma.compress),
    ("tin.jsonl.gz", gzip.compress),
    ("tin.ndjson.gz", gzip.compress),
]


def lines(*ids: str) -> bytes:
    return "".join(json.dumps({"id": one, "title": f"Tin {one}"}) + "\n" for one in ids).encode()


def ids(paths: list[Path]) -> list[str]:
    return [answer.id for answer in read_sources(paths) if isinstance(answer, Article)]


@pytest.mark.parametrize(("name", "pack"), PACKINGS)
def test_every_packing_gives_the_same_articles(tmp_path: Path, name: str, pack: Callable[[bytes], bytes]) -> None:
    file = tmp_path / name
    file.write_bytes(pack(lines("a", "b")))
    assert ids([file]) == ids([tmp_path]) == ["a", "b"]


def test_folder_is_walked_in_order_without_hidden_and_other_files(tmp_path: Path) -> None:
    names = ["b.jsonl", "a.txt", "nam/2.jsonl", "nam/1.jsonl", ".x.jsonl", ".git/c.jsonl", "anh.png", "ghi.csv"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    found = [file.relative_to(tmp_path).as_posix() for file in source_files([tmp_path])]
    assert found == ["a.txt", "b.jsonl", "nam/1.jsonl", "nam/2.jsonl"]


def test_file_named_twice_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "tin.jsonl"
    file.write_bytes(lines("a"))
    assert ids([file, tmp_path, tmp_path / "." / "tin.jsonl"]) == ["a"]


def test_folder_that_looks_like_a_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").mkdir()
    (tmp_path / "x.jsonl" / "tin.jsonl").write_bytes(lines("a"))
    assert ids([tmp_path]) == ["a"]


def test_missing_path_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere: there is no such file or folder; check the path\.$"):
        source_files([tmp_path / "nowhere"])


def test_other_kinds_of_files_are_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "tin.csv"
    file.write_bytes(b"a,b\n")
    with pytest.raises(SourceError, match=r"tin\.csv: this kind of file cannot be read; name a file that ends in"):
        source_files([file])


def test_folder_without_articles_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "anh.png").write_bytes(b"")
    with pytest.raises(SourceError, match="this folder holds no article file; put files that end in"):
        read_sources([tmp_path])


def test_no_source_is_one_sentence() -> None:
    with pytest.raises(SourceError, match="No source was named"):
        source_files([])


@pytest.mark.parametrize("name", ["tin.jsonl.xz", "tin.jsonl.gz"])
def test_file_that_is_not_what_its_name_says_is_skipped_and_the_rest_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"this is not compressed")
    (tmp_path / "z.jsonl").write_bytes(lines("a"))
    skipped, article = read_sources([tmp_path])
    assert isinstance(skipped, Skipped)
    assert skipped.file.endswith(name)
    assert isinstance(article, Article)


def test_file_that_goes_away_is_skipped(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_bytes(lines(name))
    reader = SourceReader([tmp_path])
    (tmp_path / "a.jsonl").unlink()
    skipped, article = reader
    assert isinstance(skipped, Skipped)
    assert "cannot be read" in skipped.reason
    assert isinstance(article, Article)
    assert reader.bytes_read == reader.bytes_total


def test_reports_of_one_name_are_not_silently_merged(tmp_path: Path) -> None:
    for folder in ("thang-7", "thang-8"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "tin 1.txt").write_text(f"Tin của {folder}", encoding="utf-8")
    article, skipped = read_sources([tmp_path])
    assert isinstance(article, Article)
    assert article.id == "tin_1"
    assert isinstance(skipped, Skipped)
    assert str(Path("thang-7") / "tin 1.txt") in skipped.reason


def test_progress_counts_bytes_on_disk(tmp_path: Path) -> None:
    plain = lines(*(f"tin-{number}" for number in range(20_000)))
    (tmp_path / "a.jsonl.xz").write_bytes(lzma.compress(plain))
    (tmp_path / "b.jsonl").write_bytes(plain)
    (tmp_path / "c.txt").write_text("Một tin ngắn", encoding="utf-8")
    reader = SourceReader([tmp_path])
    assert reader.bytes_total == total_bytes(reader.files) == sum(file.stat().st_size for file in tmp_path.iterdir())
    assert reader.bytes_read == 0
    seen = [reader.bytes_read for _ in reader]
    assert len(seen) == 40_001
    assert seen == sorted(seen)
    assert len(set(seen)) > 20
    assert reader.bytes_read == reader.bytes_total


def test_reader_can_be_left_early_and_begun_again(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines("a", "b"))
    reader = SourceReader([tmp_path])
    assert isinstance(next(iter(reader)), Article)
    assert [answer.id for answer in reader if isinstance(answer, Article)] == ["a", "b"]


@given(content=st.binary(max_size=400), name=st.sampled_from(["x.txt", "x.jsonl", "x.jsonl.xz", "x.jsonl.gz"]))
def test_arbitrary_bytes_never_raise(tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str) -> None:
    file = tmp_path_factory.mktemp("nguon") / name
    file.write_bytes(content)
    for answer in read_sources([file]):
        assert isinstance(answer, Article) or answer.reason
