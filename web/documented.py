"""What is told of the API beside its code: each view's parameters, and each status, in English and in Vietnamese.

The English is for `/api/v1/openapi.json`, and either for the page `/api`, in the language of the site.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar, get_type_hints

from flask import Flask

from search.dates import WRITTEN
from search.request import DEFAULT_SIZE, DEFAULT_SUGGESTIONS, MAX_RANK, MAX_SIZE, MAX_SUGGESTIONS, SORTS
from search.trends import MOST_QUERIES
from web.errors import ErrorCode
from web.freshness import LIVE
from web.parameters import LITERAL, LITERALS, LONGEST_ADDRESS, YEAR

Schema: TypeAlias = Mapping[str, Any]
View: TypeAlias = Callable[..., Any]
AnyView = TypeVar("AnyView", bound=View)

JSON = "application/json"
_VARIABLE = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")  # in a route as Flask writes it


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address: its name, the JSON schema of one value, and what it means.

    A `repeated` one may stand there several times, or `most` times at most. An empty value says the same as none, which
    is refused where one is `required`.
    """

    name: str
    schema: Schema
    english: str
    vietnamese: str
    repeated: bool = False
    most: int | None = None
    required: bool = False

    @property
    def refused(self) -> bool:
        """Whether some values are refused, or some numbers of them."""
        return not self.repeated or self.schema.keys() > {"type"} or self.most is not None


@dataclass(frozen=True, slots=True)
class Status:
    """What a status says, and the codes that errors of this status have."""

    english: str
    vietnamese: str
    codes: tuple[ErrorCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """What is told of a view beside its docstring and the type it returns; `example` are the arguments of one request.

    `media` is the type of what it answers with, `heading` a name, to be translated.
    """

    heading: str
    media: str
    takes: tuple[Parameter, ...]
    example: Mapping[str, str]
    reads_index: bool


@dataclass(frozen=True, slots=True)
class Route:
    """A view where it is reached: `path` as OpenAPI writes it, `/api/v1/articles/{article_id}`, `names` what varies."""

    path: str
    endpoint: str
    view: View
    operation: Operation
    names: Sequence[str]

    @property
    def statuses(self) -> tuple[int, ...]:
        """The statuses it can answer with, but for 405, 431 and 500, which every address has."""
        possible = {
            200: True,
            304: self.endpoint not in LIVE,
            400: any(parameter.refused for parameter in self.operation.takes),
            404: bool(self.names),
            414: True,
            429: True,
            503: self.operation.reads_index,
        }
        return tuple(status for status, can_be in possible.items() if can_be)

    @property
    def answer(self) -> Any:
        """The type of its JSON answer."""
        return get_type_hints(self.view)["return"]


def _days(name: str, english: str, vietnamese: str) -> Parameter:
    return Parameter(name, {"type": "string", "pattern": f"^({WRITTEN})?$"}, english, vietnamese)


def _any_of(name: str, english: str, vietnamese: str, **schema: str) -> Parameter:
    return Parameter(
        name, {"type": "string", **schema},
        f"Only articles of this {english}; repeat it to take in others.",
        f"Chỉ bài của {vietnamese} này; lặp lại để lấy thêm giá trị khác.",
        repeated=True,
    )  # fmt: skip


QUERY = Parameter(
    "q", {"type": "string"},
    "What is sought, as typed into the search box; without it every article matches.",
    "Điều cần tìm, như gõ vào ô tìm; bỏ trống thì mọi bài đều khớp.",
)  # fmt: skip
QUERIES = Parameter(
    "q", {"type": "string"},
    f"A query to count, as typed into the search box; repeat it to compare up to {MOST_QUERIES}.",
    f"Một từ khóa cần đếm, như gõ vào ô tìm; lặp lại để so sánh, nhiều nhất {MOST_QUERIES} từ khóa.",
    repeated=True, most=MOST_QUERIES, required=True,
)  # fmt: skip
TYPED = Parameter("q", {"type": "string"}, "What was typed so far.", "Phần đã gõ.", required=True)
PAGE = Parameter(
    "page", {"type": "integer", "minimum": 1, "maximum": MAX_RANK, "default": 1},
    f"Which page of results; none begins after the first {MAX_RANK:,} articles.",
    "Trang thứ mấy; chỉ xem được 1.000 bài đầu.",
)  # fmt: skip
SIZE = Parameter(
    "size", {"type": "integer", "minimum": 1, "maximum": MAX_SIZE, "default": DEFAULT_SIZE},
    "How many articles at most.",
    "Nhiều nhất bao nhiêu bài.",
)  # fmt: skip
LIMIT = Parameter(
    "limit", {"type": "integer", "minimum": 1, "maximum": MAX_SUGGESTIONS, "default": DEFAULT_SUGGESTIONS},
    "How many completions at most.",
    "Nhiều nhất bao nhiêu gợi ý.",
)  # fmt: skip
FILTERS = (
    _days(
        "from", "Only articles of this day and later: 2018-07-04 or 04/07/2018, or the first of 07/2018 or of 2018.",
        "Từ ngày này về sau: 2018-07-04 hay 04/07/2018; cũng có thể là một tháng (07/2018) hoặc một năm (2018).",
    ),
    _days(
        "to", "Only articles up to this day, or to the last of this month or year; written as `from`.",
        "Đến hết ngày, tháng hoặc năm này; cách viết như trên.",
    ),
    _any_of("source", "paper", "báo"),
    _any_of("category", "section", "chuyên mục"),
    _any_of("author", "author", "tác giả"),
    _any_of("year", "year", "năm", pattern=f"^({YEAR.pattern})?$"),
)  # fmt: skip
SORT = Parameter(
    "sort", {"type": "string", "enum": list(SORTS)},
    "The order: `recent` prefers the newer of articles that match about alike. Without words the newest come first.",
    "Thứ tự; recent ưu tiên bài mới trong những bài khớp ngang nhau. Không có từ để tìm thì bài mới nhất đứng trước.",
)  # fmt: skip
LITERAL_QUERY = Parameter(
    "literal", {"type": "string", "enum": list(LITERALS)},
    f"`{LITERAL}` takes `q` to the letter: no keystrokes, no abbreviations, nothing mended.",
    "`1` để tìm đúng những gì đã gõ: không đoán phím Telex, VNI, không mở chữ viết tắt, không sửa lỗi.",
)  # fmt: skip
FEED = (QUERY, *FILTERS, LITERAL_QUERY)
EXPORT = (QUERY, *FILTERS, SORT, LITERAL_QUERY)
SEARCH = (QUERY, *FILTERS, SORT, PAGE, SIZE, LITERAL_QUERY)
SUGGEST = (TYPED, LIMIT)
TRENDS = (QUERIES, *FILTERS, LITERAL_QUERY)

STATUSES: Mapping[int, Status] = {
    200: Status("The answer.", "Câu trả lời."),
    304: Status(
        "What was answered before, with the ETag in `If-None-Match`, is still current.",
        "Bản đã lấy trước đây (ETag ghi trong If-None-Match) vẫn còn mới.",
    ),
    400: Status(
        "A parameter cannot be used or is missing; `field` names it. Without `field`: the request cannot be read.",
        "Có tham số không dùng được hoặc còn thiếu; `field` cho biết là tham số nào. Không có `field`: yêu cầu không "
        "đọc được.",
        ("invalid_parameter", "page_too_deep", "bad_request"),
    ),
    404: Status("There is no such article or address.", "Không có bài hoặc địa chỉ này.", ("not_found",)),
    405: Status("Only GET and HEAD are answered.", "Chỉ trả lời GET và HEAD.", ("method_not_allowed",)),
    414: Status(
        f"The address is too long: the first line of a request may have {LONGEST_ADDRESS:,} bytes.",
        f"Địa chỉ quá dài; dòng đầu của yêu cầu có nhiều nhất {LONGEST_ADDRESS:,} byte.".replace(",", "."),
        ("address_too_long",),
    ),
    429: Status(
        "Too many requests; come again after the seconds in `Retry-After`.",
        "Hỏi quá nhiều; hãy đợi số giây ghi trong Retry-After rồi hỏi lại.",
        ("rate_limited",),
    ),
    431: Status("The headers of the request are too large.", "Phần đầu của yêu cầu quá lớn.", ("headers_too_large",)),
    500: Status("Something went wrong on the server.", "Có trục trặc ở máy chủ.", ("internal_error",)),
    503: Status(
        "There is no index yet, or it cannot be read. Or it is being built, or the server is busy: come again after "
        "the seconds in `Retry-After`.",
        "Chưa có chỉ mục, hoặc chỉ mục không đọc được. Hoặc chỉ mục đang được lập, hay máy chủ đang bận: hãy đợi số "
        "giây ghi trong Retry-After rồi hỏi lại.",
        ("busy", "index_missing", "index_unfinished", "index_unavailable"),
    ),
}

_OPERATIONS: dict[View, Operation] = {}


def document(heading: str, media: str = JSON, *, takes: tuple[Parameter, ...] = (),
             example: Mapping[str, str] | None = None, reads_index: bool = True
             ) -> Callable[[AnyView], AnyView]:  # fmt: skip
    """Tell of a view of the API what `Operation` holds."""

    def tell(view: AnyView) -> AnyView:
        _OPERATIONS[view] = Operation(heading, media, takes, example or {}, reads_index)
        return view

    return tell


def routes(app: Flask) -> list[Route]:
    """Return the documented routes of an app, in the order they were added."""
    every = ((rule, app.view_functions[rule.endpoint]) for rule in app.url_map.iter_rules())
    return [
        Route(_VARIABLE.sub(r"{\1}", rule.rule), rule.endpoint, view, _OPERATIONS[view], sorted(rule.arguments))
        for rule, view in every
        if view in _OPERATIONS
    ]
