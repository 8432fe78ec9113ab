"""Runs every benchmark: `python -m tests.bench`, or `make bench`."""

import sys
import tempfile
from pathlib import Path

import click

from index.readers import SourceError
from index.rebuild import rebuild
from tests.bench import corpus, indexing, parsing, searching, segmentation
from tests.bench.table import Row, as_text, header, write_json


@click.command()
@click.option("--articles", default=2_000, show_default=True, type=click.IntRange(min=2), help="How many articles.")
@click.option("--queries", default=200, show_default=True, type=click.IntRange(min=1), help="How many of each kind.")
@click.option("--source", type=click.Path(exists=True, path_type=Path), help="Articles of your own.")
@click.option("--json", "json_path", type=click.Path(path_type=Path), help="Write the table as JSON here as well.")
def main(articles: int, queries: int, source: Path | None, json_path: Path | None) -> None:
    """Compare Tìm Báo with stock pyvi, stock Whoosh and SQLite FTS5, and print one table of ratios."""
    measured = _own(source, articles) if source else corpus.recombined(articles)
    with tempfile.TemporaryDirectory(prefix="timbao-bench-") as folder:
        rows = run(measured, queries, Path(folder))
    head = header(measured.description, measured.text_bytes)
    click.echo(as_text(head, rows))
    if json_path:
        write_json(json_path, head, rows)


def run(measured: corpus.Corpus, queries: int, folder: Path) -> list[Row]:
    """Run all benchmarks on the same articles; `folder` is empty and takes the indexes."""
    articles = measured.articles
    _announce("segmentation")
    rows = segmentation.rows(articles)
    _announce("query parsing")
    rows += parsing.rows(articles)
    _announce("indexing")
    rows += indexing.rows(measured, folder)
    _announce("search")
    corpus.write(articles, folder / "articles.jsonl")
    rebuild([folder / "articles.jsonl"], folder / "index")
    return rows + searching.rows(measured, folder / "index", folder, queries)


def _own(source: Path, count: int) -> corpus.Corpus:
    try:
        taken = corpus.taken_from(source, count)
    except SourceError as error:
        raise click.ClickException(str(error)) from error
    if not taken.articles:
        raise click.ClickException(f"{source} holds no article that could be read.")
    return taken


def _announce(benchmark: str) -> None:
    print(f"Measuring {benchmark} ...", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
