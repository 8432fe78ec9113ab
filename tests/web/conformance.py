"""Puts requests of every kind to a real server and holds its answers against the API's document, with schemathesis.

    python -m tests.web.conformance [--minutes 5] [--seed 1] [--index DIR]

Fails for an answer of 500 and above, a status, header or type of content that is not documented, a field more or less
than documented, a wrong value that is taken, and another method than GET that is answered.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from index.rebuild import rebuild
from tests.sample import SAMPLES
from tests.web.site_process import running

DOCUMENT = "api/v1/openapi.json"
SEED = 1  # the same requests each time, so that a failure can be repeated
OPTIONS = ("--continue-on-failure", "--output-sanitize", "false", "--no-color")
# Which days the calendar has, that `from` is not after `to`, and how deep a page lies, no schema can say.
NOT_CHECKED = "positive_data_acceptance"


def closed(document: Any) -> Any:
    """Return a document by which an answer may have no field that is not described."""
    for schema in document["components"]["schemas"].values():
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
    return document


def with_empty_values(document: Any) -> Any:
    """Return a document that says in each schema what it says once for all: a parameter without a value is as none."""
    for item in document["paths"].values():
        for parameter in item["get"]["parameters"]:
            schema = parameter["schema"]
            if "enum" in schema:
                schema["enum"].append("")
            elif schema["type"] == "integer":
                parameter["schema"] = {"anyOf": [schema, {"const": ""}]}
    return document


def check(index: Path, folder: Path, *limits: str, seed: int = SEED) -> "subprocess.CompletedProcess[str]":
    """Serve an index and run schemathesis against it in a folder, within the limits of its command line."""
    with running(index) as site:
        with urlopen(site + DOCUMENT) as answer:
            document = with_empty_values(closed(json.load(answer)))
        (folder / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
        program = Path(sys.executable).with_name("st")
        return subprocess.run(
            [program, "run", "openapi.json", "--url", site.rstrip("/"), "--seed", str(seed),
             "--exclude-checks", NOT_CHECKED, *OPTIONS, *limits],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip


def main() -> int:
    """Run for some minutes, over the sample articles by default; prints what schemathesis reports."""
    parser = argparse.ArgumentParser(prog="python -m tests.web.conformance", description="Check the API.")
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--index", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.index is None:
            rebuild([SAMPLES], folder / "index", jobs=1)
        done = check(given.index or folder / "index", folder, "--max-time", str(round(given.minutes * 60)),
                     seed=given.seed)  # fmt: skip
    print(done.stdout + done.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
