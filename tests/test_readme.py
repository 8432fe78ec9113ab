"""Every command in README works as written."""

import re
import shlex
from pathlib import Path

import pytest

from tests.sample import ROOT
from tests.test_cli import timbao

README = (ROOT / "README.md").read_text(encoding="utf-8")
LINES = [line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
# The make commands are run by .ci/run; a server and a client of it, by the tests of the site.
COMMANDS = [shlex.split(line, comments=True) for line in LINES if re.match(r"timbao (?!serve)", line)]


def test_readme_s_commands_work_one_after_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert len(COMMANDS) >= 8
    for _, *arguments in COMMANDS:
        done = timbao(*arguments, index=tmp_path / "index")
        assert (done.returncode, done.stderr) == (0, ""), arguments
        assert done.stdout


def test_readme_names_only_files_that_exist() -> None:
    for target in re.findall(r"\]\((docs/[^)]+)\)", README):
        assert (ROOT / target).is_file(), target
