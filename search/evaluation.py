"""How good the ranking is: judged queries through an engine, a TREC run file, and the usual measures.

Queries and judgements ("qrels") are read as BEIR (Thakur et al. 2021) lays them out; judgements also as TREC does.
A run file is what trec_eval and every tool like it reads. Those order a query's articles by score, not by the rank in
the file, hold scores in single precision, and put the greater id first where two are equal. So the scores of a run
always fall, from each rank to the next, by at least one step of single precision: all tools see the engine's order.
"""

import json
import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from typing import Any, TypeAlias

import numpy as np

from index.errors import TimbaoError
from search.request import MAX_RANK, Engine, Hit, SearchRequest
from search.understand import understand

Queries: TypeAlias = Mapping[str, str]  # query id -> what is typed
Qrels: TypeAlias = Mapping[str, Mapping[str, int]]  # query id -> article id -> relevance; 0 and less is not relevant
Scores: TypeAlias = Mapping[str, Mapping[str, float]]  # query id -> article id -> score
Values: TypeAlias = Mapping[str, Mapping[str, float]]  # name of a measure -> query id -> value
Run: TypeAlias = Mapping[str, Sequence[Hit]]  # query id -> hits, best first; a query without hits is absent
Progress: TypeAlias = Callable[[int, int], None]  # queries done, of how many

DEFAULT_DEPTH = 100  # hits a query: what recall is commonly reported at, and ten times what the measures here look at
RUN_TAG = "timbao"  # the last column of a run file says which system made it
CUTOFF = 10  # hits measured: a page of results
MEASURES = {"nDCG@10": "nDCG", "MRR@10": "RR", "R@10": "R"}  # the name shown -> the measure in ir_measures, at CUTOFF
INSTALL_ADVICE = "install what the measures need with: pip install 'timbao[evaluate]'"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of a set of queries.

    `judged` queries have at least one judgement, `unjudged` ones none; `without_hits` counts those that found nothing.
    `values` maps each name in MEASURES to the judged queries' values, where one without hits has 0; it is empty when no
    judgements were given. `seconds` is the time spent in the engine.
    """

    run: Run
    judged: int
    unjudged: int
    without_hits: int
    seconds: float
    values: Values = field(default_factory=dict)

    @property
    def queries(self) -> int:
        """How many queries were asked."""
        return self.judged + self.unjudged

    @property
    def means(self) -> Mapping[str, float]:
        """The mean of each measure over the judged queries."""
        return {name: fmean(values.values()) for name, values in self.values.items()}


def evaluate(engine: Engine, queries: Queries, qrels: Qrels | None = None, *, depth: int = DEFAULT_DEPTH,
             progress: Progress | None = None) -> Evaluation:  # fmt: skip
    """Ask every query for its first `depth` hits, from 1 to MAX_RANK, and measure them by the judgements, if any.

    Time is no limit, so that the figures are the same on a busy machine. Judgements of queries that are not asked are
    left aside. Raises TimbaoError, before the first query, where no query is judged or the measures' package is not
    installed.
    """
    if not 1 <= depth <= MAX_RANK:
        raise TimbaoError(f"The depth must be between 1 and {MAX_RANK}, not {depth}.")
    judgements = judged(qrels, queries) if qrels is not None else {}
    measure = _evaluator(judgements) if judgements else None
    began = time.perf_counter()
    run = _run(engine, queries, depth, progress)
    seconds = time.perf_counter() - began
    values = measure(_scores(run)) if measure else {}
    unjudged, without_hits = len(queries) - len(judgements), len(queries) - len(run)
    return Evaluation(run, len(judgements), unjudged, without_hits, seconds, values)


def measured(run: Scores, qrels: Qrels) -> Values:
    """Measure a run that any system made. Raises TimbaoError where the measures' package is not installed."""
    return _evaluator(qrels)(run)


def judged(qrels: Qrels, queries: Iterable[str]) -> Qrels:
    """Return the judgements of some queries. Raises TimbaoError where there are none."""
    judgements = {id_: qrels[id_] for id_ in queries if id_ in qrels}
    if not judgements:
        raise TimbaoError("None of the queries is judged: check that both files name the queries by the same ids.")
    return judgements


def read_queries(path: Path) -> dict[str, str]:
    """Read a BEIR `queries.jsonl`: objects with `_id` and `text`, one a line; their other fields are not looked at.

    Raises TimbaoError, naming file and line, for anything else and for an id that was there before.
    """
    queries: dict[str, str] = {}
    for place, line in _lines(path):
        record = _json_object(place, line)
        id_, text = _text(place, record, "_id"), _text(place, record, "text")
        if id_ in queries:
            raise TimbaoError(f'{place}: the query id "{id_}" was there before.')
        queries[id_] = text
    if not queries:
        raise TimbaoError(f"{path} holds no queries.")
    return queries


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Read judgements: BEIR's `query-id corpus-id score` between tabs, headed or not, or TREC's four columns.

    TREC's are the query, an unused one, the article and its relevance, between any white space. Raises TimbaoError,
    naming file and line, for anything else and for an article judged twice, differently, for one query.
    """
    qrels: dict[str, dict[str, int]] = {}
    for place, line in _lines(path):
        columns = _qrel_columns(place, line)
        if columns[2] == "score" and not qrels:
            continue  # BEIR's header
        query, article, relevance = columns[0], columns[1], _relevance(place, columns[2])
        if qrels.setdefault(query, {}).setdefault(article, relevance) != relevance:
            raise TimbaoError(f'{place}: "{article}" was judged otherwise for the query "{query}" before.')
    if not qrels:
        raise TimbaoError(f"{path} holds no judgements.")
    return qrels


def read_run(path: Path) -> dict[str, dict[str, float]]:
    """Read a TREC run file. Raises TimbaoError, naming file and line, for anything else."""
    run: dict[str, dict[str, float]] = {}
    for place, line in _lines(path):
        match line.split():
            case [query, _, article, _, score, _] if _number(score) is not None:
                run.setdefault(query, {})[article] = float(score)
            case _:
                raise TimbaoError(f"{place}: a run has six columns: query Q0 article rank score tag.")
    if not run:
        raise TimbaoError(f"{path} holds no run.")
    return run


def write_run(path: Path, run: Run, tag: str = RUN_TAG) -> None:
    """Write a TREC run file: `query Q0 article rank score tag`, ranks from 1.

    Raises TimbaoError, and writes nothing, where an id holds white space: it separates the columns, and an escaped id
    would match no judgement. The same where the file cannot be written.
    """
    lines = [
        f"{_column(query)} Q0 {_column(hit.id)} {rank} {score:.9g} {tag}\n"
        for query, hits in run.items()
        for rank, (hit, score) in enumerate(zip(hits, falling_scores(hits), strict=True), start=1)
    ]
    try:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
    except OSError as error:
        raise TimbaoError(f"The run cannot be written to {path}: {error.strerror}.") from error


def falling_scores(hits: Sequence[Hit]) -> list[float]:
    """Return the hits' scores in single precision, each lowered, where it must be, to less than the one before."""
    scores: list[float] = []
    ceiling = np.float32(math.inf)
    for hit in hits:
        ceiling = min(np.float32(hit.score), np.nextafter(ceiling, np.float32(-math.inf)))
        scores.append(float(ceiling))
    return scores


def _run(engine: Engine, queries: Queries, depth: int, progress: Progress | None) -> Run:
    run: dict[str, Sequence[Hit]] = {}
    for done, (id_, text) in enumerate(queries.items(), start=1):
        query = understand(engine, text).query
        answer = engine.search(SearchRequest(query, size=depth, budget_ms=math.inf, counts=False))
        if answer.hits:
            run[id_] = answer.hits
        if progress:
            progress(done, len(queries))
    return run


def _evaluator(qrels: Qrels) -> Callable[[Scores], Values]:
    try:
        import ir_measures  # an optional extra: only this command needs it
    except ImportError as error:
        raise TimbaoError(f"Measures cannot be computed here; {INSTALL_ADVICE}") from error
    # Not by parsing their names, which ir_measures does with a part of Python that 3.14 no longer has.
    measures = {shown: getattr(ir_measures, name) @ CUTOFF for shown, name in MEASURES.items()}
    try:
        evaluator = ir_measures.evaluator(measures.values(), qrels)
    except ValueError as error:  # one of the packages behind ir_measures is missing
        raise TimbaoError(f"Measures cannot be computed here; {INSTALL_ADVICE}") from error

    def values(run: Scores) -> Values:
        found: dict[str, dict[str, float]] = {shown: dict.fromkeys(qrels, 0.0) for shown in measures}
        names = {measure: shown for shown, measure in measures.items()}
        for one in evaluator.iter_calc({query: scores for query, scores in run.items() if query in qrels}):
            found[names[one.measure]][one.query_id] = float(one.value)
        return found

    return values


def _scores(run: Run) -> Scores:
    return {query: _scores_by_article(hits) for query, hits in run.items()}


def _scores_by_article(hits: Sequence[Hit]) -> dict[str, float]:
    return {hit.id: score for hit, score in zip(hits, falling_scores(hits), strict=True)}


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """Yield `file:line` and the text of every line that is not blank."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                place = f"{path}:{number}"
                text = _decode(place, line).strip("\r\n")
                if text and not text.isspace():
                    yield place, text
    except OSError as error:
        raise TimbaoError(f"{path} cannot be read: {error.strerror}.") from error


def _decode(place: str, line: bytes) -> str:
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TimbaoError(f"{place}: this is not UTF-8 text; convert the file to UTF-8.") from error


def _json_object(place: str, line: str) -> Mapping[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise TimbaoError(f"{place}: this is not JSON ({error}).") from error
    if not isinstance(record, dict):
        raise TimbaoError(f'{place}: a query must be a JSON object such as {{"_id": "q1", "text": "..."}}.')
    return record


def _text(place: str, record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    if not isinstance(value, str) or not value.strip():
        raise TimbaoError(f'{place}: the field "{name}" must hold text.')
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise TimbaoError(f'{place}: the field "{name}" holds half a character (an unpaired surrogate).') from error
    return value


def _qrel_columns(place: str, line: str) -> Sequence[str]:
    columns = line.split("\t")
    if len(columns) != 3:  # not BEIR's, whose ids may hold spaces
        columns = line.split()
    if len(columns) == 4:
        del columns[1]
    if len(columns) != 3:
        raise TimbaoError(
            f"{place}: a judgement must be query, article and score between tabs, or TREC's four columns."
        )
    return columns


def _relevance(place: str, score: str) -> int:
    try:
        return int(score)
    except ValueError as error:
        raise TimbaoError(f'{place}: the score must be a whole number, not "{score}".') from error


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _column(id_: str) -> str:
    if len(id_.split()) != 1 or id_ != id_.strip():
        raise TimbaoError(f'The id "{id_}" holds white space, which a TREC run file cannot; the file was not written.')
    return id_
