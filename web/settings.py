"""What whoever runs the site may choose: one table of settings, read from a file and the environment."""

import difflib
import json
import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeAlias, cast

from flask import current_app

from index.errors import TimbaoError
from index.generation import INDEX_VARIABLE
from search.request import DEFAULT_SIZE, MAX_SIZE

PREFIX = "TIMBAO_"  # of the environment variables: page_size is TIMBAO_PAGE_SIZE
FILE_VARIABLE = "TIMBAO_SETTINGS"  # the file's path
OTHER_VARIABLES = frozenset({FILE_VARIABLE, INDEX_VARIABLE, "TIMBAO_ENGINE"})  # which are no settings of the site
OPTIONS = frozenset({"host", "port", "workers"})  # what one may look for here, but is told to the command
MOST_PROXIES = 8  # more in a row than anybody has: a greater number is an error
KEY = "timbao.settings"
_ORIGIN = r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?"
_ADDRESS = re.compile(_ORIGIN + r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?")
_RATE = re.compile(r"([1-9][0-9]{0,8})/(second|minute|hour|day)")
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}

Value: TypeAlias = str | int | bool | tuple[str, ...]


class SettingError(TimbaoError):
    """A setting that cannot be used; the text names its file or variable."""


def _setting(default: Value, reason: str, possible: str, holds: Callable[[Any], object]) -> Any:
    """Describe a setting: why one would change it, what it may be in words, and whether a value is such."""
    return field(default=default, metadata={"reason": reason, "possible": possible, "holds": holds})


def _switch(reason: str) -> Any:
    return _setting(False, reason, "true or false", lambda value: True)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a site is run."""

    site_name: str = _setting(
        "Tìm Báo", "what pages, feeds and browsers call the site",
        "a text of one line, not empty", lambda name: name.strip() and name.isprintable(),
    )  # fmt: skip
    language: str = _setting(
        "vi", "the language of the pages, Vietnamese or English, for all readers; articles stay as they are",
        '"vi" or "en"', ("vi", "en").__contains__,
    )  # fmt: skip
    page_size: int = _setting(
        DEFAULT_SIZE, "hits on a page of results; the API has its own parameter",
        f"a whole number from 1 to {MAX_SIZE}", lambda size: 1 <= size <= MAX_SIZE,
    )  # fmt: skip
    base_url: str = _setting(
        "", "where readers find the site, if not where it listens: behind a proxy, also under a path",
        "an address such as https://paper.example/tim/, or empty", lambda url: not url or _ADDRESS.fullmatch(url),
    )  # fmt: skip
    proxies: int = _setting(
        0, "how many proxies stand before the site; as many entries of X-Forwarded-For are trusted",
        f"a whole number from 0 to {MOST_PROXIES}", lambda number: 0 <= number <= MOST_PROXIES,
    )  # fmt: skip
    rate_limit: str = _setting(
        "", "requests that one client may make, completions while typing included",
        "a number from 1 a second, minute, hour or day, such as 120/minute, or empty for no limit",
        lambda rate: not rate or _RATE.fullmatch(rate),
    )  # fmt: skip
    cors_origins: tuple[str, ...] = _setting(
        (), "sites of others whose scripts may read the API",
        "a list of sites such as https://paper.example, each named (no *) and without a path",
        lambda origins: all(re.fullmatch(_ORIGIN, origin) for origin in origins),
    )  # fmt: skip
    access_log: str = _setting(
        "-", "where a line is written for each request",
        "the path of a file, - for standard output unless that is a terminal, or empty for none",
        lambda place: place.isprintable(),
    )  # fmt: skip
    log_queries: bool = _switch("write what was searched for into the access log")
    metrics: bool = _switch("answer at /metrics, for Prometheus")

    @property
    def rate(self) -> tuple[int, int] | None:
        """How many requests a client may make, and in how many seconds."""
        found = _RATE.fullmatch(self.rate_limit)
        return (int(found[1]), _SECONDS[found[2]]) if found else None


DEFAULTS = Settings()
TABLE = {one.name: one for one in fields(Settings)}


def settings() -> Settings:
    """Return the settings of the app that answers the request."""
    return cast(Settings, current_app.extensions[KEY])


def read_settings(file: Path | None, environment: Mapping[str, str]) -> Settings:
    """Read the settings from a TOML file, if any, and from variables, which go before the file.

    Raises SettingError for an unknown name, a value that is not possible, and a file that is no TOML.
    """
    chosen = dict(_in_file(file)) if file else {}
    return Settings(**(chosen | dict(_in_environment(environment))))


def _in_file(file: Path) -> Iterator[tuple[str, Any]]:
    for name, value in _content(file).items():
        if name not in TABLE:
            section = isinstance(value, dict)
            told = f"there are no sections; take away the line [{name}]." if section else _instead(name, value, TABLE)
            raise SettingError(f"{file}: {name} is no setting; {told}")
        default = TABLE[name].default
        hint = f"; write {value} without quotes" if _is_quoted(value, default) else ""
        yield name, _checked(f"{file}: {name}", name, tuple(value) if isinstance(value, list) else value, hint)


def _content(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))  # some editors begin a text with a mark
    except OSError as error:
        raise SettingError(f"The settings in {file} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise SettingError(f"{file} is not a text in UTF-8: save it as such.") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingError(
            f"{file} is not TOML, which settings are written in: {error}; texts stand in quotes, lists in brackets."
        ) from error


def _in_environment(environment: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    names = {PREFIX + name.upper(): name for name in TABLE}
    for variable, text in environment.items():
        if not variable.startswith(PREFIX) or variable in OTHER_VARIABLES:
            continue
        if variable not in names:
            told = _instead(variable, text, [*names, *sorted(OTHER_VARIABLES)])
            raise SettingError(f"The environment variable {variable} is no setting; {told}")
        yield names[variable], _checked(variable, names[variable], _from_text(text, TABLE[names[variable]].default))


def _checked(place: str, name: str, value: Any, hint: str = "") -> Any:
    """Return a value that is of the default's type and possible; where it is not, end what is told with a hint."""
    known = TABLE[name]
    fits = type(value) is type(known.default)
    if isinstance(value, tuple):
        fits = fits and all(isinstance(item, str) for item in value)
    if fits and known.metadata["holds"](value):
        return value
    written = json.dumps(value, ensure_ascii=False, default=str)  # as it stands in a TOML file
    raise SettingError(f"{place} is {written}, but must be {known.metadata['possible']}{hint}.")


def _is_quoted(value: object, default: object) -> bool:
    """Whether a text says what ought to stand there without quotes."""
    wrong = isinstance(value, str) and not isinstance(default, str | tuple)
    return wrong and type(_from_text(str(value), default)) is type(default)


def _from_text(text: str, like: Any) -> Value:
    """Return what a variable says as a value of the type of another; the text itself where it is none of these."""
    if isinstance(like, bool):
        return {"true": True, "false": False}.get(text.lower(), text)
    if isinstance(like, int):
        return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else text
    if isinstance(like, tuple):
        return tuple(item.strip() for item in text.split(",") if item.strip())
    return text


def _instead(name: str, value: object, known: Collection[str]) -> str:
    """Return what to do instead of setting an unknown name: give an option, or set what is like it, or another."""
    option = name.removeprefix(PREFIX).lower()
    if option in OPTIONS:
        return f"give it to the command: timbao serve --{option} {value}"
    like = {one.removeprefix(PREFIX): one for one in known}
    nearest = difflib.get_close_matches(name.removeprefix(PREFIX), like, n=1)
    return f"did you mean {like[nearest[0]]}?" if nearest else f"there are {', '.join(known)}."
