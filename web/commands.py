"""The command that serves the site."""

from pathlib import Path

import click

from index.options import index_option
from web import server

DEFAULT_WORKERS = 2  # one answers while another is busy; they share the index through the page cache


@click.command()
@index_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True)
@click.option("--workers", type=click.IntRange(1, 64), default=DEFAULT_WORKERS, show_default=True)
def serve(index: Path, host: str, port: int, workers: int) -> None:
    """Serve the search page and the API."""
    server.serve(index, host, port, workers)
