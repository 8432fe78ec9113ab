"""The benchmarks run from end to end, and compare like with like; how fast anything is, no test says."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.bench.corpus import recombined
from tests.bench.timing import in_turns

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def printed_and_json(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    path = tmp_path_factory.mktemp("bench") / "table.json"
    command = [sys.executable, "-m", "tests.bench", "--articles", "30", "--queries", "5", "--json", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout, json.loads(path.read_text(encoding="utf-8"))


def test_the_header_says_what_was_measured_on_what(printed_and_json: tuple[str, dict[str, Any]]) -> None:
    printed, table = printed_and_json
    assert table["articles"].startswith("30 articles put together from the sentences of")
    for name in ("machine", "versions", "articles"):
        assert f"{name}: {table[name]}" in printed.splitlines()
    for package in ("Python 3.", "numpy 2.", "Whoosh 2.7.4", "pyvi 0.1.1", "SQLite 3."):
        assert package in table["versions"]


def test_every_benchmark_has_its_rows(printed_and_json: tuple[str, dict[str, Any]]) -> None:
    printed, table = printed_and_json
    rows = table["rows"]
    assert {row["benchmark"] for row in rows} == {"segmentation", "query parsing", "indexing", "search"}
    assert {row["case"].split(",")[0] for row in rows if row["benchmark"] == "search"} == {
        "one common word", "2 to 4 words", "whole title", "without diacritics", "phrase",
    }  # fmt: skip
    for row in rows:
        assert any(line.startswith(row["benchmark"]) and row["case"] in line for line in printed.splitlines())
        assert row["ours"] > 0
        assert row["ratio"] is None or row["ratio"] > 0
        assert (row["theirs"] is None) == (row["ratio"] is None)


def test_a_peer_that_fails_is_named_with_its_failure(printed_and_json: tuple[str, dict[str, Any]]) -> None:
    failed = [row for row in printed_and_json[1]["rows"] if row["theirs"] is None]
    assert {row["note"] for row in failed if row["case"].startswith("NOT NOT NOT")} == {"IndexError"}
    assert all(row["peer"] == "Whoosh QueryParser" and row["note"] for row in failed)


def test_the_articles_are_the_same_every_time() -> None:
    assert recombined(20).articles == recombined(20).articles
    assert len({article.title for article in recombined(200).articles}) > 100


def test_competitors_take_turns_in_going_first() -> None:
    order: list[str] = []
    competitors = {name: lambda item, name=name: order.append(f"{name}{item}") for name in "ab"}
    assert [len(timed.seconds) for timed in in_turns(competitors, [1, 2, 3]).values()] == [3, 3]
    assert order == ["a1", "b1", "b2", "a2", "a3", "b3"]


def test_everyone_finds_as_many_articles_where_the_rule_is_the_same(
    printed_and_json: tuple[str, dict[str, Any]],
) -> None:
    rows = [row for row in printed_and_json[1]["rows"] if row["case"].startswith(("one common word", "phrase"))]
    assert {row["peer"] for row in rows} == {"stock Whoosh", "SQLite FTS5"}
    for row in rows:
        assert 0 < row["found"] == row["found_by_peer"], row
