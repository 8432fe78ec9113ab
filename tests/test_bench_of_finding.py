"""The measurements of what is found run from end to end over the sample articles; how well, they say themselves."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from index.rebuild import rebuild
from tests.sample import ROOT, SAMPLES


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = tmp_path_factory.mktemp("finding") / "index"
    rebuild([SAMPLES], index, jobs=1)
    return index


def lines(module: str, *arguments: object) -> list[str]:
    command = [sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_what_was_meant_is_measured(index: Path, tmp_path: Path) -> None:
    clusters = tmp_path / "qrels.tsv"
    clusters.write_text("1\tno-such\t1\n1\tnor-such\t1\n", encoding="utf-8")
    exact, abbreviations, in_parts, completions, similar = lines(
        "meant", index, SAMPLES, "--count", 20, "--clusters", clusters
    )
    assert re.match(r"syllables with diacritics: (9\d|100)\.\d% .*; \d+ syllables", exact)
    assert re.match(r"abbreviations: 100.0% .*; \d+ forms", abbreviations)
    assert re.match(r"abbreviations in parts: 100.0% .*; \d+ abbreviations", in_parts)
    assert re.fullmatch(r"completions: p50 .* ms, p95 .* ms, p99 .* ms; 240 keystrokes", completions)
    assert similar == "similar articles: 0.0% of a cluster's others are among the first ten; 2 articles"


def test_false_alarms_are_measured(index: Path) -> None:
    *alarms, english = lines("alarms", index, SAMPLES, "--count", 20)
    assert alarms == [
        "headlines: 0 of 20 are told of something",
        "headlines in small letters: 0 of 20 are told of something",
        "headlines without diacritics: 0 of 20 taken for keystrokes",
        "parts of them: 0 of 60 taken for keystrokes",
    ]
    told = re.fullmatch(r"rows of English: (\d+) of 60,000 taken for keystrokes", english)  # each Python has others
    assert told
    assert int(told[1]) <= 0.001 * 60_000  # what is promised at most


def test_weights_are_measured_on_the_queries_asked_for(index: Path, tmp_path: Path) -> None:
    queries, qrels = tmp_path / "queries.jsonl", tmp_path / "qrels.tsv"
    asked = {"title-0": "thạch đen Tràng Khê", "title_nodiac-0": "thach den Trang Khe", "title-1": "Cáo phó"}
    queries.write_text("".join(json.dumps({"_id": id_, "text": text}) + "\n" for id_, text in asked.items()), "utf-8")
    sought = {"title-0": "bls-2022-06-15-thach-den-trang-khe", "title_nodiac-0": "none", "title-1": "none"}
    qrels.write_text("".join(f"{id_}\t{article}\t1\n" for id_, article in sought.items()), "utf-8")
    measured = ("weights", index, queries, qrels, "--measure", "MRR@10", "--weight", "LEAST_SHARE")
    for only, means in (("title-", "0.5000  1.0000  0.0000"), ("", "0.3333  0.5000  0.0000")):
        head, *rows = lines(*measured, "--only", only)
        assert head.startswith("MRR@10")
        assert [row.split(maxsplit=2)[0] for row in rows] == ["LEAST_SHARE"] * 3
        assert all(row.count(means) == 2 for row in rows)


def test_names_and_codes_are_measured(index: Path) -> None:
    told = lines("names", index, SAMPLES, "--count", 5)
    assert len(told) == 12
    assert told[0] == "full name, as typed: 100.0% of ten right, 100.0% of the first; 2 names"
    assert told[9] == "date, number or code, as typed: 100.0% of ten right, 100.0% of the first; 5 names"


def test_corrections_are_measured(index: Path) -> None:
    told = lines("spelling", index, SAMPLES, "--count", 10)
    assert told[0] == "whole headlines: 0.00% of 10 without an error are offered another"
    assert len(told) == 9
