"""What several commands share: the option that names the index, and how articles are counted in words."""

from pathlib import Path

import click

from index.generation import DEFAULT_INDEX, INDEX_VARIABLE

index_option = click.option(
    "--index",
    type=click.Path(file_okay=False, path_type=Path),
    default=DEFAULT_INDEX,
    envvar=INDEX_VARIABLE,
    show_default=True,
    show_envvar=True,
    help="The folder of the index.",
)


def counted(articles: int) -> str:
    """Return a number of articles in words."""
    return f"{articles:,} article{'' if articles == 1 else 's'}"
