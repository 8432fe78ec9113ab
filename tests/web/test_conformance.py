"""A real server answers requests of every kind as the API's document says."""

from pathlib import Path

from index.rebuild import rebuild
from tests.sample import SAMPLES
from tests.web.conformance import check


def test_no_answer_is_other_than_documented(tmp_path: Path) -> None:
    index = tmp_path / "index"
    rebuild([SAMPLES], index, jobs=1)
    done = check(index, tmp_path, "--phases", "examples,coverage,fuzzing", "--max-examples", "20")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "13 selected / 13 total" in done.stdout
    assert "No issues found" in done.stdout
