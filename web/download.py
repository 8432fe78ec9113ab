"""Answers that are files to keep, called by what they hold (RFC 6266)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from unicodedata import normalize
from urllib.parse import quote

from flask import Response, stream_with_context

from index.text.fold import fold
from search.request import Filters

CSV = "text/csv"
BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets know UTF-8
MOST_BYTES = 150  # of a name that say what was sought: file systems take 255 in all
MOST_YEARS = 5  # in a name: more make it no clearer
_WORD = re.compile(r"\w+")  # all that is safe in a name, on any system


def table(lines: Iterable[str], sought: Sequence[str], filters: Filters) -> Response:
    """Return lines of comma-separated values as a file for spreadsheets, called by what was sought."""
    return download(_after(BYTE_ORDER_MARK, lines), "csv", CSV, sought, filters)


def download(lines: Iterator[str], ending: str, mimetype: str, sought: Sequence[str], filters: Filters) -> Response:
    """Return lines as a file to keep, called by what was sought; for old programs also without diacritics."""
    response = Response(stream_with_context(lines), mimetype=mimetype)
    text = normalize("NFC", " ".join(sought))
    name = f"{_stem(text, filters)}.{ending}"
    plain = f"{_stem(fold(text).encode('ascii', 'ignore').decode(), filters)}.{ending}"
    exact = {} if plain == name else {"filename*": f"UTF-8''{quote(name)}"}
    response.headers.set("Content-Disposition", "attachment", filename=plain, **exact)
    return response


def _stem(sought: str, filters: Filters) -> str:
    """Return words of a text, and the years and days that it is sought in, with hyphens between them."""
    text = "-".join(_WORD.findall(sought)).encode()[:MOST_BYTES].decode(errors="ignore").rstrip("-")
    bounds = {"from": filters.date_from, "to": filters.date_to}
    days = (f"{name}-{day}" for name, day in bounds.items() if day)
    return "-".join(["timbao", *([text] if text else ()), *filters.year[:MOST_YEARS], *days])


def _after(before: str, lines: Iterable[str]) -> Iterator[str]:
    yield before
    yield from lines
