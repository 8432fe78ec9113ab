"""The command line as a person meets it: in a process of its own."""

import csv
import datetime
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from index import generation
from index.article import Article
from index.lock import writer_lock
from search.variants import VARIANTS
from tests.sample import ROOT, SAMPLES, SHARED, build, write_jsonl
from web import cli

SEED = SHARED / "seed"


def timbao(*arguments: str | Path, index: Path | None = None) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    if index:
        environment["TIMBAO_INDEX"] = str(index)
    code = "import sys; sys.argv[0] = 'timbao'; from web.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=environment,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    articles = [
        Article("1", "Hội nghị hòa bình", "Lời dẫn.", "Bàn về hòa bình ở biên giới.", source="Báo Lĩnh Sơn"),
        Article("2", "=cmd()", body="Hòa giải\x1b[31m ở cơ sở", author="Lê Minh Đạt"),
    ]
    return build(tmp_path_factory.mktemp("cli"), articles)


def test_every_command_is_listed_and_has_help() -> None:
    listed = timbao("--help")
    assert listed.returncode == 0
    for command in cli.COMMANDS:
        assert f"  {command} " in listed.stdout
        assert f"timbao {command} " in CliRunner().invoke(cli.timbao, [command, "--help"], prog_name="timbao").stdout


def test_search_prints_marked_results(index: Path) -> None:
    done = timbao("search", "hoa binh", index=index)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Hội nghị *hòa bình*" in done.stdout
    assert "\x1b" not in timbao("search", "hoa", index=index).stdout


def test_search_explains_itself(index: Path) -> None:
    done = timbao("search", "hòa bình", "--explain", index=index)
    assert "words: hòa, bình" in done.stdout
    assert "required: every clause, and all of the words" in done.stdout
    assert "“hoa binh” side by side" in done.stdout


def test_every_kind_of_clause_is_explained(index: Path) -> None:
    typed = '4/7 "hòa bình" -chợ tiêu đề:tin tác giả:"Gia Linh" từ:2018'
    printed = timbao("search", typed, "--explain", index=index).stdout
    for line in ("words: 4/7", '"hòa bình"', 'not exactly "chợ"', 'title has "tin"', 'author contains "Gia Linh"'):
        assert f"  {line}\n" in printed
    assert "  date from 2018-01-01 to any\n" in printed


def test_search_as_json_is_the_api_s_object(index: Path) -> None:
    answer = json.loads(timbao("search", "hoa", "--format", "json", "--source", "Báo Lĩnh Sơn", index=index).stdout)
    assert [hit["id"] for hit in answer["hits"]] == ["1"]
    assert answer["facets"]["source"] == [{"value": "Báo Lĩnh Sơn", "count": 1}]


def test_suggest_prints_completions_one_a_line(index: Path) -> None:
    assert timbao("suggest", "hoi n", index=index).stdout == "Hội nghị hòa bình\n"
    assert timbao("suggest", "minh", "--limit", "1", index=index).stdout == "Lê Minh Đạt\n"
    nothing = timbao("suggest", "xyz", index=index)
    assert (nothing.returncode, nothing.stdout, nothing.stderr) == (0, "", "")


def test_suggest_prints_nothing_that_moves_a_cursor(tmp_path: Path) -> None:
    index = build(tmp_path, [Article("1", "Lũ\x1b[31m về")])
    assert timbao("suggest", "lu", index=index).stdout == "Lũ [31m về\n"


def test_search_as_csv_holds_no_formula(index: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(timbao("search", "giai", "--format", "csv", index=index).stdout)))
    assert [(row["id"], row["title"], row["author"]) for row in rows] == [("2", "'=cmd()", "Lê Minh Đạt")]


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (("search",), 2, "Missing argument 'QUERY'"),
        (("search", "x", "--from", "31/02/2018"), 2, "'31/02/2018' is not a date"),
        (("search", "x", "--from", "2019", "--to", "2018"), 2, "--from is later than --to"),
        (("search", "x", "--from", "2019-01-01", "--to", "2018-01-01"), 2, "--from is later than --to"),
        (("search", "x", "--size", "0"), 2, "not in the range"),
        (("suggest", "x", "--limit", "21"), 2, "not in the range"),
        (("suggest", "x", "--index", "nowhere"), 1, "timbao: There is no index in nowhere"),
        (("search", "x", "--index", "nowhere"), 1, "timbao: There is no index in nowhere: run `timbao rebuild`"),
        (("check", "--index", "nowhere"), 1, "There is no index in nowhere"),
        (("rollback", "--index", "."), 1, "There is no index in ."),
        (("rebuild", "nowhere.jsonl"), 1, "timbao: nowhere.jsonl: there is no such file or folder"),
        (("rebuild",), 2, "Missing argument 'SOURCES...'"),
        (("evaluate", "nowhere.jsonl"), 1, "nowhere.jsonl"),
        (("nonsense",), 2, "No such command 'nonsense'"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], status: int, sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = timbao(*arguments)
    assert done.returncode == status
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_rebuild_sums_up_and_names_what_it_skipped(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_text('{"id": "1", "title": "Tin"}\n{"id": 2.5}\n{"id": "3", "title": 4}\n', encoding="utf-8")
    done = timbao("rebuild", source, "--jobs", "1", index=tmp_path / "index")
    assert done.returncode == 0
    assert f"skipped {source}:2: " in done.stderr
    assert f"skipped {source}:3: the field" in done.stderr
    assert done.stdout.startswith("1 article indexed in ")
    assert "2 skipped" in done.stdout


def test_update_and_delete_tell_what_they_did(tmp_path: Path) -> None:
    index = build(tmp_path, [Article("1", "Bài một"), Article("2", "Bài hai")])
    more = write_jsonl(tmp_path / "more.jsonl", [Article("2", "Bài hai, sửa"), Article("3", "Bài ba")])
    done = timbao("update", more, index=index)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1 new, 1 changed, 0 unchanged, 0 skipped in ")
    assert f"{index} holds 3 articles, " in done.stdout
    done = timbao("delete", "3", "x", index=index)
    assert (done.returncode, done.stderr) == (0, f"There is no article 'x' in {index}.\n")
    assert done.stdout.startswith(f"1 article deleted. {index} holds 2 articles, generation ")
    done = timbao("delete", "x", index=index)
    assert done.returncode == 1
    assert "There is no article 'x'" in done.stderr
    assert "Bài hai, *sửa*" in timbao("search", "sửa", index=index).stdout


@pytest.mark.parametrize(
    ("memory", "said"),
    [
        ("much", "'much' is no amount of memory: write 500MB or 1.5GB."),
        ("10MB", "10MB is too little: indexing needs 295MB at least."),
    ],
)
def test_an_amount_of_memory_is_read_or_explained(tmp_path: Path, memory: str, said: str) -> None:
    done = timbao("rebuild", SAMPLES, "--memory", memory, index=tmp_path / "index")
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "index").exists()


def test_check_and_stats_describe_the_index(index: Path) -> None:
    served = generation.current(index)
    assert f"generation {served.id} is as it was written: 2 articles" in timbao("check", index=index).stdout
    assert "articles       2\n" in timbao("stats", index=index).stdout


def test_a_second_writer_is_told_of_the_first(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("Tin\n\nMột bài.\n", encoding="utf-8")
    with writer_lock(tmp_path / "index"):
        done = timbao("rebuild", source, index=tmp_path / "index")
    assert done.returncode == 1
    assert f"(process {os.getpid()}, since " in done.stderr


def test_analyze_shows_each_stream_with_offsets() -> None:
    printed = timbao("analyze", "Hoà bình 4/7").stdout
    assert [line for line in printed.splitlines() if line.endswith(":")] == [
        "exact:",
        "words:",
        "folded:",
        "folded_bigrams:",
    ]
    assert "     0     0-3     hòa\n" in printed
    assert "     0     0-8     hoa binh\n" in printed
    assert "     2     9-12    4/7\n" in printed


def test_evaluate_measures_a_run(index: Path, tmp_path: Path) -> None:
    queries, qrels, run = tmp_path / "q.jsonl", tmp_path / "qrels.tsv", tmp_path / "run.trec"
    queries.write_text('{"_id": "q1", "text": "hòa bình"}\n{"_id": "q2", "text": "hòa giải"}\n', encoding="utf-8")
    qrels.write_text("q1\t1\t1\nq2\t2\t1\n")
    done = timbao("evaluate", queries, qrels, "--run", run, index=index)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith("2 queries, 0 without results")
    assert lines[1].split() == ["nDCG@10", "MRR@10", "R@10"]
    assert [line[:17].strip() for line in lines[2:]] == list(VARIANTS)
    assert lines[2][17:].split() == ["1.0000", "(1.0000-1.0000)"] * 3
    assert run.read_text().startswith("q1 Q0 1 1 ")
    alone = timbao("evaluate", queries, qrels, "--variant", "no diacritics", index=index)
    assert len(alone.stdout.splitlines()) == 3
    compared = timbao("evaluate", queries, qrels, "--compare", run, run)
    assert "nDCG@10  1.0000              1.0000              +0.0000     1.0000" in compared.stdout
    assert timbao("evaluate", queries, "--compare", run, run).returncode == 2
    broken = timbao("evaluate", queries, qrels, "--compare", run, qrels)
    assert broken.returncode == 1
    assert "qrels.tsv:1: a run has six columns" in broken.stderr


@pytest.mark.skipif(not SEED.is_dir(), reason="../shared/seed is absent")
@pytest.mark.parametrize(
    "typed",
    [
        "TTĐN",
        "thong tin doi ngoai",
        "diễn biến hoà bình",
        "dien bien hoa binh",
        "Hoàng Văn Nghiệm",
        "hoang van nghiem",
        "ông Nghiệm",
        "sáng 4/7",
        '"thông tin đối ngoại" từ:2018',
        "=Nghiệm",
    ],
)
def test_the_first_report_is_found_however_it_is_typed(tmp_path_factory: pytest.TempPathFactory, typed: str) -> None:
    index = tmp_path_factory.getbasetemp() / "seed-index"
    if not index.exists():
        assert timbao("rebuild", SEED, index=index).returncode == 0
    answer = json.loads(timbao("search", typed, "--format", "json", index=index).stdout)
    (hit,) = answer["hits"]
    assert hit["title"].startswith("Ban Chỉ đạo công tác thông tin đối ngoại")
    assert (hit["date"], hit["author"], hit["source"]) == ("2018-07-04", "PHÙNG KHIÊM", "LSO")
    assert "<mark>" in hit["title_html"] + hit["snippet_html"]


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_a_typed_byte_that_is_no_text_does_no_harm(index: Path, form: str) -> None:
    done = timbao("search", "hoa từ:31/02/2018 \udcff", "--format", form, index=index)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", [("check",), ("stats",), ("search", "lũ"), ("suggest", "lũ")])
def test_of_an_index_being_built_every_command_says_so(tmp_path: Path, command: tuple[str, ...]) -> None:
    with writer_lock(tmp_path):
        done = timbao(*command, index=tmp_path)
    told = f"timbao: The index in {tmp_path} is being built; it can be used once that is done.\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", told)


def test_check_compares_the_manifest_with_what_is_there(tmp_path: Path) -> None:
    index = build(tmp_path, [Article("1", title="một"), Article("2", title="hai")])
    manifest = generation.current(index).path / generation.MANIFEST
    manifest.write_text(manifest.read_text().replace('"articles": 2', '"articles": 99'))
    done = timbao("check", index=index)
    assert done.returncode == 1
    assert "says 99 articles, but there are 2: run `timbao rollback`" in done.stderr


def test_going_back_where_there_is_no_index_makes_none(tmp_path: Path) -> None:
    done = timbao("rollback", index=tmp_path / "none")
    assert done.returncode == 1
    assert "There is no index in" in done.stderr
    assert not (tmp_path / "none").exists()


def test_more_memory_than_there_can_be_is_taken_for_all(tmp_path: Path) -> None:
    done = timbao("rebuild", SAMPLES, "--memory", "9" * 400 + "GB", "--jobs", "1", index=tmp_path / "index")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)


def test_other_searches_are_told_as_commands(tmp_path: Path) -> None:
    days = (datetime.date(2018, 7, 4), datetime.date(2019, 1, 2))
    articles = [Article(str(day), "Lũ lên nhanh", date=day, source="Báo Nhà") for day in days]
    index = build(tmp_path, articles)
    printed = timbao("search", "2018-07-04", "--source", "Báo Nhà", index=index).stdout
    assert "! 1 article with: timbao search --from 2018-07-04 --to 2018-07-04 --source 'Báo Nhà' ''" in printed
    printed = timbao("search", '"nhanh lũ" nguồn:Khác', index=index).stdout
    assert """! No article at all has: "nhanh lũ", nguồn:"Khác"\n""" in printed
    assert "! 2 articles with: timbao search 'nhanh lũ'\n" in printed
    given = ("--index", index, "--literal", "--sort", "newest")
    printed = timbao("search", '"nhanh lũ" nguồn:Khác', *given).stdout
    assert f"! 2 articles with: timbao search --index {index} --literal --sort newest 'nhanh lũ'\n" in printed


def test_raw_keystrokes_are_read_unless_told_otherwise(tmp_path: Path) -> None:
    index = build(tmp_path, [Article(str(number), title="diễn biến hòa bình") for number in range(3)])
    assert "! Read as Telex: diễn biến (--literal" in timbao("search", "dieenx bieens", index=index).stdout
    assert "0 articles" in timbao("search", "dieenx bieens", "--literal", index=index).stdout


def test_explanations_are_printed_as_json_too_and_refused_for_csv(index: Path) -> None:
    (hit,) = json.loads(timbao("search", "hòa bình", "--explain", "--format", "json", index=index).stdout)["hits"][:1]
    assert sum(hit["contributions"].values()) == pytest.approx(hit["score"], abs=1e-3)
    assert timbao("search", "hòa bình", "--explain", "--format", "csv", index=index).returncode == 2


def test_pages_go_on_where_the_one_before_ended(index: Path) -> None:
    both = json.loads(timbao("search", "hòa", "--size", "2", "--format", "json", index=index).stdout)["hits"]
    second = json.loads(timbao("search", "hòa", "--size", "1", "--page", "2", "--format", "json", index=index).stdout)
    assert [hit["id"] for hit in second["hits"]] == [both[1]["id"]]
    assert timbao("search", "hòa", "--page", "1000", index=index).returncode == 2
