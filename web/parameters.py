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
from search.trends import MOST_QUERIES, SCALES, Scale
from search.whoosh_queries import plain_value
from web.language import gettext
from web.wording import too_many

Arguments: TypeAlias = MultiDict[str, str]
Field: TypeAlias = Literal["q", "page", "size", "limit", "from", "to", "year", "sort", "scale"]
Code: TypeAlias = Literal["invalid_parameter", "page_too_deep"]

LITERAL = "1"  # the value of `literal` that says so
SHOWN_CHARACTERS = 40  # of a wrong value in a message: enough to know it by, short enough for one line
YEAR = re.compile(r"[0-9]{4}")
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


@dataclass(frozen=True, slots=True)
class TrendParameters:
    """What trends are asked for: the typed texts, none of them empty, the filters, and what the plot counts in."""

    queries: tuple[str, ...] = ()
    filters: Filters = NO_FILTERS
    scale: Scale = "articles"
    literal: bool = False


class ParameterError(ValueError):
    """A parameter that cannot be used: its text is a sentence for programs, in English, `sentence` one for the page."""

    def __init__(self, field: Field, message: str, sentence: str, code: Code = "invalid_parameter") -> None:
        """Name the parameter and say what is wrong with it."""
        super().__init__(message)
        self.field = field
        self.sentence = sentence
        self.code = code


def read(arguments: Arguments, default_size: int, *, sized: bool = False) -> SearchParameters:
    """Read the parameters of a search; `size` counts only when `sized`, since all pages of a site are of one size.

    Raises ParameterError for a value that is no number, no date or no order, and for a page beyond rank `MAX_RANK`.
    """
    q = arguments.get("q", "")
    filters = _filters(arguments)
    hits = size(arguments) if sized else default_size
    page = _number(arguments, "page", 1)
    if (page - 1) * hits >= MAX_RANK:
        raise _too_deep(page, hits)
    literal = arguments.get("literal", "") == LITERAL
    return SearchParameters(q, filters, _sort(arguments, default=default_sort(q)), page, hits, literal)


def size(arguments: Arguments) -> int:
    """Read how many hits are wanted at most. Raises ParameterError where it is no number of them."""
    return _number(arguments, "size", DEFAULT_SIZE, MAX_SIZE)


def read_trends(arguments: Arguments) -> TrendParameters:
    """Read the parameters of trends: `q` up to MOST_QUERIES times, empty and repeated ones left out.

    Raises ParameterError for more of them, for a date or year that is none, and for a scale that there is not.
    """
    given = arguments.getlist("q")
    if len(given) > MOST_QUERIES:
        raise ParameterError(
            "q",
            f'"q" is given {len(given)} times; {MOST_QUERIES} queries at most can be compared.',
            gettext(
                "Mỗi lần so sánh được nhiều nhất %(most)s từ khóa, mà ở đây có %(given)s; hãy bỏ bớt.",
                most=str(MOST_QUERIES),
                given=str(len(given)),
            ),
        )
    queries = tuple(dict.fromkeys(typed for q in given if (typed := q.strip())))
    return TrendParameters(queries, _filters(arguments), _scale(arguments), arguments.get("literal", "") == LITERAL)


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
            gettext("Ngày bắt đầu ở sau ngày kết thúc; hãy đổi lại hai ngày cho nhau."),
        )
    values = {name: _values(arguments, name) for name in FACET_FIELDS}
    for year in values["year"]:
        if not YEAR.fullmatch(year):
            raise ParameterError(
                "year",
                f'"year" is {_shown(year)}, which is no year; write 2018.',
                gettext("“%(typed)s” không phải là một năm; hãy gõ như 2018.", typed=_cut(year)),
            )
    return Filters(start, end, **values)


def _values(arguments: Arguments, name: str) -> tuple[str, ...]:
    given: dict[str, str] = {}
    for value in arguments.getlist(name):
        given.setdefault(plain_value(value), value)
    return tuple(value for plain, value in given.items() if plain)


def _single(arguments: Arguments, name: Field) -> str:
    """Return the one value of a parameter, empty where there is none."""
    given = {value.strip() for value in arguments.getlist(name)} - {""}
    if len(given) > 1:
        raise ParameterError(
            name,
            f'"{name}" has several values; give it one.',
            gettext("Địa chỉ này ghi nhiều giá trị cho cùng một mục; hãy chỉ giữ lại một."),
        )
    return next(iter(given), "")


def _day(arguments: Arguments, name: Literal["from", "to"]) -> datetime.date | None:
    typed = _single(arguments, name)
    if not typed:
        return None
    period = parse_period(typed)
    if period is None:
        raise ParameterError(
            name,
            f'"{name}" is {_shown(typed)}, which is no day; write 04/07/2018 or 2018-07-04.',
            gettext("“%(typed)s” không phải là một ngày; hãy gõ như 04/07/2018 hoặc 2018-07-04.", typed=_cut(typed)),
        )
    return period[0] if name == "from" else period[1]


def _sort(arguments: Arguments, default: Sort) -> Sort:
    typed = _single(arguments, "sort")
    for sort in SORTS:
        if typed == sort:
            return sort
    if not typed:
        return default
    raise ParameterError(
        "sort",
        f'"sort" is {_shown(typed)}; one of {", ".join(SORTS)} is possible.',
        gettext("Không có cách sắp xếp này; hãy chọn phù hợp nhất, ưu tiên mới, mới nhất hoặc cũ nhất."),
    )


def _scale(arguments: Arguments) -> Scale:
    typed = _single(arguments, "scale")
    for scale in SCALES:
        if typed == scale:
            return scale
    if not typed:
        return SCALES[0]
    raise ParameterError(
        "scale",
        f'"scale" is {_shown(typed)}; one of {", ".join(SCALES)} is possible.',
        gettext("Không có đơn vị này; hãy chọn số bài hoặc tỷ lệ trên 1.000 bài."),
    )


def _number(arguments: Arguments, name: Literal["page", "size", "limit"], default: int, most: int | None = None) -> int:
    typed = _single(arguments, name)
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
            gettext("Số trang “%(typed)s” không dùng được; hãy gõ một số từ 1 trở lên.", typed=_cut(typed)),
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
