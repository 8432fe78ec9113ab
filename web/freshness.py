"""What browsers may keep: a page is good until another generation is served or the site itself changes (RFC 9111).

Not so an answer for which time ran out: the next may be whole.
"""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, g, request

from index.errors import TimbaoError
from web.engines import engine
from web.settings import Settings, settings

UNLESS_CHANGED = "no-cache"  # may be kept, and is asked for again each time: mostly answered by "not modified"
NEVER = "no-store"  # of what is told of this very moment
LIVE = frozenset({"health.healthz", "metrics.metrics"})  # endpoints whose answer is of this very moment
FIXED = frozenset({"api.openapi"})  # those whose answer changes with the program alone
_SOURCES = ("web/**/*", "search/**/*.py", "index/**/*.py")  # what an answer is made by


def register(app: Flask) -> None:
    """Answer an app's readers who hold the current answer already, and tell the others how to ask."""
    app.before_request(_not_modified)
    app.after_request(_tell)


def not_kept() -> None:
    """Let the answer being made not be kept: it would be another at another moment."""
    g.not_kept = True


def _not_modified() -> Response | None:
    if not _is_kept():
        return None
    try:
        release = _release(settings())
        g.etag = release if request.endpoint in FIXED else f"{engine().stats().generation}-{release}"
    except TimbaoError:
        return None  # which whoever answers tells
    held = request.if_none_match
    return Response(status=304) if not held.star_tag and held.contains_weak(g.etag) else None


def _tell(response: Response) -> Response:
    if request.endpoint in LIVE or response.status_code >= 400 or "not_kept" in g:
        response.headers.setdefault("Cache-Control", NEVER)
    elif "etag" in g:
        response.set_etag(g.etag, weak=True)  # weak: two answers may differ in how long they took
        response.headers.setdefault("Cache-Control", UNLESS_CHANGED)
    return response


def _is_kept() -> bool:
    """Say whether this is asked of a page that changes with the generation or the program alone."""
    return request.method in ("GET", "HEAD") and request.endpoint not in (None, "static", *LIVE)


@cache
def _release(chosen: Settings) -> str:
    """Return what changes with the program and its settings."""
    digest = hashlib.sha256(repr(chosen).encode())
    root = Path(__file__).parent.parent
    for pattern in _SOURCES:
        for file in sorted(path for path in root.glob(pattern) if path.is_file() and path.suffix != ".pyc"):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:8]
