"""What leaves the site: a feed of new matches, exports of all of them, and how browsers add the engine."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from threading import BoundedSemaphore

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import ServiceUnavailable

from index.article import Article
from search.export import csv_lines, json_lines, matching
from search.highlight import Highlighter
from search.understand import understand
from web import documented, parameters
from web.documented import document
from web.download import CSV, download, table
from web.engines import engine
from web.language import marked
from web.parameters import SearchParameters
from web.settings import settings

FEED_ENTRIES = 50  # the newest: readers ask again long before so many are new
ATOM = "application/atom+xml"
JSON_LINES = "application/x-ndjson"
OPENSEARCH = "application/opensearchdescription+xml"
EXPORTS_AT_ONCE = 2  # of a process, half its threads: an export holds one for as long as its reader takes
RETRY_SECONDS = 30  # until somebody's export is likely through

turns = BoundedSemaphore(EXPORTS_AT_ONCE)
blueprint = Blueprint("outside", __name__)


@blueprint.get("/feed.atom")
@document(marked("Nguồn tin Atom của một lượt tìm"), ATOM, takes=documented.FEED, example={"q": "hòa bình"})
def feed() -> Response:
    """Answer with the newest matches as an Atom feed (RFC 4287): an alert in any feed reader."""
    asked = _asked()
    query = understand(engine(), asked.q, literal=asked.literal).query
    highlighter = Highlighter(query, {})
    articles = matching(engine(), query, asked.filters, limit=FEED_ENTRIES, grouped=True)
    entries = [(article, _moment(article), highlighter.snippet(article)) for article in articles]
    updated = max((moment for _, moment, _ in entries), default=engine().stats().built_at)
    atom = render_template("outside/feed.xml", asked=asked, entries=entries, updated=updated)
    return Response(atom, mimetype=ATOM)


@blueprint.get("/export.csv")
@document(marked("Bảng CSV cho bảng tính"), CSV, takes=documented.EXPORT, example={"q": "hòa bình", "year": "2018"})
def export_csv() -> Response:
    """Answer with what is known of all matches, as a table for spreadsheets."""
    return _in_turn(lambda asked: table(csv_lines(_matching(asked)), [asked.q], asked.filters))


@blueprint.get("/export.jsonl")
@document(marked("Toàn văn, mỗi dòng một bài (JSON Lines)"), JSON_LINES, takes=documented.EXPORT,
          example={"q": "hòa bình", "from": "2018-01-01", "to": "2018-12-31"})  # fmt: skip
def export_json_lines() -> Response:
    """Answer with all matches in full, one a line, as `timbao rebuild` reads them."""
    return _in_turn(lambda asked: download(json_lines(_matching(asked)), "jsonl", JSON_LINES, [asked.q], asked.filters))


@blueprint.get("/opensearch.xml")
@document(marked("Mô tả để trình duyệt thêm bộ tìm này"), OPENSEARCH, reads_index=False)
def opensearch() -> Response:
    """Describe the search to browsers, which offer to add it (OpenSearch 1.1)."""
    return Response(render_template("outside/opensearch.xml"), mimetype=OPENSEARCH)


def _in_turn(make: Callable[[SearchParameters], Response]) -> Response:
    """Return an export, if few are being sent; its turn ends when all of it is sent, or whoever asked has left."""
    if not turns.acquire(blocking=False):
        raise ServiceUnavailable(retry_after=RETRY_SECONDS)
    with ExitStack() as stack:
        stack.callback(turns.release)
        response = make(_asked())
        turn = stack.pop_all()
    response.response = _until_sent(response.iter_encoded(), turn)
    response.call_on_close(turn.close)  # where not even the first line is asked for
    return response


def _until_sent(lines: Iterable[bytes], turn: ExitStack) -> Iterator[bytes]:
    with turn:
        yield from lines


def _asked() -> SearchParameters:
    return parameters.read(request.args, settings().page_size)


def _matching(asked: SearchParameters) -> Iterable[Article]:
    query = understand(engine(), asked.q, literal=asked.literal).query
    return matching(engine(), query, asked.filters, sort=asked.sort)


def _moment(article: Article) -> str:
    """Return when an article was published, or else collected; where neither is known, long ago."""
    day = article.date or article.crawled or datetime.date(1970, 1, 1)
    return f"{day.isoformat()}T00:00:00+07:00"
