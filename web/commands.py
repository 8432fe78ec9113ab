"""The command that serves the site."""

import os
from pathlib import Path

import click

from index.options import index_option
from web import server
from web.settings import FILE_VARIABLE, read_settings

DEFAULT_WORKERS = 2  # one answers while another is busy, on one processor too; each takes some 200 MB of its own


@click.command()
@index_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=DEFAULT_WORKERS,
    show_default=True,
    help="Processes that answer: for a busy site, one a processor.",
)
@click.option(
    "--settings",
    type=click.Path(path_type=Path),
    envvar=FILE_VARIABLE,
    show_envvar=True,
    help="A TOML file of settings; variables such as TIMBAO_SITE_NAME go before it.",
)
def serve(index: Path, host: str, port: int, workers: int, settings: Path | None) -> None:
    """Serve the search page and the API."""
    server.serve(index, host, port, workers, read_settings(settings, os.environ))
