"""Evaluation: measures against values worked out by hand, the file formats, and what a run tells other tools."""

import math
import sys
from itertools import pairwise
from pathlib import Path

import ir_measures
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article import Article
from index.errors import TimbaoError
from search.evaluation import evaluate, falling_scores, measured, read_qrels, read_queries, read_run, write_run
from search.keystrokes import Keystrokes
from search.query import Query
from search.request import MAX_RANK, Answer, Expansion, Hit, Respelling, SearchRequest, Stats, Suggestion, Timeline

RELEVANCE = Path(__file__).parents[3] / "shared" / "data" / "relevance"

ARTICLES = {
    "cau": "khánh thành cầu Kỳ Cùng",
    "cau-cu": "cầu Kỳ Cùng cũ",
    "song": "nước sông Kỳ Cùng dâng cao",
    "mua": "mưa lớn ở Tràng Định",
}
QUERIES = {"q1": "cầu Kỳ Cùng", "q2": "mưa lớn", "q3": "bóng đá"}


class OverlapEngine:
    """Ranks articles by how many syllables of the query they hold as typed; ties by id. Remembers what was asked."""

    def __init__(self, articles: dict[str, str]) -> None:
        self.articles = articles
        self.asked: list[SearchRequest] = []

    def pinned(self) -> "OverlapEngine":
        return self

    def search(self, request: SearchRequest) -> Answer:
        self.asked.append(request)
        wanted = {syllable for unit in request.query.sought_units() for syllable in unit.exact}
        scores = {id_: len(wanted & set(text.lower().split())) for id_, text in self.articles.items()}
        found = sorted((id_ for id_, score in scores.items() if score), key=lambda id_: (-scores[id_], id_))
        hits = tuple(Hit(id_, float(scores[id_])) for id_ in found[: request.size])
        return Answer(hits=hits, total=len(found), listed=len(found), strict_total=len(found), relaxed=False,
                      partial=False, facets={}, timeline=Timeline(), weights={})  # fmt: skip

    def article(self, article_id: str) -> Article | None:
        return Article(article_id, body=self.articles[article_id]) if article_id in self.articles else None

    def keystrokes(self, typed: str) -> Keystrokes | None:
        return None

    def expand(self, query: Query) -> tuple[Query, tuple[Expansion, ...]]:
        return query, ()

    def respell(self, query: Query) -> Respelling | None:
        return None

    def suggest(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        return ()

    def similar(self, article_id: str, limit: int) -> tuple[Hit, ...]:
        return ()

    def reprints(self, article_id: str) -> tuple[str, ...]:
        return ()

    def stats(self) -> Stats:
        return Stats("overlap", "1", 1, "2020-01-01T00:00:00+00:00", len(self.articles), 0, None, None, 0, 0, 0)


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


# --- Measures ----------------------------------------------------------------------------------------------------


def test_means_are_those_worked_out_by_hand() -> None:
    # q1 finds cau and cau-cu (3 syllables each, by id), then song (2). q2 finds mua alone. q3 finds nothing.
    qrels = {"q1": {"cau-cu": 1, "song": 1, "elsewhere": 1}, "q2": {"mua": 1}, "q3": {"cau": 1}}
    evaluation = evaluate(OverlapEngine(ARTICLES), QUERIES, qrels)
    gained = 1 / math.log2(3) + 1 / math.log2(4)
    ideal = 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert evaluation.means == pytest.approx(
        {"nDCG@10": (gained / ideal + 1) / 3, "MRR@10": (1 / 2 + 1) / 3, "R@10": (2 / 3 + 1) / 3}
    )
    assert (evaluation.queries, evaluation.judged, evaluation.unjudged, evaluation.without_hits) == (3, 3, 0, 1)
    assert list(evaluation.run) == ["q1", "q2"]
    assert evaluation.values["MRR@10"] == {"q1": 0.5, "q2": 1.0, "q3": 0.0}


def test_graded_relevance_counts_in_ndcg() -> None:
    qrels = {"q1": {"cau": 1, "cau-cu": 3}}
    evaluation = evaluate(OverlapEngine(ARTICLES), {"q1": QUERIES["q1"]}, qrels)
    assert evaluation.means["nDCG@10"] == pytest.approx((1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3)))


def test_only_the_first_ten_count() -> None:
    articles = {f"a{number:02}": "cầu" for number in range(12)}
    qrels = {"q": {"a09": 1, "a10": 1}}
    evaluation = evaluate(OverlapEngine(articles), {"q": "cầu"}, qrels)
    assert evaluation.means["MRR@10"] == pytest.approx(1 / 10)
    assert evaluation.means["R@10"] == pytest.approx(1 / 2)
    assert len(evaluation.run["q"]) == 12


def test_unjudged_queries_are_counted_but_not_measured() -> None:
    evaluation = evaluate(OverlapEngine(ARTICLES), QUERIES, {"q2": {"mua": 1}})
    assert (evaluation.judged, evaluation.unjudged) == (1, 2)
    assert evaluation.means == pytest.approx({"nDCG@10": 1, "MRR@10": 1, "R@10": 1})


def test_judgements_of_queries_not_asked_are_left_aside() -> None:
    qrels = {"q2": {"mua": 1}, "asked in another file": {"cau": 1}}
    assert evaluate(OverlapEngine(ARTICLES), QUERIES, qrels).means["nDCG@10"] == pytest.approx(1)


def test_without_judgements_there_is_a_run_and_no_means() -> None:
    evaluation = evaluate(OverlapEngine(ARTICLES), QUERIES)
    assert evaluation.means == {}
    assert (evaluation.judged, evaluation.unjudged) == (0, 3)
    assert [hit.id for hit in evaluation.run["q1"]] == ["cau", "cau-cu", "song"]


def test_files_that_do_not_belong_together_are_refused_before_the_first_query() -> None:
    engine = OverlapEngine(ARTICLES)
    with pytest.raises(TimbaoError, match="None of the queries is judged"):
        evaluate(engine, QUERIES, {"other": {"cau": 1}})
    assert engine.asked == []


def test_without_the_extra_package_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)  # as if it were not installed
    engine = OverlapEngine(ARTICLES)
    with pytest.raises(TimbaoError, match=r"pip install 'timbao\[evaluate\]'"):
        evaluate(engine, QUERIES, {"q2": {"mua": 1}})
    assert engine.asked == []


# --- What is asked -----------------------------------------------------------------------------------------------


def test_depth_and_unlimited_time_are_asked_for() -> None:
    engine = OverlapEngine(ARTICLES)
    evaluation = evaluate(engine, {"q1": QUERIES["q1"]}, depth=2)
    assert [(request.size, request.page, request.budget_ms) for request in engine.asked] == [(2, 1, math.inf)]
    assert len(evaluation.run["q1"]) == 2


@pytest.mark.parametrize("depth", [0, MAX_RANK + 1])
def test_a_depth_out_of_bounds_is_refused(depth: int) -> None:
    with pytest.raises(TimbaoError, match="between 1 and 1000"):
        evaluate(OverlapEngine(ARTICLES), QUERIES, depth=depth)


def test_progress_counts_the_queries() -> None:
    seen: list[tuple[int, int]] = []
    evaluate(OverlapEngine(ARTICLES), QUERIES, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


# --- Queries -----------------------------------------------------------------------------------------------------


def test_queries_are_read_with_their_other_fields_passed_over(tmp_path: Path) -> None:
    text = '\ufeff{"_id": "q1", "text": "cầu", "metadata": {"x": 1}}\r\n\n{"_id": "q2", "text": "mưa"}'
    assert read_queries(written(tmp_path, "queries.jsonl", text)) == {"q1": "cầu", "q2": "mưa"}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('{"_id": "q2", "text"', "not JSON"),
        pytest.param("[" * 100_000, "not JSON", id="nested too deep"),
        ('["q2", "mưa"]', "must be a JSON object"),
        ('{"text": "mưa"}', '"_id" must hold text'),
        ('{"_id": 2, "text": "mưa"}', '"_id" must hold text'),
        ('{"_id": "q2", "text": " "}', '"text" must hold text'),
        ('{"_id": "q2", "text": "m\\ud800a"}', "half a character"),
        ('{"_id": "q1", "text": "mưa"}', '"q1" was there before'),
        (b"\xff\xfe", "not UTF-8"),
    ],
)
def test_a_broken_line_of_queries_is_named(tmp_path: Path, line: str | bytes, fault: str) -> None:
    line = line if isinstance(line, bytes) else line.encode()
    path = written(tmp_path, "queries.jsonl", b'{"_id": "q1", "text": "a"}\n\n' + line + b"\n")
    with pytest.raises(TimbaoError, match=rf"queries\.jsonl:3: .*{fault}"):
        read_queries(path)


def test_an_empty_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    empty = written(tmp_path, "empty", "\n")
    with pytest.raises(TimbaoError, match="holds no queries"):
        read_queries(empty)
    with pytest.raises(TimbaoError, match="holds no judgements"):
        read_qrels(empty)
    with pytest.raises(TimbaoError, match="cannot be read: No such file"):
        read_queries(tmp_path / "missing.jsonl")


# --- Judgements --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "query-id\tcorpus-id\tscore\nq1\ta\t1\nq1\tb\t0\nq2\ta\t2\n",
        "q1\ta\t1\r\nq1\tb\t0\r\n\r\nq2\ta\t2",
        "q1 0 a 1\nq1 0 b 0\nq2 Q0 a 2\n",
        "q1\t0\ta\t1\nq1\t0\tb\t0\nq2\t0\ta\t2\nq2\t0\ta\t2\n",
    ],
    ids=["BEIR", "BEIR without header", "TREC", "TREC with tabs and a repeated line"],
)
def test_both_formats_of_judgements_are_read(tmp_path: Path, text: str) -> None:
    assert read_qrels(written(tmp_path, "qrels.tsv", text)) == {"q1": {"a": 1, "b": 0}, "q2": {"a": 2}}


def test_ids_with_spaces_are_read_between_tabs(tmp_path: Path) -> None:
    assert read_qrels(written(tmp_path, "qrels.tsv", "q 1\tbài báo a\t1\n")) == {"q 1": {"bài báo a": 1}}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("q1 a", "between tabs, or TREC's four columns"),
        ("q1 0 a 1 more", "between tabs, or TREC's four columns"),
        ("q1\tb\thigh", 'must be a whole number, not "high"'),
        ("query-id\tcorpus-id\tscore", 'must be a whole number, not "score"'),
        ("q1\ta\t2", '"a" was judged otherwise for the query "q1" before'),
    ],
)
def test_a_broken_judgement_is_named(tmp_path: Path, line: str, fault: str) -> None:
    path = written(tmp_path, "qrels.tsv", f"q1\ta\t1\n{line}\n")
    with pytest.raises(TimbaoError, match=rf"qrels\.tsv:2: .*{fault}"):
        read_qrels(path)


@pytest.mark.skipif(not RELEVANCE.exists(), reason="../shared/data is not here")
@pytest.mark.parametrize(("folder", "count"), [("mds_clusters", 199), ("known_item_2017", 3000)])
def test_real_collections_are_read_whole(folder: str, count: int) -> None:
    queries = read_queries(RELEVANCE / folder / "queries.jsonl")
    qrels = read_qrels(RELEVANCE / folder / "qrels.tsv")
    assert len(queries) == count
    assert queries.keys() == qrels.keys()


# --- Run files ---------------------------------------------------------------------------------------------------


def test_a_run_file_has_the_six_columns_of_trec(tmp_path: Path) -> None:
    write_run(tmp_path / "out.trec", {"q1": [Hit("cầu", 2.5), Hit("b", 1.0)], "q2": [Hit("b", 0.0)]})
    lines = (tmp_path / "out.trec").read_text(encoding="utf-8").splitlines()
    assert lines == ["q1 Q0 cầu 1 2.5 timbao", "q1 Q0 b 2 1 timbao", "q2 Q0 b 1 0 timbao"]


def test_measuring_the_run_file_gives_the_same_figures(tmp_path: Path) -> None:
    # All score alike, and trec_eval puts the greater id first: by bare scores the relevant a00 would come last.
    engine = OverlapEngine({f"a{number:02}": "cầu" for number in range(12)})
    qrels = {"q": {"a00": 1, "a03": 1}}
    evaluation = evaluate(engine, {"q": "cầu"}, qrels)
    write_run(tmp_path / "out.trec", evaluation.run)
    measures = {"nDCG@10": ir_measures.nDCG @ 10, "MRR@10": ir_measures.RR @ 10, "R@10": ir_measures.R @ 10}
    run = list(ir_measures.read_trec_run(str(tmp_path / "out.trec")))  # type: ignore[no-untyped-call]
    read = ir_measures.calc_aggregate(measures.values(), qrels, run)
    assert {name: read[measure] for name, measure in measures.items()} == evaluation.means
    assert evaluation.means["MRR@10"] == 1


def test_a_run_file_is_read_as_it_was_written_and_measures_the_same(tmp_path: Path) -> None:
    qrels = {"q1": {"cau-cu": 1, "song": 1}, "q2": {"mua": 1}, "q3": {"cau": 1}}
    evaluation = evaluate(OverlapEngine(ARTICLES), QUERIES, qrels)
    write_run(tmp_path / "out.trec", evaluation.run)
    assert measured(read_run(tmp_path / "out.trec"), qrels) == evaluation.values


@pytest.mark.parametrize("line", ["q1 Q0 a 1 2.5", "q1 Q0 a 1 high tag", "q1 Q0 a 1 2.5 tag more"])
def test_a_broken_line_of_a_run_is_named(tmp_path: Path, line: str) -> None:
    path = written(tmp_path, "out.trec", f"q1 Q0 b 1 3 tag\n{line}\n")
    with pytest.raises(TimbaoError, match=r"out\.trec:2: a run has six columns"):
        read_run(path)


@given(st.lists(st.floats(allow_nan=False, min_value=-1e6, max_value=1e6)).map(lambda s: sorted(s, reverse=True)))
def test_scores_fall_in_single_precision_and_stay_where_they_did(scores: list[float]) -> None:
    fallen = falling_scores([Hit(str(rank), score) for rank, score in enumerate(scores)])
    held = [float(np.float32(f"{score:.9g}")) for score in fallen]  # as trec_eval reads the file
    assert held == fallen
    assert all(later < earlier for earlier, later in pairwise(held))


def test_distinct_scores_are_written_as_they_are() -> None:
    assert falling_scores([Hit("a", 7.25), Hit("b", 7.0), Hit("c", 0.5)]) == [7.25, 7.0, 0.5]


@pytest.mark.parametrize("id_", ["bài báo", "a\u00a0b", " a", "a\n"])
def test_an_id_with_white_space_is_refused_and_nothing_written(tmp_path: Path, id_: str) -> None:
    with pytest.raises(TimbaoError, match="holds white space"):
        write_run(tmp_path / "out.trec", {"q1": [Hit(id_, 1.0)]})
    with pytest.raises(TimbaoError, match="holds white space"):
        write_run(tmp_path / "out.trec", {id_: [Hit("a", 1.0)]})
    assert not (tmp_path / "out.trec").exists()


def test_a_run_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(TimbaoError, match=r"cannot be written to .*: No such file"):
        write_run(tmp_path / "missing" / "out.trec", {"q1": [Hit("a", 1.0)]})
