"""The comparison of ranking quality runs from end to end, and everyone finds what its analysis lets it find."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from index.article import Article
from search.evaluation import MEASURES
from tests.bench.quality import OURS, RANKERS
from tests.sample import ROOT, write_jsonl

ARTICLES = (
    Article("hoi", "Lễ hội xuân mở sớm", "Kiệu rời đình từ sáng.", "Làng dưới rước kiệu qua cầu mới."),
    Article("deo", "Đèo đá", "Sương phủ kín.", "Xe tải nằm chờ từ đêm, thợ máy nhóm bếp."),
    Article("xoan", "Câu lạc bộ xoan", "Các cụ hát trong sân.", "Trống nhỏ, phách tre, áo nâu."),
    Article("mua", "Mưa lớn", "Nước suối dâng.", "Cả bản dọn nhà lên gò cao."),
)
QUERIES = {
    "label-1": "lễ hội",
    "label-2": "Đèo đá",
    "label-3": 'xoan* AND "(^~ NEAR {body:\0-',  # signs and words that mean something to one or another
    "lead-1": "Sương phủ kín",
}
QRELS = {"label-1": "hoi", "label-2": "deo", "label-3": "xoan", "lead-1": "deo"}
# How many of the three labels each finds without diacritics: the last has none, the second begins with đ throughout.
FOUND_WITHOUT_DIACRITICS = {
    OURS: 3, "SQLite FTS5": 1, "SQLite FTS5, folding": 2, "Whoosh with pyvi": 1, "tantivy": 1, "tantivy, folding": 3,
}  # fmt: skip


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("quality")
    queries, qrels = folder / "queries.jsonl", folder / "qrels.tsv"
    queries.write_text("\n".join(json.dumps({"_id": id_, "text": text}) for id_, text in QUERIES.items()), "utf-8")
    qrels.write_text("\n".join(f"{query}\t{article}\t1" for query, article in QRELS.items()), "utf-8")
    sources = [write_jsonl(folder / "one.jsonl", ARTICLES[:2]), write_jsonl(folder / "two.jsonl", ARTICLES[2:])]
    return list(map(str, [*sources, queries, qrels]))


def quality(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tests.bench.quality", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


def table(folder: Path, *arguments: str) -> tuple[str, dict[str, Any]]:
    done = quality(*arguments, "--json", str(folder / "table.json"))
    assert done.returncode == 0, done.stderr
    return done.stdout, json.loads((folder / "table.json").read_text(encoding="utf-8"))


def means(table: Mapping[str, Any], queries: str) -> dict[str, float]:
    """Return the nDCG@10 of every system."""
    rows = [row for row in table["rows"] if (row["queries"], row["measure"]) == (queries, "nDCG@10")]
    return {row["system"]: row["mean"] for row in rows}


def test_everyone_finds_what_its_analysis_lets_it_find(inputs: list[str], tmp_path: Path) -> None:
    printed, found = table(tmp_path, *inputs, "--only", "label-")
    systems = (OURS, *RANKERS)
    assert means(found, "as typed") == dict.fromkeys(systems, 1.0)
    shares = {name: FOUND_WITHOUT_DIACRITICS[name] / 3 for name in systems}
    assert means(found, "no diacritics") == pytest.approx(shares)
    assert len(found["rows"]) == 2 * len(systems) * len(MEASURES)
    for name, ranker in RANKERS.items():
        assert f"{name}: {ranker.described()}" in printed.splitlines()
    assert found["queries"].startswith("3 judged ones")
    for row in found["rows"]:
        assert f"{row['mean']:.4f} ({row['low']:.4f}-{row['high']:.4f})" in printed
        assert row["low"] <= row["mean"] <= row["high"]


def test_others_are_tested_against_ours(inputs: list[str], tmp_path: Path) -> None:
    _, found = table(tmp_path, *inputs, "--only", "label-", "--peer", "SQLite FTS5", "--variant", "no diacritics")
    ours, theirs = ([row for row in found["rows"] if row["system"] == name] for name in (OURS, "SQLite FTS5"))
    assert len(found["rows"]) == len(ours) + len(theirs)
    assert {(row["difference"], row["p"]) for row in ours} == {(None, None)}
    for row in theirs:
        assert row["difference"] == pytest.approx(-2 / 3)
        assert row["p"] == pytest.approx(1 / 2, abs=0.02)  # as far apart by chance where both differences go one way


def test_headlines_and_leads_are_left_out_where_they_are_the_queries(inputs: list[str], tmp_path: Path) -> None:
    peers = [argument for name in RANKERS for argument in ("--peer", name)]
    asked = [*inputs, *peers, "--only", "lead-", "--variant", "as typed"]
    assert set(means(table(tmp_path, *asked)[1], "as typed").values()) == {1.0}
    printed, found = table(tmp_path, *asked, "--bodies-only")
    assert set(means(found, "as typed").values()) == {0.0}
    assert "without headlines and leads" in printed


def test_what_cannot_be_measured_is_said_in_a_sentence(inputs: list[str]) -> None:
    done = quality(*inputs, "--only", "nothing-")
    assert (done.returncode, done.stderr) == (
        1, "Error: None of the queries is judged: check that both files name the queries by the same ids.\n",
    )  # fmt: skip
