"""One value of a parameter: read as what it should be, or refused with a sentence."""

import datetime
import re
from collections.abc import Sequence
from typing import Literal, TypeAlias, TypeVar

from werkzeug.datastructures import MultiDict

from search.dates import parse_period
from web.language import gettext

Arguments: TypeAlias = MultiDict[str, str]
Field: TypeAlias = Literal[
    "q", "page", "size", "limit", "from", "to", "year", "sort", "scale", "literal", "one", "other"
]
Code: TypeAlias = Literal["invalid_parameter", "page_too_deep"]
Choice = TypeVar("Choice", bound=str)

SHOWN_CHARACTERS = 40  # of a wrong value in a message: enough to know it by, short enough for one line
_NUMBER = re.compile(r"[0-9]+")
_GREAT = 10**9  # stands for every number as great: Python refuses to read thousands of digits


class ParameterError(ValueError):
    """A parameter that cannot be used: its text is a sentence for programs, in English, `sentence` one for the page."""

    def __init__(self, field: Field, message: str, sentence: str, code: Code = "invalid_parameter") -> None:
        """Name the parameter and say what is wrong with it."""
        super().__init__(message)
        self.field = field
        self.sentence = sentence
        self.code = code


def single(arguments: Arguments, name: Field) -> str:
    """Return the one value of a parameter as it was given, empty where there is none.

    Raises ParameterError for several that differ by more than the white space around them.
    """
    given = [value for value in arguments.getlist(name) if value.strip()]
    if len({value.strip() for value in given}) > 1:
        raise ParameterError(
            name,
            f'"{name}" has several values; give it one.',
            gettext("Địa chỉ này ghi nhiều giá trị cho “%(name)s”; hãy chỉ giữ lại một.", name=name),
        )
    return given[0] if given else ""


def day(arguments: Arguments, name: Literal["from", "to"]) -> datetime.date | None:
    """Return the first day, or with `to` the last, of what is named: a day, a month or a year."""
    typed = single(arguments, name).strip()
    if not typed:
        return None
    period = parse_period(typed)
    if period is None:
        raise ParameterError(
            name,
            f'"{name}" is {shown(typed)}, which is no day; write 04/07/2018 or 2018-07-04.',
            gettext("“%(typed)s” không phải là một ngày; hãy gõ như 04/07/2018 hoặc 2018-07-04.", typed=cut(typed)),
        )
    return period[0] if name == "from" else period[1]


def choice(arguments: Arguments, name: Field, possible: Sequence[Choice], default: Choice, sentence: str) -> Choice:
    """Return which of the possible values is given; `sentence` tells people what to choose where it is another."""
    typed = _word(arguments, name)
    if not typed:
        return default
    for value in possible:
        if typed == value:
            return value
    raise ParameterError(name, f'"{name}" is {shown(typed)}; one of {", ".join(possible)} is possible.', sentence)


def number(arguments: Arguments, name: Literal["page", "size", "limit"], default: int, most: int | None = None) -> int:
    """Return a whole number from 1, up to `most`."""
    typed = _word(arguments, name)
    if not typed:
        return default
    found = 0
    if _NUMBER.fullmatch(typed):
        found = int(typed) if len(typed) < len(str(_GREAT)) else _GREAT
    if found < 1 or (most is not None and found > most):
        possible = "a whole number from 1" + (f" to {most}" if most else "")
        raise ParameterError(
            name, f'"{name}" is {shown(typed)}; {possible} is possible.', _no_number(name, typed, most)
        )
    return found


def _word(arguments: Arguments, name: Field) -> str:
    """Return the one value of a parameter that takes certain words alone; white space, which is none of them, too."""
    return single(arguments, name) or "".join(arguments.getlist(name))


def _no_number(name: str, typed: str, most: int | None) -> str:
    if name == "page":
        return gettext("Số trang “%(typed)s” không dùng được; hãy gõ một số từ 1 trở lên.", typed=cut(typed))
    return gettext(
        "“%(name)s” không thể là “%(typed)s”; hãy ghi một số từ 1 đến %(most)s.",
        name=name, typed=cut(typed), most=str(most),
    )  # fmt: skip


def cut(value: str) -> str:
    """Return a value, or its beginning, for people."""
    return value if len(value) <= SHOWN_CHARACTERS else value[:SHOWN_CHARACTERS] + "…"


def shown(value: str) -> str:
    """Return a value, or its beginning, for programs."""
    return repr(cut(value))
