"""Settings come from a file and the environment, each is documented, and what cannot be is refused in one sentence."""

import difflib
import re
from collections.abc import Mapping
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import TimbaoError
from tests.sample import ROOT
from tests.test_cli import timbao
from tests.web import site_process
from tests.web.answers import get_json
from tests.web.markup import elements
from web.app import create_app
from web.settings import DEFAULTS, OPTIONS, OTHER_VARIABLES, PREFIX, TABLE, Settings, read_settings

GUIDE = ROOT / "docs" / "running" / "README.md"
FILE = """
site_name = "Báo Lĩnh Sơn"
language = "en"
page_size = 3
base_url = "https://paper.example/tim/"
proxies = 2
rate_limit = "100/hour"
cors_origins = ["https://one.example", "http://two.example:8080"]
access_log = "/var/log/tim.log"
log_queries = true
metrics = true
"""
READ = Settings(
    site_name="Báo Lĩnh Sơn", language="en", page_size=3, base_url="https://paper.example/tim/", proxies=2,
    rate_limit="100/hour", cors_origins=("https://one.example", "http://two.example:8080"),
    access_log="/var/log/tim.log", log_queries=True, metrics=True,
)  # fmt: skip
ENVIRONMENT = {
    "TIMBAO_SITE_NAME": "Báo Lĩnh Sơn",
    "TIMBAO_LANGUAGE": "en",
    "TIMBAO_PAGE_SIZE": "3",
    "TIMBAO_BASE_URL": "https://paper.example/tim/",
    "TIMBAO_PROXIES": "2",
    "TIMBAO_RATE_LIMIT": "100/hour",
    "TIMBAO_CORS_ORIGINS": "https://one.example, http://two.example:8080",
    "TIMBAO_ACCESS_LOG": "/var/log/tim.log",
    "TIMBAO_LOG_QUERIES": "true",
    "TIMBAO_METRICS": "True",
}

KNOWN = {*TABLE, *OPTIONS, *(name.removeprefix(PREFIX).lower() for name in OTHER_VARIABLES)}


def written(folder: Path, text: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def as_documented(value: Any) -> str:
    """Write a default as TOML does."""
    if isinstance(value, tuple):
        return str(list(value))
    return str(value).lower() if isinstance(value, bool) else f'"{value}"' if isinstance(value, str) else str(value)


def test_every_setting_is_read_from_a_file(tmp_path: Path) -> None:
    assert read_settings(written(tmp_path, FILE), {}) == READ
    assert all(getattr(READ, name) != one.default for name, one in TABLE.items())


def test_every_setting_is_read_from_the_environment() -> None:
    assert {PREFIX + name.upper() for name in TABLE} == ENVIRONMENT.keys()
    assert read_settings(None, ENVIRONMENT) == READ


def test_the_environment_goes_before_the_file_and_other_variables_do_not_matter(tmp_path: Path) -> None:
    environment = {"TIMBAO_PAGE_SIZE": "7", "PATH": "/bin", **dict.fromkeys(OTHER_VARIABLES, "x")}
    read = read_settings(written(tmp_path, 'page_size = 3\nlanguage = "en"'), environment)
    assert (read.page_size, read.language, read.site_name) == (7, "en", DEFAULTS.site_name)


@pytest.mark.parametrize("name", TABLE)
def test_every_setting_is_documented_with_its_default_and_reason(name: str) -> None:
    one = TABLE[name]
    reason, possible = one.metadata["reason"], one.metadata["possible"]
    row = f"| `{name}` | `{as_documented(one.default)}` | {possible} | {reason} |"
    assert row in GUIDE.read_text(encoding="utf-8").splitlines()
    assert "](docs/running/README.md" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_guides_settings_can_be_read(tmp_path: Path) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        read_settings(written(tmp_path, block), {})


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("pagesize = 3", "{file}: pagesize is no setting; did you mean page_size?"),
        ("colour = 'x'", "{file}: colour is no setting; there are site_name, language, page_size, base_url, proxies,"),
        ("[server]\nname = 'x'", "{file}: server is no setting; there are no sections; take away the line [server]."),
        ("port = 8080", "{file}: port is no setting; give it to the command: timbao serve --port 8080"),
        (
            'page_size = "3"',
            '{file}: page_size is "3", but must be a whole number from 1 to 100; write 3 without quotes.',
        ),
        ("page_size = 3.5", "{file}: page_size is 3.5, but must be a whole number from 1 to 100."),
        ("page_size = true", "{file}: page_size is true, but must be a whole number from 1 to 100."),
        ("page_size = 2018-07-04", '{file}: page_size is "2018-07-04", but must be a whole number from 1 to 100.'),
        ("page_size = 101", "{file}: page_size is 101, but must be a whole number from 1 to 100."),
        ("proxies = -1", "{file}: proxies is -1, but must be a whole number from 0 to 8."),
        ('site_name = ""', '{file}: site_name is "", but must be a text of one line, not empty.'),
        ('site_name = " "', '{file}: site_name is " ", but must be a text of one line, not empty.'),
        ('site_name = "a\\nb"', '{file}: site_name is "a\\nb", but must be a text of one line, not empty.'),
        ("site_name = 3", "{file}: site_name is 3, but must be a text of one line, not empty."),
        ('language = "fr"', '{file}: language is "fr", but must be "vi" or "en".'),
        ('metrics = "true"', '{file}: metrics is "true", but must be true or false; write true without quotes.'),
        ('metrics = "ja"', '{file}: metrics is "ja", but must be true or false.'),
        ("page_size = {size = 3}", '{file}: page_size is {{"size": 3}}, but must be a whole number from 1 to 100.'),
        (
            'cors_origins = ["*"]',
            '{file}: cors_origins is ["*"], but must be a list of sites such as https://paper.example, '
            "each named (no *) and without a path.",
        ),
        ("cors_origins = [1]", "{file}: cors_origins is [1], but must be a list of sites"),
        (
            'cors_origins = "https://a.example"',
            '{file}: cors_origins is "https://a.example", but must be a list of sites',
        ),
        ('cors_origins = ["https://a.example/"]', '{file}: cors_origins is ["https://a.example/"], but must be'),
        (
            'rate_limit = "0/minute"',
            '{file}: rate_limit is "0/minute", but must be a number from 1 a second, minute, hour or day, such as '
            "120/minute, or empty for no limit.",
        ),
        ("page_size =", "{file} is not TOML, which settings are written in: Invalid value"),
        ("site_name = Báo", "{file} is not TOML, which settings are written in: Invalid value (at line 1, column 13);"),
    ],
)
def test_what_a_file_cannot_say_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(TimbaoError) as refused:
        read_settings(file, {})
    assert str(refused.value).startswith(sentence.format(file=file))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"TIMBAO_SITENAME": "x"}, "variable TIMBAO_SITENAME is no setting; did you mean TIMBAO_SITE_NAME?"),
        ({"TIMBAO_INDX": "x"}, "variable TIMBAO_INDX is no setting; did you mean TIMBAO_INDEX?"),
        ({"TIMBAO_COLOUR": "x"}, "no setting; there are TIMBAO_SITE_NAME, TIMBAO_LANGUAGE, TIMBAO_PAGE_SIZE,"),
        ({"TIMBAO_PORT": "80"}, "TIMBAO_PORT is no setting; give it to the command: timbao serve --port 80"),
        ({"TIMBAO_PAGE_SIZE": "ten"}, 'TIMBAO_PAGE_SIZE is "ten", but must be a whole number from 1 to 100.'),
        ({"TIMBAO_PAGE_SIZE": ""}, 'TIMBAO_PAGE_SIZE is "", but must be'),
        ({"TIMBAO_METRICS": "ja"}, 'TIMBAO_METRICS is "ja", but must be true or false.'),
        ({"TIMBAO_RATE_LIMIT": "60/fortnight"}, "such as 120/minute"),
        ({"TIMBAO_CORS_ORIGINS": "*"}, 'TIMBAO_CORS_ORIGINS is ["*"], but must be a list of sites'),
        ({"TIMBAO_BASE_URL": "paper.example"}, "must be an address such as https://paper.example/tim/, or empty."),
        ({"TIMBAO_BASE_URL": "https://paper.example/?q=1"}, "must be an address such as"),
        ({"TIMBAO_BASE_URL": "https://paper.example/a//b"}, "must be an address such as"),
    ],
)
def test_what_the_environment_cannot_say_is_one_sentence(environment: Mapping[str, str], sentence: str) -> None:
    with pytest.raises(TimbaoError) as refused:
        read_settings(None, environment)
    assert sentence in str(refused.value)


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(TimbaoError, match=r"none\.toml cannot be read: No such file or directory\."):
        read_settings(tmp_path / "none.toml", {})
    (tmp_path / "latin.toml").write_bytes('site_name = "Báo"'.encode("latin-1"))
    with pytest.raises(TimbaoError, match=r"latin\.toml is not a text in UTF-8"):
        read_settings(tmp_path / "latin.toml", {})


@given(st.text(st.sampled_from(ascii_lowercase + "_"), min_size=1, max_size=20).filter(lambda name: name not in KNOWN))
def test_an_unknown_name_is_refused_with_one_that_is_like_it_or_with_all(name: str) -> None:
    with pytest.raises(TimbaoError) as refused:
        read_settings(None, {PREFIX + name.upper(): "x"})
    known = [*ENVIRONMENT, *OTHER_VARIABLES]
    told = str(refused.value)

    def likeness(other: str) -> float:
        return difflib.SequenceMatcher(None, other.removeprefix(PREFIX), name.upper()).ratio()

    if "did you mean" in told:
        offered = told.rpartition("did you mean ")[2].rstrip("?")
        assert likeness(offered) == max(map(likeness, known)) >= 0.6
    else:
        assert all(other in told for other in known)
        assert max(map(likeness, known)) < 0.6


def test_a_file_may_begin_with_the_mark_of_some_editors(tmp_path: Path) -> None:
    assert read_settings(written(tmp_path, "\ufeffpage_size = 3"), {}).page_size == 3


def test_the_command_takes_the_file_from_its_option_or_a_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, "page_size = 0")
    told = f"timbao: {file}: page_size is 0, but must be a whole number from 1 to 100.\n"
    done = timbao("serve", "--settings", file)
    assert (done.returncode, done.stderr) == (1, told)
    monkeypatch.setenv("TIMBAO_SETTINGS", str(file))
    assert timbao("serve").stderr == told


def test_the_site_has_the_name_it_is_given_everywhere(index: Path) -> None:
    client = create_app(index, settings=Settings(site_name="Tư liệu <Sơn>")).test_client()
    for address in ("/", "/?q=lua", "/article/lua-1", "/?page=x", "/none", "/feed.atom?q=lua", "/opensearch.xml"):
        text = client.get(address).text
        assert "Tư liệu &lt;Sơn&gt;" in text
        assert "Tìm Báo" not in text
    with site_process.running(index, {"TIMBAO_SITE_NAME": "Tư liệu", **site_process.QUIET}) as address:
        assert address.startswith("http://127.0.0.1:")


def test_pages_are_of_the_size_that_is_set_and_the_api_is_not(index: Path) -> None:
    client = create_app(index, settings=Settings(page_size=4)).test_client()
    first, last = client.get("/?q=lua").text, client.get("/?q=lua&page=7").text
    assert [len(elements(page, "h2")) for page in (first, last)] == [4, 1]
    assert client.get("/?q=lua&page=250").status_code == 200
    assert client.get("/?q=lua&page=251").status_code == 400
    assert client.get("/feed.atom?q=lua&page=250").status_code == 200
    assert len(get_json(client, "/api/v1/search?q=lua")["hits"]) == 10
    article = client.get("/article/lua-1?q=lua&rank=9").text
    assert "/?q=lua&page=3" in [a.attributes["href"] for a in elements(article, "a")]


def test_what_a_browser_holds_of_other_settings_is_sent_anew(index: Path) -> None:
    etag = create_app(index).test_client().get("/").headers["ETag"]
    client = create_app(index, settings=Settings(site_name="Khác")).test_client()
    assert client.get("/", headers={"If-None-Match": etag}).status_code == 200
