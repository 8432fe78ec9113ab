"""The command line: every command of the program under one name, each loaded only when it is asked for."""

import io
import sys
from importlib import import_module

import click

from index.errors import TimbaoError

# A search must start in half a second, so no command pays for what the others import.
COMMANDS = {
    "rebuild": "index.commands",
    "update": "index.commands",
    "delete": "index.commands",
    "rollback": "index.commands",
    "check": "index.commands",
    "analyze": "index.commands",
    "search": "search.commands",
    "suggest": "search.commands",
    "stats": "search.commands",
    "evaluate": "search.commands",
    "serve": "web.commands",
}


class LazyGroup(click.Group):
    """A group of commands that imports a command's module when the command is looked up."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name]), cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="timbao", prog_name="timbao")
def timbao() -> None:
    """Tìm Báo: a search engine for Vietnamese news."""


def main() -> None:
    """Run the command line: status 0 done, 1 a sentence on stderr says what is wrong, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a typed byte that is no UTF-8 must not end the program
    try:
        timbao()
    except TimbaoError as error:
        click.echo(f"timbao: {error}", err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(f"timbao: {_reason(error)}.", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(1)


def _reason(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror or error}"
