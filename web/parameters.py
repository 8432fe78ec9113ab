"""What an address asks for, read once for the page and the API alike."""

import re
from dataclasses import dataclass
from typing import Literal

from search.request import (
    DEFAULT_SIZE,
    DEFAULT_SUGGESTIONS,
    FACET_FIELDS,
    MAX_RANK,
    MAX_SIZE,
    MAX_SUGGESTIONS,
    NO_FILTERS,
    SORTS,
    FacetField,
    Filters,
    Sort,
)
from search.trends import MOST_QUERIES, SCALES, Scale
from search.whoosh_queries import plain_value
from web import values
from web.language import gettext
from web.values import Arguments, ParameterError, cut, shown
from web.wording import too_many

LONGEST_ADDRESS = 8190  # bytes of a request's first line, gunicorn's own most: a pasted paragraph fits, percent-encoded
LITERAL = "1"  # the value of `literal` that says so
NOT_LITERAL = "0"  # the one that says no, as leaving it out does
LITERALS = (NOT_LITERAL, LITERAL)
YEAR = re.compile(r"[0-9]{4}")


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


def read(arguments: Arguments, default_size: int, *, sized: bool = False) -> SearchParameters:
    """Read the parameters of a search; `size` counts only when `sized`, since all pages of a site are of one size.

    Raises ParameterError for a value that is no number, no date or no order, and for a page beyond rank `MAX_RANK`.
    """
    q = query(arguments)
    filters = _filters(arguments)
    hits = size(arguments) if sized else default_size
    page = values.number(arguments, "page", 1)
    if (page - 1) * hits >= MAX_RANK:
        raise _too_deep(page, hits)
    return SearchParameters(q, filters, _sort(arguments, q), page, hits, _literal(arguments))


def query(arguments: Arguments) -> str:
    """Read the one text that was typed, as it was typed. Raises ParameterError for several."""
    return values.single(arguments, "q")


def typed_so_far(arguments: Arguments) -> str:
    """Read what is to be completed, as it was typed. Raises ParameterError for several texts, and for none."""
    typed = query(arguments)
    if not typed:
        raise ParameterError(
            "q",
            '"q" is missing; give what was typed so far.',
            gettext("Chưa có chữ nào để gợi ý; hãy gõ ít nhất một."),
        )
    return typed


def size(arguments: Arguments) -> int:
    """Read how many hits are wanted at most. Raises ParameterError where it is no number of them."""
    return values.number(arguments, "size", DEFAULT_SIZE, MAX_SIZE)


def read_trends(arguments: Arguments, *, required: bool = False) -> TrendParameters:
    """Read the parameters of trends: `q` up to MOST_QUERIES times, empty and repeated ones left out.

    Raises ParameterError for more of them, for none where one is `required`, for a date or year that is none, and for a
    scale that there is not.
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
    if required and not queries:
        raise ParameterError(
            "q",
            f'"q" is missing; give it once for each query to count, {MOST_QUERIES} times at most.',
            gettext("Chưa có từ khóa nào để đếm; hãy gõ ít nhất một."),
        )
    return TrendParameters(queries, _filters(arguments), _scale(arguments), _literal(arguments))


def read_compared(arguments: Arguments) -> tuple[str, str]:
    """Read the ids of the two versions to compare. Raises ParameterError where one is missing."""
    return _id(arguments, "one"), _id(arguments, "other")


def filter_values(arguments: Arguments) -> dict[FacetField, tuple[str, ...]]:
    """Read the values that each field is filtered by, empty and repeated ones left out."""
    return {name: _chosen(arguments, name) for name in FACET_FIELDS}


def limit(arguments: Arguments) -> int:
    """Read how many completions are wanted at most. Raises ParameterError where it is no number of them."""
    return values.number(arguments, "limit", DEFAULT_SUGGESTIONS, MAX_SUGGESTIONS)


def default_sort(q: str) -> Sort:
    """Return the order when none is asked for: without words there is no relevance, so the newest come first."""
    return "relevance" if q.strip() else "newest"


def _filters(arguments: Arguments) -> Filters:
    start, end = values.day(arguments, "from"), values.day(arguments, "to")
    if start and end and start > end:
        raise ParameterError(
            "from",
            f'"from" ({start.isoformat()}) is later than "to" ({end.isoformat()}); swap the two.',
            gettext("Ngày bắt đầu ở sau ngày kết thúc; hãy đổi lại hai ngày cho nhau."),
        )
    chosen = filter_values(arguments)
    for year in chosen["year"]:
        if not YEAR.fullmatch(year):
            raise ParameterError(
                "year",
                f'"year" is {shown(year)}, which is no year; write 2018.',
                gettext("“%(typed)s” không phải là một năm; hãy gõ như 2018.", typed=cut(year)),
            )
    return Filters(start, end, **chosen)


def _id(arguments: Arguments, name: Literal["one", "other"]) -> str:
    given = values.single(arguments, name)
    if not given:
        raise ParameterError(
            name,
            f'"{name}" is missing; give the id of an article.',
            gettext("Cần hai bài để so sánh, mà địa chỉ này thiếu “%(name)s”; hãy ghi mã của một bài.", name=name),
        )
    return given


def _chosen(arguments: Arguments, name: str) -> tuple[str, ...]:
    given: dict[str, str] = {}
    for value in arguments.getlist(name):
        given.setdefault(plain_value(value), value)
    return tuple(value for plain, value in given.items() if plain)


def _sort(arguments: Arguments, q: str) -> Sort:
    sentence = gettext("Không có cách sắp xếp này; hãy chọn phù hợp nhất, ưu tiên mới, mới nhất hoặc cũ nhất.")
    return values.choice(arguments, "sort", SORTS, default_sort(q), sentence)


def _scale(arguments: Arguments) -> Scale:
    sentence = gettext("Không có đơn vị này; hãy chọn số bài hoặc tỷ lệ trên 1.000 bài.")
    return values.choice(arguments, "scale", SCALES, SCALES[0], sentence)


def _literal(arguments: Arguments) -> bool:
    sentence = gettext("“literal” chỉ có thể là 1 (tìm đúng những gì đã gõ) hoặc 0; hãy sửa lại địa chỉ.")
    return values.choice(arguments, "literal", LITERALS, NOT_LITERAL, sentence) == LITERAL


def _too_deep(page: int, size: int) -> ParameterError:
    return ParameterError(
        "page",
        f"Page {page} of {size} hits lies beyond rank {MAX_RANK}; narrow the search down instead.",
        too_many(MAX_RANK),
        "page_too_deep",
    )
