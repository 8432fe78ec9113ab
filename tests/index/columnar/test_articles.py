from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.columnar import articles
from index.columnar.articles import Articles, add_articles, compress
from index.columnar.pack import Pack, PackWriter
from index.errors import IndexDamagedError

RECORDS = st.lists(
    st.one_of(st.binary(max_size=50), st.text(max_size=2_000).map(lambda text: text.encode())), max_size=9
)


def written(path: Path, *runs: list[bytes]) -> Articles:
    path.unlink(missing_ok=True)
    with PackWriter(path) as pack:
        add_articles(pack, [compress(records) for records in runs])
    return Articles(Pack(path))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(RECORDS, max_size=4))
def test_records_come_back(tmp_path: Path, runs: list[list[bytes]]) -> None:
    assert list(written(tmp_path / "a", *runs)) == [record for records in runs for record in records]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(RECORDS, max_size=4), st.data())
def test_runs_can_be_merged_without_some_records(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runs: list[list[bytes]], data: st.DataObject
) -> None:
    monkeypatch.setattr(articles, "SMALL_RUN", data.draw(st.integers(1, 4)))
    source = written(tmp_path / "a", *runs)
    kept = np.array(data.draw(st.lists(st.booleans(), min_size=len(source), max_size=len(source))), np.bool_)
    expected = [record for record, stays in zip(source, kept.tolist(), strict=True) if stays]
    (tmp_path / "b").unlink(missing_ok=True)
    with PackWriter(tmp_path / "b") as pack:
        add_articles(pack, list(source.runs(kept)))
    assert list(Articles(Pack(tmp_path / "b"))) == expected


def test_a_dictionary_makes_articles_that_are_alike_small(tmp_path: Path) -> None:
    texts = [f'{{"id": "{number}", "title": "Hội nghị sơ kết công tác thông tin đối ngoại"}}' for number in range(100)]
    records = [text.encode() for text in texts]
    assert compress(records).sizes.sum() < 0.5 * sum(map(len, records))


def test_there_is_no_record_before_the_first_or_after_the_last(tmp_path: Path) -> None:
    source = written(tmp_path / "a", [b"one"])
    for number in (-1, 1):
        with pytest.raises(IndexError):
            source[number]


def test_a_damaged_record_is_named(tmp_path: Path) -> None:
    written(tmp_path / "a", [b"one", b"two " * 100])
    content = bytearray((tmp_path / "a").read_bytes())
    content[64:96] = bytes(32)  # the first array, which begins at the first multiple of 64
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(IndexDamagedError, match="record 0 is not as it was written"):
        Articles(Pack(tmp_path / "a"))[0]
