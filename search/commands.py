"""The commands that read an index."""

import datetime
import html
import json
import re
import shlex
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any

import click
from click.core import ParameterSource
from tqdm import tqdm

from index.options import counted, index_option
from search import evaluation, results
from search.choices import Choice
from search.compile import strict_share
from search.dates import parse_period
from search.export import COLUMNS, csv_cells, csv_line
from search.query import AllOf, AnyOf, Clause, Dated, HasValue, InTitle, Not, Phrase, Words
from search.request import (
    DEFAULT_SIZE,
    DEFAULT_SUGGESTIONS,
    FACET_FIELDS,
    MAX_RANK,
    MAX_SIZE,
    MAX_SUGGESTIONS,
    SORTS,
    Filters,
    Sort,
)
from search.results import Result, Results
from search.results_json import to_json
from search.significance import interval, paired_p
from search.variants import VARIANTS
from search.whoosh_engine import WhooshEngine

CSV_COLUMNS = ("rank", *COLUMNS, "score")

_TAG = re.compile(r"</?mark>")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class Day(click.ParamType[datetime.date]):
    """A day on the command line: the first of the month or year where only that is given, or the last."""

    name = "date"

    def __init__(self, *, last: bool) -> None:
        """Choose the last day of a month or year instead of the first."""
        self.last = last

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        """Read dd/mm/yyyy, yyyy-mm-dd, mm/yyyy or yyyy, or say what was expected."""
        period = parse_period(str(value))
        if period is None:
            self.fail(f"{value!r} is not a date; write 04/07/2018, 2018-07-04, 7/2018 or 2018.", param, ctx)
        return period[self.last]


@click.command()
@click.argument("query")
@index_option
@click.option("--explain", is_flag=True, help="Show how the query was understood and what each score is made of.")
@click.option(
    "--literal", is_flag=True, help="Search QUERY to the letter: no keystrokes, no abbreviations, nothing mended."
)
@click.option("--from", "date_from", type=Day(last=False), help="Only articles of this date or later.")
@click.option("--to", "date_to", type=Day(last=True), help="Only articles of this date or earlier.")
@click.option("--source", multiple=True, help="Only articles of this source; may be given several times.")
@click.option("--category", multiple=True, help="Only articles of this section; may be given several times.")
@click.option("--author", multiple=True, help="Only articles of this author; may be given several times.")
@click.option(
    "--year",
    type=click.IntRange(1000, 9999),
    multiple=True,
    help="Only articles of this year; may be given several times.",
)
@click.option("--sort", type=click.Choice(SORTS), default="relevance", show_default=True)
@click.option("--page", type=click.IntRange(1, MAX_RANK), default=1, show_default=True, help="Which so many articles.")
@click.option(
    "--size", type=click.IntRange(1, MAX_SIZE), default=DEFAULT_SIZE, show_default=True, help="Articles to show."
)
@click.option("--format", "form", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
def search(query: str, index: Path, explain: bool, literal: bool, date_from: datetime.date | None,
           date_to: datetime.date | None, source: tuple[str, ...], category: tuple[str, ...], author: tuple[str, ...],
           year: tuple[int, ...], sort: Sort, page: int, size: int, form: str) -> None:  # fmt: skip
    """Search the index for QUERY and print the best articles."""
    if explain and form == "csv":
        raise click.UsageError("--explain has no place in CSV; use --format text or json.")
    if page * size > MAX_RANK:
        raise click.UsageError(f"Results go to rank {MAX_RANK:,}; narrow the search down instead.")
    if date_from and date_to and date_from > date_to:
        raise click.UsageError("--from is later than --to; swap them.")
    filters = Filters(date_from, date_to, source, category, author, tuple(map(str, year)))
    found = results.find(WhooshEngine(index), query, filters, sort=sort, page=page, size=size, explain=explain,
                         literal=literal)  # fmt: skip
    if form == "json":
        click.echo(json.dumps(to_json(found), ensure_ascii=False, indent=2, default=asdict))
    elif form == "csv":
        click.echo(_csv(found), nl=False)
    else:
        named = click.get_current_context().get_parameter_source("index") == ParameterSource.COMMANDLINE
        kept = [*(["--index", str(index)] if named else []), *(["--literal"] if literal else []),
                *(["--sort", sort] if sort != "relevance" else [])]  # fmt: skip
        _print_text(found, explain, kept)


@click.command()
@click.argument("text")
@index_option
@click.option("--limit", type=click.IntRange(1, MAX_SUGGESTIONS), default=DEFAULT_SUGGESTIONS, show_default=True,
              help="Completions to print.")  # fmt: skip
def suggest(text: str, index: Path, limit: int) -> None:
    """Print what TEXT may be completed to, one a line."""
    for suggestion in WhooshEngine(index).suggest(text, limit):
        click.echo(_CONTROL.sub(" ", suggestion.text))


@click.command()
@click.argument("queries", type=click.Path(path_type=Path))
@click.argument("qrels", required=False, type=click.Path(path_type=Path))
@index_option
@click.option("--run", type=click.Path(dir_okay=False, path_type=Path),
              help="Write the results of the first variant as a TREC run file.")  # fmt: skip
@click.option("--depth", type=click.IntRange(1, MAX_RANK), default=evaluation.DEFAULT_DEPTH, show_default=True,
              help="Articles to find for each query.")  # fmt: skip
@click.option("--variant", "variants", multiple=True, type=click.Choice(list(VARIANTS)),
              help="A way to type the queries; may be given several times.  [default: all, with QRELS]")  # fmt: skip
@click.option("--compare", nargs=2, type=click.Path(path_type=Path), metavar="RUN RUN",
              help="Compare two TREC run files instead of searching.")  # fmt: skip
def evaluate(queries: Path, qrels: Path | None, index: Path, run: Path | None, depth: int,
             variants: tuple[str, ...], compare: tuple[Path, Path] | None) -> None:  # fmt: skip
    """Search for every query of QUERIES and measure the results by QRELS.

    QUERIES is JSON Lines with `_id` and `text`; QRELS is a BEIR or TREC file of judgements. Each query is also typed
    as people do: without some or all diacritics, in another spelling, as keystrokes, with an error and more.
    """
    asked = evaluation.read_queries(queries)
    judgements = evaluation.read_qrels(qrels) if qrels else None
    if compare:
        if judgements is None:
            raise click.UsageError("--compare needs QRELS.")
        _print_comparison(compare, evaluation.judged(judgements, asked))
        return
    engine = WhooshEngine(index)
    chosen = variants or (tuple(VARIANTS) if judgements else ("as typed",))
    for number, name in enumerate(chosen):
        typed = {id_: VARIANTS[name](text) for id_, text in asked.items()}
        with tqdm(total=len(asked), unit="query", desc=name, disable=None, leave=False) as bar:
            done = evaluation.evaluate(engine, typed, judgements, depth=depth, progress=partial(_advance, bar))
        if not number:
            if run:
                evaluation.write_run(run, done.run)
            click.echo(f"{done.queries:,} queries, {done.without_hits:,} without results, {done.seconds:.1f} s")
            if done.means:
                click.echo("".join([f"{'':<17}", *(f"{measure:<24}" for measure in done.means)]).rstrip())
        if done.means:
            figures = [_with_interval(list(values.values())) for values in done.values.values()]
            click.echo("".join([f"{name:<17}", *figures]).rstrip())


def _advance(bar: "tqdm[Any]", done: int, _: int) -> None:
    bar.update(done - bar.n)


def _with_interval(values: Sequence[float]) -> str:
    """Write a mean and the bounds that it lies between."""
    low, high = interval(values)
    return f"{fmean(values):<7.4f}{f'({low:.4f}-{high:.4f})':<17}"


def _print_comparison(runs: tuple[Path, Path], judgements: evaluation.Qrels) -> None:
    """Print how two runs differ in each measure: means, their difference, how likely one so great is by chance."""
    one, other = (evaluation.measured(evaluation.read_run(path), judgements) for path in runs)
    click.echo(f"{len(judgements):,} judged queries")
    click.echo(f"{'':<9}{runs[0].name:<20}{runs[1].name:<20}{'difference':<12}p")
    for measure, values in one.items():
        first, second = list(values.values()), [other[measure][query] for query in values]
        means = fmean(first), fmean(second)
        click.echo(f"{measure:<9}{means[0]:<20.4f}{means[1]:<20.4f}{means[1] - means[0]:<+12.4f}"
                   f"{paired_p(first, second):.4f}")  # fmt: skip


@click.command()
@index_option
def stats(index: Path) -> None:
    """Print what the index holds."""
    held = WhooshEngine(index).stats()
    span = f"{held.first_date:%d/%m/%Y} to {held.last_date:%d/%m/%Y}" if held.first_date and held.last_date else "none"
    lines = (
        ("generation", held.generation),
        ("built", held.built_at),
        ("articles", f"{held.articles:,}"),
        ("with a date", f"{held.dated:,}"),
        ("dates", span),
        ("reprints", f"{held.reprints:,} in {held.reprint_groups:,} groups"),
        ("bytes on disk", f"{held.bytes:,}"),
    )
    for name, value in lines:
        click.echo(f"{name:<14} {value}")


def _csv(found: Results) -> str:
    rows = ([str(one.rank), *csv_cells(one.article), f"{one.score:.4f}"] for one in found.results)
    return "".join(map(csv_line, [CSV_COLUMNS, *rows]))


def _print_text(found: Results, explain: bool, kept: Sequence[str]) -> None:
    """Print the results; `kept` are the arguments of another search that are those of this one."""
    _print_understood(found)
    if explain:
        click.echo(_explain_query(found))
    if found.relaxed:
        click.echo(f"! {counted(found.strict_total)} with the words required; others with fewer of them are added.")
    if found.partial:
        click.echo("! Time ran out before all was ranked; the order may be wrong.")
    _print_choices(found, kept)
    if found.respelling:
        click.echo(f"! Did you mean: {found.respelling.text}")
    if (mended := found.understood.mended) and found.total:
        click.echo(f"! No article has “{mended.typed}”; those with “{mended.written}” come first (not with --literal).")
    grouped = f", reprints grouped to {found.listed:,}" if found.listed < found.total else ""
    click.echo(f"{counted(found.total)}{grouped} in {found.took_ms:.0f} ms")
    for result in found.results:
        click.echo("\n" + _entry(result))


def _print_choices(found: Results, kept: Sequence[str]) -> None:
    if found.missing:
        click.echo(f"! No article at all has: {', '.join(found.missing)}")
    for choice in found.choices:
        click.echo(f"! {counted(choice.total)} with: timbao search {shlex.join([*kept, *_arguments(choice)])}")


def _arguments(choice: Choice) -> Iterator[str]:
    """Yield the arguments of another search."""
    filters = choice.filters
    yield from ["--from", filters.date_from.isoformat()] if filters.date_from else []
    yield from ["--to", filters.date_to.isoformat()] if filters.date_to else []
    for field in FACET_FIELDS:
        for value in getattr(filters, field):
            yield from [f"--{field}", value]
    yield from ["--", choice.q] if choice.q.startswith("-") else [choice.q]


def _print_understood(found: Results) -> None:
    if keystrokes := found.understood.keystrokes:
        click.echo(f"! Read as {keystrokes.method}: {keystrokes.text} (--literal searches as typed)")
    for one in found.understood.expansions:
        click.echo(f"! {one.abbreviation.upper()} and “{one.text}” find each other (not with --literal)")
    for problem in found.problems:
        click.echo(f"! {problem.english}")
    for unknown in found.unknown:
        click.echo(f"! No article has the {unknown.field} “{unknown.value}”.")


def _explain_query(found: Results) -> str:
    clauses = "\n".join(f"  {_described(clause)}" for clause in found.query.clauses) or "  (nothing)"
    return f"understood as:\n{clauses}\nrequired: {_requirement(found.query.words)}"


def _described(clause: Clause) -> str:
    match clause:
        case Words():
            return "words: " + ", ".join(unit.written for unit in clause.units)
        case Phrase():
            exactly = "exactly " if clause.exact else ""
            return f'{exactly}"{" ".join(unit.written for unit in clause.units)}"'
        case InTitle():
            return f"title has {_described(clause.node)}"
        case HasValue():
            return f'{clause.field} contains "{clause.text}"'
        case Dated():
            return f"date from {clause.start or 'any'} to {clause.end or 'any'}"
        case Not():
            return f"not {_described(clause.node)}"
        case AllOf():
            return "(" + " and ".join(map(_described, clause.nodes)) + ")"
        case AnyOf():
            return "(" + " or ".join(map(_described, clause.nodes)) + ")"


def _requirement(words: Words | None) -> str:
    if words is None:
        return "every clause"
    share = strict_share(words)
    return "every clause, and " + (
        f"words that hold {share:.0%} of the weight (rare words weigh more)" if share < 1 else "all of the words"
    )


def _entry(result: Result) -> str:
    article = result.article
    date = article.date.strftime("%d/%m/%Y") if article.date else None
    about = " · ".join(part for part in (article.source, date, article.category, article.author) if part)
    width = min(shutil.get_terminal_size().columns, 100)
    snippet = textwrap.fill(_plain(result.snippet_html), width, initial_indent="    ", subsequent_indent="    ")
    lines = [
        f"{result.rank:>3} {_plain(result.title_html)}",
        f"    {about}" if about else "",
        f"    {article.id}",
        snippet,
    ]
    lines += [f"    also: {other.id}" for other in result.reprints]
    more = result.reprint_count - len(result.reprints)
    lines += [f"    also: {more:,} more"] if more else []
    lines += [f"    {part:8.3f}  {name}" for name, part in result.contributions.items()]
    return "\n".join(line for line in lines if line.strip())


def _plain(marked: str) -> str:
    """Return marked HTML as text: marks as bold on a terminal, as *stars* elsewhere; nothing that moves a cursor."""
    start, end = ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() else ("*", "*")
    pieces = [_CONTROL.sub(" ", html.unescape(piece)) for piece in _TAG.split(marked)]
    inside = [f"{start}{piece}{end}" if number % 2 else piece for number, piece in enumerate(pieces)]
    return "".join(inside)
