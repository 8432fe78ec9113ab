"""How good the ranking is beside that of what one would use instead: the same articles and the same judged queries.

    python -m tests.bench.quality CORPUS... QUERIES.jsonl QRELS.tsv [--peer NAME] [--variant NAME] [--json OUT]

CORPUS is what `timbao rebuild` takes; queries and judgements are what `timbao evaluate` takes. Everyone indexes the
articles in a temporary folder: Tìm Báo by its own rebuild, and it answers as in `timbao evaluate`; the others, each
with an analysis of its own, are those of `tests.bench.rankers`. A figure is a mean over the judged queries, with the
bounds that it lies between (95 %), and p, how likely so great a difference from Tìm Báo is by chance.

Where queries are the headlines of the articles sought, `--bodies-only` keeps headlines and leads out of the indexes.
"""

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean
from typing import TypeAlias

import click

from index.analysed import searchable_texts
from index.article_json import article_from_json
from index.errors import TimbaoError
from index.rebuild import rebuild
from search import evaluation
from search.evaluation import CUTOFF, MEASURES, Qrels, Queries, Values
from search.significance import interval, paired_p
from search.variants import VARIANTS
from search.whoosh_engine import WhooshEngine
from tests.bench import corpus
from tests.bench.rankers import Document, Ranker, installed
from tests.bench.table import header, laid_out, write_json

OURS = "Tìm Báo"
USUAL = ("as typed", "no diacritics")
RANKERS, MISSING = installed()
PACKAGES = ("numpy", "Whoosh", "pyvi")

Asked: TypeAlias = Callable[[Queries], Values]  # asks a system all queries, and measures what it answers


@dataclass(frozen=True, slots=True)
class Figure:
    """The mean of a measure and its bounds; of all but ours, how much more it is than ours, and p for that."""

    queries: str
    system: str
    measure: str
    mean: float
    low: float
    high: float
    difference: float | None
    p: float | None


@click.command()
@click.argument("sources", metavar="CORPUS...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.argument("queries", type=click.Path(path_type=Path))
@click.argument("qrels", type=click.Path(path_type=Path))
@click.option("--bodies-only", is_flag=True, help="Leave headlines and leads out of the articles.")
@click.option("--only", "prefix", default="", metavar="PREFIX", help="Ask the queries whose ids begin so alone.")
@click.option("--peer", "peers", multiple=True, type=click.Choice(list(RANKERS)), default=list(RANKERS),
              help="Only this peer; may be given several times.")  # fmt: skip
@click.option("--variant", "variants", multiple=True, type=click.Choice(list(VARIANTS)), default=USUAL,
              show_default=True, help="A way to type the queries; may be given several times.")  # fmt: skip
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="Write the table as JSON here as well.")
def main(sources: tuple[Path, ...], queries: Path, qrels: Path, bodies_only: bool, prefix: str, peers: tuple[str, ...],
         variants: tuple[str, ...], json_path: Path | None) -> None:  # fmt: skip
    """Measure the ranking of Tìm Báo, SQLite FTS5, Whoosh with pyvi, and tantivy, and print one table."""
    rankers = {name: RANKERS[name] for name in peers}
    try:
        asked = {id_: text for id_, text in evaluation.read_queries(queries).items() if id_.startswith(prefix)}
        judgements = evaluation.judged(evaluation.read_qrels(qrels), asked)
        with tempfile.TemporaryDirectory(prefix="timbao-quality-") as folder:
            articles = corpus.of_archive(sources, Path(folder) / "articles.jsonl", bodies_only=bodies_only)
            typed = {name: {id_: VARIANTS[name](asked[id_]) for id_ in judgements} for name in variants}
            values = answered(articles, rankers, typed, judgements, Path(folder))
    except TimbaoError as error:
        raise click.ClickException(str(error)) from error
    packages = [*PACKAGES, *(["tantivy"] if "tantivy" not in MISSING else [])]
    head = {**header(articles.description, articles.text_bytes, packages),
            "queries": f"{len(judgements):,} judged ones of {queries.name}",
            **{name: ranker.described() for name, ranker in rankers.items()},
            **{f"without {name}": "not installed; make bench installs it" for name in MISSING}}  # fmt: skip
    figures = compared(values)
    click.echo(laid_out(head, ("queries", "system", *MEASURES), _lines(figures)))
    if json_path:
        write_json(json_path, head, list(map(asdict, figures)))


def answered(articles: corpus.Corpus, rankers: Mapping[str, type[Ranker]], typed: Mapping[str, Queries], qrels: Qrels,
             folder: Path) -> Mapping[str, Mapping[str, Values]]:  # fmt: skip
    """Have everyone index the articles and answer the queries, one after another; by system, then by variant.

    `folder` takes the indexes.
    """
    click.echo(f"Asking {OURS} ...", err=True)
    values = {OURS: _each(typed, _ours(articles.path, folder / "timbao", qrels))}
    for name, ranker in rankers.items():
        click.echo(f"Asking {name} ...", err=True)
        (folder / name).mkdir()
        values[name] = _each(typed, _theirs(ranker(_documents(articles.path), folder / name), qrels))
    return values


def compared(values: Mapping[str, Mapping[str, Values]]) -> list[Figure]:
    """Return all figures: variant by variant, ours first."""
    return [
        _figure(variant, system, measure, values)
        for variant in values[OURS]
        for system in values
        for measure in MEASURES
    ]


def _each(typed: Mapping[str, Queries], asked: Asked) -> dict[str, Values]:
    return {name: asked(queries) for name, queries in typed.items()}


def _ours(articles: Path, index: Path, qrels: Qrels) -> Asked:
    rebuild([articles], index)
    engine = WhooshEngine(index)
    return lambda queries: evaluation.evaluate(engine, queries, qrels).values


def _theirs(ranker: Ranker, qrels: Qrels) -> Asked:
    def asked(queries: Queries) -> Values:
        found = {id_: ranker.search(text, CUTOFF) for id_, text in queries.items()}
        return evaluation.measured({id_: _by_rank(articles) for id_, articles in found.items()}, qrels)

    return asked


def _by_rank(articles: Sequence[str]) -> dict[str, float]:
    """Give articles scores that fall with their rank, so that no tie is ordered anew."""
    return {article: -float(rank) for rank, article in enumerate(articles)}


def _documents(path: Path) -> Iterator[Document]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            article = article_from_json(json.loads(line))
            title, summary, body = searchable_texts(article)
            yield Document(article.id, title, f"{summary}\n\n{body}")


def _figure(variant: str, system: str, measure: str, values: Mapping[str, Mapping[str, Values]]) -> Figure:
    ours = values[OURS][variant][measure]
    one = [values[system][variant][measure][query] for query in ours]
    low, high = interval(one)
    mean, other = fmean(one), list(ours.values())
    against = (None, None) if system == OURS else (mean - fmean(other), paired_p(other, one))
    return Figure(variant, system, measure, mean, low, high, *against)


def _lines(figures: Sequence[Figure]) -> list[list[str]]:
    rows = [figures[start : start + len(MEASURES)] for start in range(0, len(figures), len(MEASURES))]
    return [[row[0].queries, row[0].system, *map(_cell, row)] for row in rows]


def _cell(figure: Figure) -> str:
    cell = f"{figure.mean:.4f} ({figure.low:.4f}-{figure.high:.4f})"
    return cell if figure.p is None else f"{cell} p {figure.p:.4f}"


if __name__ == "__main__":
    main()
