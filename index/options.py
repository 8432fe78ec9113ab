"""Command-line options that several commands share."""

from pathlib import Path

import click

index_option = click.option(
    "--index",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data/index"),
    envvar="TIMBAO_INDEX",
    show_default=True,
    show_envvar=True,
    help="The folder of the index.",
)
