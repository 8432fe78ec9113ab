"""The benchmarks run from end to end, and compare like with like; how fast anything is, no test says."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from index.analysed import searchable_texts
from tests.bench import corpus, memory
from tests.bench.__main__ import taking_part
from tests.bench.corpus import SAMPLE, SAMPLES, of_recombined_source, of_samples, of_source, read
from tests.bench.peers import installed, nearest, rarest
from tests.bench.queries import COUNTED, WHOLE_PAGE
from tests.bench.recombine import AUTHORS, SOURCES, recombined
from tests.bench.timing import in_turns
from tests.bench.tokens import LEAD, analysed, tokens_of
from tests.sample import write_jsonl
from tests.stock import zone_weights

ROOT = Path(__file__).parents[1]
Run: TypeAlias = tuple[str, dict[str, Any]]  # what was printed, and the JSON

KINDS_OF_ONE_RULE = (
    "one common word", "phrase of 2 or 3", "phrase of 4 or 5", "prefix", "filters and words", "sorted by date",
    "rank 991 to 1,000",
)  # fmt: skip
OTHER_KINDS = ("2 to 4 words", "2 to 4 words without diacritics", "whole title", COUNTED, WHOLE_PAGE)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    path = tmp_path_factory.mktemp("bench") / "table.json"
    command = [sys.executable, "-m", "tests.bench", "--articles", "30", "--queries", "5", "--json", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout, json.loads(path.read_text(encoding="utf-8"))


def test_the_header_says_what_was_measured_on_what(run: Run) -> None:
    printed, table = run
    assert table["articles"].startswith("30 articles: put together from the sentences of")
    for name in ("machine", "versions", "articles", *installed()[0]):
        assert f"{name}: {table[name]}" in printed.splitlines()
    for package in ("Python 3.", "numpy 2.", "Whoosh 2.7.4", "pyvi 0.1.1", "SQLite 3."):
        assert package in table["versions"]
    for name in installed()[1]:
        assert table[f"without {name}"].startswith("not installed")


def test_every_benchmark_has_its_rows(run: Run) -> None:
    printed, table = run
    rows = table["rows"]
    assert {row["benchmark"] for row in rows} == {"segmentation", "query parsing", "indexing", "search", "serving"}
    kinds = {row["case"].rpartition(", ")[0] for row in rows if row["benchmark"] == "search"}
    assert kinds == {*KINDS_OF_ONE_RULE, *OTHER_KINDS}
    for row in rows:
        assert any(line.startswith(row["benchmark"]) and row["case"] in line and row["peer"] in line
                   for line in printed.splitlines())  # fmt: skip
        assert row["ours"] > 0
        assert row["ratio"] is None or row["ratio"] > 0
        assert (row["theirs"] is None) == (row["ratio"] is None)


def test_every_peer_is_indexed_searched_and_started(run: Run) -> None:
    for benchmark in ("indexing", "search", "serving"):
        peers = {row["peer"] for row in run[1]["rows"] if row["benchmark"] == benchmark}
        assert peers >= set(installed()[0])


def test_a_peer_that_fails_is_named_with_its_failure(run: Run) -> None:
    failed = [row for row in run[1]["rows"] if row["theirs"] is None]
    assert {row["note"] for row in failed if row["case"].startswith("NOT NOT NOT")} == {"IndexError"}
    assert all(row["peer"] == "Whoosh QueryParser" and row["note"] for row in failed)


@pytest.mark.parametrize("kind", KINDS_OF_ONE_RULE)
def test_everyone_finds_as_many_articles_where_the_rule_is_the_same(run: Run, kind: str) -> None:
    rows = [row for row in run[1]["rows"] if row["case"] == f"{kind}, p50" and row["found"] is not None]
    assert {row["peer"] for row in rows} == set(installed()[0])
    for row in rows:
        assert 0 < row["found"] == row["found_by_peer"], row


def test_a_peer_that_is_not_installed_is_left_out_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tantivy", None)  # what Python keeps there to say that it cannot be imported
    monkeypatch.delitem(sys.modules, "tests.bench.peers.tantivy", raising=False)
    peers, left_out = taking_part((), articles=30)
    assert set(peers) == {"SQLite FTS5", "stock Whoosh"}
    assert left_out["without tantivy"].startswith("not installed")


def test_stock_whoosh_is_left_out_of_many_articles_unless_asked_for() -> None:
    peers, left_out = taking_part((), articles=180_000)
    assert "stock Whoosh" not in peers
    assert "--peer 'stock Whoosh'" in left_out["without stock Whoosh"]
    assert set(taking_part(("stock Whoosh",), articles=180_000)[0]) == {"stock Whoosh"}


def test_the_articles_are_the_same_every_time(tmp_path: Path) -> None:
    first, again = of_samples(200, tmp_path / "first.jsonl"), of_samples(200, tmp_path / "again.jsonl")
    assert first.path.read_bytes() == again.path.read_bytes()
    assert (first.count, first.sample) == (200, again.sample)
    assert len({article.title for article in first.sample}) > 100


def test_recombined_articles_are_as_long_as_those_they_are_made_of() -> None:
    samples = list(read([SAMPLES]))
    made = list(recombined(samples, 500))
    lengths = [sum(len(article.body) for article in articles) / len(articles) for articles in (samples, made)]
    assert 0.8 < lengths[1] / lengths[0] < 1.25
    assert {article.source for article in made} == set(SOURCES)
    assert len({article.author for article in made} & set(AUTHORS)) > 50
    years = {article.date.year for article in made if article.date}
    assert len(years) == 15


def test_a_source_of_ones_own_keeps_what_it_tells(tmp_path: Path) -> None:
    samples = list(read([SAMPLES]))[:20]
    source = write_jsonl(tmp_path / "own.jsonl", samples)
    taken = of_source(source, 10, tmp_path / "taken.jsonl")
    assert taken.count == 10
    for article, original in zip(taken.sample, samples, strict=False):
        assert searchable_texts(article)[:2] == searchable_texts(original)[:2]
        assert article.source == original.source or original.source is None
        assert None not in (article.date, article.source, article.category, article.author)
    assert of_recombined_source(source, 30, tmp_path / "recombined.jsonl").count == 30


def test_queries_are_drawn_from_articles_all_over_a_large_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus, "SAMPLE", 50)
    numbers = [int(article.id.removeprefix("bench-")) for article in of_samples(2_000, tmp_path / "a.jsonl").sample]
    assert len(set(numbers)) == 50 < SAMPLE
    assert min(numbers) < 500
    assert max(numbers) > 1_500


def test_peers_count_a_word_as_often_as_it_weighs_with_us() -> None:
    for article in recombined(list(read([SAMPLES])), 20):
        tokens = tokens_of(article)
        title, summary, body = (len(tokens.folded[place].split()) for place in (0, 4, 5))
        assert len(tokens.folded[6].split()) == LEAD
        assert sum(len(piece.split()) for piece in tokens.folded) == zone_weights(title, summary, body).sum()


def test_tokens_are_the_same_with_one_process_and_with_several(tmp_path: Path) -> None:
    articles = of_samples(150, tmp_path / "articles.jsonl")
    assert list(analysed(articles.path, jobs=1)) == list(analysed(articles.path, jobs=2))


@pytest.mark.parametrize(("wanted", "number"), [(1_000, 1), (100, 1), (40, 2), (13, 3), (3, 4), (0, 4)])
def test_the_nearest_rule_is_found(wanted: int, number: int) -> None:
    assert nearest(lambda number: (100, 50, 10, 2)[number - 1], 4, wanted) == number


def test_a_peer_without_a_minimum_requires_the_rarest_words() -> None:
    frequencies = {"a": 90, "b": 5, "c": 40, "d": 60}

    def count(words: Sequence[str]) -> int:
        return min(frequencies[word] for word in words) // len(words)

    assert rarest("abc", count, wanted=7) == "abc"
    assert rarest("abcd", count, wanted=3) == ["b", "c"]


@pytest.mark.skipif(not memory.told(), reason="only Linux tells what memory processes have")
def test_memory_of_children_counts() -> None:
    child = "import sys; kept = bytearray(b'x') * 50_000_000; print('ready', flush=True); sys.stdin.read()"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    command = [sys.executable, "-c", parent]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.stdout.readline()
        assert memory.of(process.pid) < 50_000_000 < memory.of_tree(process.pid)
        process.communicate()


def test_competitors_take_turns_in_going_first() -> None:
    order: list[str] = []
    competitors = {name: lambda item, name=name: order.append(f"{name}{item}") for name in "ab"}
    assert [len(timed.seconds) for timed in in_turns(competitors, [1, 2, 3]).values()] == [3, 3]
    assert order == ["a1", "b1", "b2", "a2", "a3", "b3"]


def test_a_competitor_with_a_limit_leaves_early() -> None:
    competitors = {"a": lambda item: item, "b": lambda item: -item}
    timed = in_turns(competitors, [1, 2, 3], limits={"b": 1})
    assert (timed["a"].results, timed["b"].results) == ([1, 2, 3], [-1])
