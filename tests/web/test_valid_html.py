"""Every page, the style sheet and the pictures are valid, says the Nu Html Checker."""

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.web import nu_checker
from tests.web.states import STATES, sites
from web.settings import Settings

# Neither @supports selector() nor ::details-content is known to version 25 of the checker.
UNKNOWN_TO_CHECKER = re.compile(r"@supports selector.*?\n  }\n", re.DOTALL)
STATIC = Path(__file__).parents[2] / "web" / "static"


@pytest.fixture(scope="module")
def apps(archive: Path) -> dict[str, Flask]:
    return sites(archive)


@pytest.fixture(scope="module")
def java() -> str:
    return nu_checker.java() or pytest.skip(nu_checker.NO_JAVA)


def test_every_page_is_valid_in_english(archive: Path, java: str, tmp_path: Path) -> None:
    apps = sites(archive, Settings(language="en"))
    for name, state in STATES.items():
        (tmp_path / f"{name}.html").write_bytes(apps[state.site].test_client().get(state.address).data)
    assert nu_checker.complaints(java, sorted(tmp_path.iterdir())) == []


def test_every_page_is_valid(apps: dict[str, Flask], java: str, tmp_path: Path) -> None:
    for name, state in STATES.items():
        response = apps[state.site].test_client().get(state.address)
        assert (response.status_code, state.shows in response.text) == (state.status, True), name
        (tmp_path / f"{name}.html").write_bytes(response.data)
    assert nu_checker.complaints(java, sorted(tmp_path.iterdir())) == []


def test_what_the_pages_are_drawn_with_is_valid(java: str, tmp_path: Path) -> None:
    for path in (*STATIC.glob("*.css"), *STATIC.glob("*.svg")):
        (tmp_path / path.name).write_text(UNKNOWN_TO_CHECKER.sub("", path.read_text()))
    assert {path.suffix for path in tmp_path.iterdir()} == {".css", ".svg"}
    assert nu_checker.complaints(java, list(tmp_path.iterdir())) == []


def test_the_checker_finds_what_is_wrong(java: str, tmp_path: Path) -> None:
    (tmp_path / "wrong.html").write_text("<!doctype html><html lang=vi><title>a</title><ul><p>b</ul>")
    (complaint,) = nu_checker.complaints(java, [tmp_path / "wrong.html"])
    assert "Element “p” not allowed as child of element “ul”" in complaint
