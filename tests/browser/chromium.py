"""Which Chromium the browser tests drive; as a command, prints its path or exits with status 1."""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import sync_playwright

# The first draws pages as the others do, without windows of its own, and opens one in a quarter of their time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
MISSING = "No working Chromium was found: run `make test`, or name one in the environment variable CHROMIUM."


def find() -> str | None:
    """Return the path of a Chromium that runs, or None.

    $CHROMIUM, where set, is the only candidate; else the first of `NAMES` on the path, else Playwright's own.
    """
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return chosen if _runs(chosen) else None
    on_path = (path for name in NAMES if (path := shutil.which(name)))
    return next(filter(_runs, on_path), None) or _playwrights_own()


def _runs(path: str) -> bool:
    """Tell whether the program starts: some distributions ship a stand-in that only asks for an installation."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) and _runs(path) else None


def main() -> None:
    """Print the path of the Chromium to drive, or say what is missing and exit with status 1."""
    path = find()
    if path is None:
        sys.exit(MISSING)
    print(path)


if __name__ == "__main__":
    main()
