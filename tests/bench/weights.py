"""What each weight of the ranking is worth: judged queries, and two halves of them, with other values in its place.

    python -m tests.bench.weights INDEX QUERIES.jsonl QRELS.tsv [--measure NAME] [--weight NAME] [--only PREFIX]

The halves are the queries at even and at odd places in the order of their ids: a value that is best in one alone fits
these queries, not the language. Weights that the index is made with (of headline, lead and body) are not among these.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from types import ModuleType

import click

from index.text.fold import fold
from search import compile as compiling
from search import diacritics, evaluation, ranking, terms
from search.evaluation import MEASURES, Qrels, Queries
from search.whoosh_engine import WhooshEngine


@dataclass(frozen=True, slots=True)
class Weight:
    """A constant of a module, and what to try in its place."""

    module: ModuleType
    values: Sequence[float]


WEIGHTS: Mapping[str, Weight] = {
    "K1": Weight(ranking, (0.8, 1.2, 1.6, 2.0, 2.5)),
    "B": Weight(ranking, (0.6, 0.75, 0.9, 1.0)),
    "BIGRAM_WEIGHT": Weight(terms, (0.0, 0.3, 0.45, 0.6, 0.9)),
    "EXACT_WEIGHT": Weight(terms, (0.0, 0.3, 0.6, 1.0)),
    "COMPOUND_WEIGHT": Weight(terms, (0.0, 0.45, 1.0)),
    "ROW_WEIGHT": Weight(terms, (0.0, 1.0, 2.0, 4.0)),
    "ALTERNATIVE_WEIGHT": Weight(terms, (0.0, 0.1, 0.2, 0.3)),
    "COMMONER": Weight(diacritics, (10, 50, 250)),
    "LEAST_SHARE": Weight(compiling, (0.2, 0.4, 0.6)),
}


@click.command()
@click.argument("index", type=click.Path(exists=True, path_type=Path))
@click.argument("queries", type=click.Path(exists=True, path_type=Path))
@click.argument("qrels", type=click.Path(exists=True, path_type=Path))
@click.option("--measure", type=click.Choice(list(MEASURES)), default="nDCG@10", show_default=True)
@click.option("--weight", "names", multiple=True, type=click.Choice(list(WEIGHTS)), help="One of them.  [default: all]")
@click.option("--only", "prefix", default="", metavar="PREFIX", help="Ask the queries whose ids begin so alone.")
def main(index: Path, queries: Path, qrels: Path, measure: str, names: tuple[str, ...], prefix: str) -> None:
    """Print the means of all, even and odd queries, as typed and without diacritics."""
    asked = {id_: text for id_, text in evaluation.read_queries(queries).items() if id_.startswith(prefix)}
    judgements = evaluation.read_qrels(qrels)
    click.echo(f"{measure:<26}as typed: all   even    odd      no diacritics: all   even    odd")
    for name in names or WEIGHTS:
        module, kept = WEIGHTS[name].module, getattr(WEIGHTS[name].module, name)
        for value in WEIGHTS[name].values:
            setattr(module, name, value)
            engine = WhooshEngine(index)
            typed, folded = (
                _means(engine, {id_: how(text) for id_, text in asked.items()}, judgements, measure)
                for how in (str, fold)
            )
            click.echo(f"{name} {value:g}{' *' if value == kept else ''}".ljust(33) + f"{typed}{'':<18}{folded}")
        setattr(module, name, kept)


def _means(engine: WhooshEngine, queries: Queries, judgements: Qrels, measure: str) -> str:
    values = evaluation.evaluate(engine, queries, judgements).values[measure]
    in_order = [values[id_] for id_ in sorted(values)]
    return "  ".join(f"{fmean(half):.4f}" for half in (in_order, in_order[::2], in_order[1::2]))


if __name__ == "__main__":
    main()
