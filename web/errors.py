"""What is answered when there is nothing to show: a page in plain words, or the API's error object."""

import logging
from dataclasses import dataclass
from typing import Literal, TypeAlias, TypedDict

from flask import Flask, Response, current_app, jsonify, render_template, request
from werkzeug.exceptions import HTTPException, TooManyRequests, abort

from index.errors import IndexMissingError, IndexUnfinishedError, TimbaoError
from web.language import gettext, marked
from web.links import address
from web.parameters import LONGEST_ADDRESS
from web.values import Code, Field, ParameterError

ErrorCode: TypeAlias = (
    Code
    | Literal[
        "address_too_long",
        "bad_request",
        "busy",
        "headers_too_large",
        "index_missing",
        "index_unfinished",
        "index_unavailable",
        "internal_error",
        "method_not_allowed",
        "not_found",
        "rate_limited",
    ]
)

JSON_PLACES = ("/api/", "/healthz")
TOLD = frozenset({"Allow", "Retry-After"})  # headers of an error that say what would work
BUILDING_SECONDS = 10  # until one looks again whether the index is built: a small one takes that long
REFUSED = "REFUSED AS"  # a header by which the server hands on what it could not read; none a client sends has a space


class Fault(TypedDict):
    """What is wrong: a code for programs, a sentence for people, and the parameter, where it is one's fault."""

    code: ErrorCode
    message: str
    field: Field | None


class ErrorAnswer(TypedDict):
    """The answer where something went wrong."""

    error: Fault


@dataclass(frozen=True, slots=True)
class Explanation:
    """An error page's heading and sentence, and the API's code and message for the same."""

    heading: str
    sentence: str
    code: ErrorCode
    message: str


EXPLANATIONS = {
    400: Explanation(
        marked("Yêu cầu không hợp lệ"),
        marked(
            "Máy chủ không đọc được yêu cầu này. Trong địa chỉ, dấu cách phải viết là %%20, dấu phần trăm là %%25; "
            "hãy thử tìm bằng ô ở trên."
        ),
        "bad_request",
        "The request is malformed. Percent-encode what its address holds, a space as %20: "
        "curl -G --data-urlencode 'q=lạng sơn' does.",
    ),
    404: Explanation(
        marked("Không tìm thấy trang này"),
        marked("Địa chỉ này không có trang nào. Có thể đường dẫn đã cũ hoặc bị gõ nhầm; hãy thử tìm bằng ô ở trên."),
        "not_found",
        "There is nothing at this address.",
    ),
    405: Explanation(
        marked("Trang này chỉ để xem"),
        marked("Không thể gửi dữ liệu đến địa chỉ này; hãy thử tìm bằng ô ở trên."),
        "method_not_allowed",
        "This address answers GET and HEAD only.",
    ),
    414: Explanation(
        marked("Địa chỉ này quá dài"),
        marked("Máy chủ không nhận địa chỉ dài như vậy. Nếu đó là một câu tìm, hãy thử lại với ít chữ hơn."),
        "address_too_long",
        f"The address is too long; the first line of a request may have {LONGEST_ADDRESS:,} bytes.",
    ),
    431: Explanation(
        marked("Yêu cầu quá lớn"),
        marked("Trình duyệt gửi kèm quá nhiều dữ liệu; hãy xóa cookie của trang này rồi thử lại."),
        "headers_too_large",
        "The headers of the request are too large; send fewer or smaller ones, such as cookies.",
    ),
    500: Explanation(
        marked("Có trục trặc ở máy chủ"),
        marked("Yêu cầu vừa rồi chưa thực hiện được và lỗi đã được ghi lại. Hãy thử lại sau ít phút."),
        "internal_error",
        "Something went wrong on the server; it has been logged.",
    ),
    503: Explanation(
        marked("Máy chủ đang bận"),
        marked("Đang có nhiều người cùng tải dữ liệu, hoặc việc này mất quá nhiều thời gian. Hãy thử lại sau ít phút."),
        "busy",
        "The server is busy; try again later.",
    ),
}


def register(app: Flask) -> None:
    """Answer every error of an app in words."""
    app.before_request(_refuse)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(TooManyRequests, _too_many)
    app.register_error_handler(TimbaoError, _unavailable)
    app.register_error_handler(ParameterError, _bad_parameter)


def error_json(status: int, code: ErrorCode, message: str, field: Field | None = None) -> Response:
    """Return the API's error object."""
    answer: ErrorAnswer = {"error": {"code": code, "message": message, "field": field}}
    response = jsonify(answer)
    response.status_code = status
    return response


def _refuse() -> None:
    status = request.headers.get(REFUSED)
    if status:
        abort(int(status))


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    explanation = EXPLANATIONS.get(status, EXPLANATIONS[400 if status < 500 else 500])
    if _wants_json():
        response = error_json(status, explanation.code, explanation.message)
    else:
        heading, sentence = gettext(explanation.heading), gettext(explanation.sentence)
        response = _page(status, "pages/error.html", heading=heading, sentence=sentence)
    return _as_told(error, response)


def _too_many(error: TooManyRequests) -> Response:
    if _wants_json():
        message = f"Too many requests; try again in {error.retry_after} seconds."
        return _as_told(error, error_json(429, "rate_limited", message))
    return _as_told(error, _page(429, "pages/limited.html", seconds=error.retry_after))


def _as_told(error: HTTPException, response: Response) -> Response:
    """Return a response with what an error tells programs."""
    response.headers.extend((name, value) for name, value in error.get_headers() if name in TOLD)
    return response


def _unavailable(error: TimbaoError) -> Response:
    """Say why there is nothing to search; of an index that is being built also when to look again."""
    code: ErrorCode
    match error:
        case IndexUnfinishedError():
            code, message = "index_unfinished", f"The index is being built; try again in {BUILDING_SECONDS} seconds."
        case IndexMissingError():
            code, message = "index_missing", "There is no index yet; run `timbao rebuild`."
        case _:
            code, message = "index_unavailable", "The index cannot be read."
    current_app.logger.log(logging.ERROR if code == "index_unavailable" else logging.INFO, "%s", error)
    if _wants_json():
        response = error_json(503, code, message)
    else:
        response = _page(503, "pages/unavailable.html", code=code, seconds=BUILDING_SECONDS)
    if code == "index_unfinished":
        response.headers["Retry-After"] = str(BUILDING_SECONDS)
    return response


def _bad_parameter(error: ParameterError) -> Response:
    if _wants_json():
        return error_json(400, error.code, str(error), error.field)
    kept = {
        name: request.args.getlist(name)[: 1 if name == "q" else None]  # of several texts the first is in the box
        for name in request.args
        if name == "q" or name not in (error.field, "page")
    }
    return _page(400, "pages/invalid.html", error=error, typed=request.args, retry=address(kept))


def _page(status: int, template: str, **values: object) -> Response:
    return Response(render_template(template, q=request.args.get("q", ""), **values), status, mimetype="text/html")


def _wants_json() -> bool:
    return request.path.startswith(JSON_PLACES)
