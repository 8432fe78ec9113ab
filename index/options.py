"""What several commands share: their options, and how articles are counted in words."""

import re
from pathlib import Path

import click

from index.generation import DEFAULT_INDEX, INDEX_VARIABLE
from index.memory import DEFAULT_MEMORY, LEAST_MEMORY

_MEMORY = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*([MG])B?", re.IGNORECASE)
_UNITS = {"M": 10**6, "G": 10**9}

MOST_MEMORY = 10**15  # bytes: more than any machine has


class Memory(click.ParamType):  # type: ignore[type-arg,unused-ignore]  # generic in new versions of click alone
    """An amount of memory such as 500MB or 1.5GB, in bytes."""

    name = "memory"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read it, or say what can be read."""
        if isinstance(value, int):
            return value
        found = _MEMORY.fullmatch(value.strip())
        if found is None:
            self.fail(f"{value!r} is no amount of memory: write 500MB or 1.5GB.", param, ctx)
        amount = int(min(float(found[1].replace(",", ".")) * _UNITS[found[2].upper()], MOST_MEMORY))
        if amount < LEAST_MEMORY:
            self.fail(f"{value} is too little: indexing needs {LEAST_MEMORY // 10**6}MB at least.", param, ctx)
        return amount


index_option = click.option(
    "--index",
    type=click.Path(file_okay=False, path_type=Path),
    default=DEFAULT_INDEX,
    envvar=INDEX_VARIABLE,
    show_default=True,
    show_envvar=True,
    help="The folder of the index.",
)
sources_argument = click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
jobs_option = click.option(
    "--jobs", type=click.IntRange(1, 256), help="Processes to index with.  [default: one a core, as memory allows]"
)
memory_option = click.option(
    "--memory",
    type=Memory(),
    default=DEFAULT_MEMORY,
    help="Memory for all processes together, such as 500MB; with more, indexing goes to disk less often.  "
    f"[default: {DEFAULT_MEMORY // 10**9}GB]",
)


def counted(articles: int) -> str:
    """Return a number of articles in words."""
    return f"{articles:,} article{'' if articles == 1 else 's'}"
