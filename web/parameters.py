"""What an address asks for, read once for the page and the API alike."""

import datetime
import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from werkzeug.datastructures import MultiDict

from search.dates import parse_period
from search.request import (
    DEFAULT_SIZE,
    DEFAULT_SUGGESTIONS,
    FACET_FIELDS,
    MAX_RANK,
    MAX_SIZE,
    MAX_SUGGESTIONS,
    NO_FILTERS,
    SORTS,
    Filters,
    Sort,
)
from web.wording import too_many

Arguments: TypeAlias = MultiDict[str, str]
Field: TypeAlias = Literal["page", "size", "limit", "from", "to", "year", "sort"]
Code: TypeAlias = Literal["invalid_parameter", "page_too_deep"]

LITERAL = "1"  # the value of `literal` that says so
SHOWN_CHARACTERS = 40  # of a wrong value in a message: enough to know it by, short enough for one line
_YEAR = re.compile(r"[0-9]{4}")
_NUMBER = re.compile(r"[0-9]+")
_GREAT = 10**9  # stands for every number as great: Python refuses to read thousands of digits


@dataclass(frozen=True, slots=True)
class SearchParameters:
    """What is asked for: the typed text, filters, order, page (counted from 1) and hits a page.

    A `literal` text is taken to the letter: no keystrokes, no abbreviations, nothing mended.
    """

    q: str = ""
    filters: Filters = NO_FILTERS
    sort: Sort = "relevance"
    page: int = 1
    size: int = DEFAULT_SIZE
    literal: bool = False

    @property
    def asks_nothing(self) -> bool:
        """Whether there is neither a typed text nor a filter: the home page."""
        return not self.q.strip() and self.filters == NO_FILTERS


class ParameterError(ValueError):
    """A parameter that cannot be used; its text is a sentence in English, `sentence` says the same in Vietnamese."""

    def __init__(self, field: Field, message: str, sentence: str, code: Code = "invalid_parameter") -> None:
        """Name the parameter and say what is wrong with it."""
        super().__init__(message)
        self.field = field
        self.sentence = sentence
        self.code = code


def read(arguments: Arguments, *, sized: bool = False) -> SearchParameters:
    """Read the parameters of a search; `size` counts only when `sized`, since a page always shows `DEFAULT_SIZE` hits.

    Raises ParameterError for a value that is no number, no date or no order, and for a page beyond rank `MAX_RANK`.
    """
    q = arguments.get("q", "")
    filters = _filters(arguments)
    size = _number(arguments, "size", DEFAULT_SIZE, MAX_SIZE) if sized else DEFAULT_SIZE
    page = _number(arguments, "page", 1)
    if (page - 1) * size >= MAX_RANK:
        raise _too_deep(page, size)
    literal = arguments.get("literal", "") == LITERAL
    return SearchParameters(q, filters, _sort(arguments, default=default_sort(q)), page, size, literal)


def limit(arguments: Arguments) -> int:
    """Read how many completions are wanted at most. Raises ParameterError where it is no number of them."""
    return _number(arguments, "limit", DEFAULT_SUGGESTIONS, MAX_SUGGESTIONS)


def default_sort(q: str) -> Sort:
    """Return the order when none is asked for: without words there is no relevance, so the newest come first."""
    return "relevance" if q.strip() else "newest"


def _filters(arguments: Arguments) -> Filters:
    start, end = _day(arguments, "from"), _day(arguments, "to")
    if start and end and start > end:
        raise ParameterError(
            "from",
            f'"from" ({start.isoformat()}) is later than "to" ({end.isoformat()}).',
            "Ngày bắt đầu ở sau ngày kết thúc; hãy đổi lại hai ngày cho nhau.",
        )
    values = {name: _values(arguments, name) for name in FACET_FIELDS}
    for year in values["year"]:
        if not _YEAR.fullmatch(year):
            raise ParameterError(
                "year",
                f'"year" is {_shown(year)}, which is no year; write 2018.',
                f"“{_cut(year)}” không phải là một năm; hãy gõ như 2018.",
            )
    return Filters(start, end, **values)


def _values(arguments: Arguments, name: str) -> tuple[str, ...]:
    given = (value for value in arguments.getlist(name) if value.strip())
    return tuple(dict.fromkeys(given))


def _day(arguments: Arguments, name: Literal["from", "to"]) -> datetime.date | None:
    typed = arguments.get(name, "").strip()
    if not typed:
        return None
    period = parse_period(typed)
    if period is None:
        raise ParameterError(
            name,
            f'"{name}" is {_shown(typed)}, which is no day; write 04/07/2018 or 2018-07-04.',
            f"“{_cut(typed)}” không phải là một ngày; hãy gõ như 04/07/2018 hoặc 2018-07-04.",
        )
    return period[0] if name == "from" else period[1]


def _sort(arguments: Arguments, default: Sort) -> Sort:
    typed = arguments.get("sort", "")
    for sort in SORTS:
        if typed == sort:
            return sort
    if not typed:
        return default
    raise ParameterError(
        "sort",
        f'"sort" is {_shown(typed)}; one of {", ".join(SORTS)} is possible.',
        "Không có cách sắp xếp này; hãy chọn phù hợp nhất, ưu tiên mới, mới nhất hoặc cũ nhất.",
    )


def _number(arguments: Arguments, name: Literal["page", "size", "limit"], default: int, most: int | None = None) -> int:
    typed = arguments.get(name, "").strip()
    if not typed:
        return default
    number = 0
    if _NUMBER.fullmatch(typed):
        number = int(typed) if len(typed) < len(str(_GREAT)) else _GREAT
    if number < 1 or (most is not None and number > most):
        possible = "a whole number from 1" + (f" to {most}" if most else "")
        raise ParameterError(
            name,
            f'"{name}" is {_shown(typed)}; {possible} is possible.',
            f"Số trang “{_cut(typed)}” không dùng được; hãy gõ một số từ 1 trở lên.",
        )
    return number


def _too_deep(page: int, size: int) -> ParameterError:
    return ParameterError(
        "page",
        f"Page {page} of {size} hits lies beyond rank {MAX_RANK}; narrow the search down instead.",
        too_many(MAX_RANK),
        "page_too_deep",
    )


def _cut(value: str) -> str:
    return value if len(value) <= SHOWN_CHARACTERS else value[:SHOWN_CHARACTERS] + "…"


def _shown(value: str) -> str:
    return repr(_cut(value))
