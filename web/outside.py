"""What leaves the site: a feed of new matches, exports of all of them, and how browsers add the engine."""

import datetime
from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, render_template, request, stream_with_context

from index.article import Article
from search.export import csv_lines, json_lines, matching
from search.highlight import Highlighter
from search.understand import understand
from web import parameters
from web.engines import engine
from web.parameters import SearchParameters

FEED_ENTRIES = 50  # the newest: readers ask again long before so many are new
BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets know UTF-8

blueprint = Blueprint("outside", __name__)


@blueprint.get("/feed.atom")
def feed() -> Response:
    """Answer with the newest matches as an Atom feed (RFC 4287): an alert in any feed reader."""
    asked = parameters.read(request.args)
    query = understand(engine(), asked.q, literal=asked.literal).query
    highlighter = Highlighter(query, {})
    articles = matching(engine(), query, asked.filters, limit=FEED_ENTRIES, grouped=True)
    entries = [(article, _moment(article), highlighter.snippet(article)) for article in articles]
    updated = max((moment for _, moment, _ in entries), default=engine().stats().built_at)
    atom = render_template("outside/feed.xml", asked=asked, entries=entries, updated=updated)
    return Response(atom, mimetype="application/atom+xml")


@blueprint.get("/export.csv")
def export_csv() -> Response:
    """Answer with what is known of all matches, as a table for spreadsheets."""
    return _download(_after(BYTE_ORDER_MARK, csv_lines(_matching(parameters.read(request.args)))), "csv", "text/csv")


@blueprint.get("/export.jsonl")
def export_json_lines() -> Response:
    """Answer with all matches in full, one a line, as `timbao rebuild` reads them."""
    return _download(json_lines(_matching(parameters.read(request.args))), "jsonl", "application/x-ndjson")


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """Describe the search to browsers, which offer to add it (OpenSearch 1.1)."""
    return Response(render_template("outside/opensearch.xml"), mimetype="application/opensearchdescription+xml")


def _matching(asked: SearchParameters) -> Iterable[Article]:
    query = understand(engine(), asked.q, literal=asked.literal).query
    return matching(engine(), query, asked.filters, sort=asked.sort)


def _download(lines: Iterator[str], ending: str, mimetype: str) -> Response:
    response = Response(stream_with_context(lines), mimetype=mimetype)
    response.headers["Content-Disposition"] = f"attachment; filename=timbao-{datetime.date.today():%Y%m%d}.{ending}"
    return response


def _after(before: str, lines: Iterable[str]) -> Iterator[str]:
    yield before
    yield from lines


def _moment(article: Article) -> str:
    """Return when an article was published, or else collected; where neither is known, long ago."""
    day = article.date or article.crawled or datetime.date(1970, 1, 1)
    return f"{day.isoformat()}T00:00:00+07:00"
