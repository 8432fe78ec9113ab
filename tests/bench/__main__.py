"""Runs every benchmark: `python -m tests.bench`, or `make bench`."""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from index.readers import SourceError
from tests.bench import corpus, indexing, parsing, searching, segmentation, serving
from tests.bench.peers import Peer, installed
from tests.bench.queries import WHOLE_PAGE, draw
from tests.bench.table import Row, as_text, header, write_json

PACKAGES = ("numpy", "Whoosh", "pyvi")


@click.command()
@click.option("--articles", default=2_000, show_default=True, type=click.IntRange(min=2), help="How many articles.")
@click.option("--queries", default=200, show_default=True, type=click.IntRange(min=1), help="How many of each kind.")
@click.option("--source", type=click.Path(exists=True, path_type=Path), help="Articles of your own.")
@click.option("--recombine", is_flag=True, help="Put the sentences of the source together to as many articles.")
@click.option("--peer", "chosen", multiple=True, help="Only this peer; may be given several times.")
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="Write the table as JSON here as well.")
def main(articles: int, queries: int, source: Path | None, recombine: bool, chosen: tuple[str, ...],
         json_path: Path | None) -> None:  # fmt: skip
    """Compare Tìm Báo with stock pyvi, stock Whoosh, tantivy and SQLite FTS5, and print one table of ratios."""
    if recombine and not source:
        raise click.UsageError("--recombine needs --source; without one the sample articles are recombined anyway.")
    peers, left_out = taking_part(chosen, articles)
    with tempfile.TemporaryDirectory(prefix="timbao-bench-") as folder:
        measured = _corpus(source, recombine, articles, Path(folder) / "articles.jsonl")
        rows, notes = run(measured, peers, queries, Path(folder))
    packages = [*PACKAGES, *(["tantivy"] if "tantivy" in peers else [])]
    head = {**header(measured.description, measured.text_bytes, packages), **left_out, **notes}
    click.echo(as_text(head, rows))
    if json_path:
        write_json(json_path, head, [row.record for row in rows])


def run(
    measured: corpus.Corpus, peers: Mapping[str, type[Peer]], queries: int, folder: Path
) -> tuple[list[Row], dict[str, str]]:
    """Run all benchmarks on the same articles; returns rows, and notes for the header.

    `folder` takes the indexes.
    """
    _announce("segmentation")
    rows = segmentation.rows(measured.sample)
    _announce("query parsing")
    rows += parsing.rows(measured.sample)
    ours, built = indexing.build_all(measured, peers, folder, _announce)
    rows += indexing.rows(measured, ours, built, folder)
    _announce("search")
    opened = {name: peer.ready(measured.path, built[name].folder, indexing.JOBS) for name, peer in peers.items()}
    kinds = draw(measured.sample, queries + searching.WARM_UP)
    rows += searching.Searching(ours.folder, opened).rows(kinds)
    _announce("serving")
    rows += serving.rows(ours.folder, opened, kinds[WHOLE_PAGE])
    return rows, {name: peer.described() for name, peer in opened.items()}


def taking_part(chosen: Sequence[str], articles: int) -> tuple[Mapping[str, type[Peer]], dict[str, str]]:
    """Return the peers that take part, and for the header which do not and why."""
    peers, missing = installed()
    if unknown := [name for name in chosen if name not in (*peers, *missing)]:
        raise click.BadParameter(f"There is no peer {unknown[0]!r}; there are {', '.join((*peers, *missing))}.")
    reasons = dict.fromkeys(missing, "not installed; make bench installs it")
    for name, peer in peers.items():
        if not chosen and peer.article_limit is not None and articles > peer.article_limit:
            reasons[name] = f"too slow for over {peer.article_limit:,} articles; to see for yourself: --peer '{name}'"
        elif chosen and name not in chosen:
            reasons[name] = "not asked for"
    return {name: peer for name, peer in peers.items() if name not in reasons}, {
        f"without {name}": reason for name, reason in reasons.items()
    }


def _corpus(source: Path | None, recombine: bool, count: int, path: Path) -> corpus.Corpus:
    if source is None:
        return corpus.of_samples(count, path)
    try:
        measured = (corpus.of_recombined_source if recombine else corpus.of_source)(source, count, path)
    except SourceError as error:
        raise click.ClickException(str(error)) from error
    if not measured.count:
        raise click.ClickException(f"{source} holds no article that could be read.")
    return measured


def _announce(benchmark: str) -> None:
    print(f"Measuring {benchmark} ...", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
