"""Answers in fewer bytes for whoever takes them so (RFC 9110, Content-Encoding): a page in a quarter of them.

There is nothing secret in a page whose length could tell of it. Exports are written as they are read, and sent as they
are.
"""

from flask import Flask, Response, request
from flask_compress import Compress

MIMETYPES = (
    *("text/html", "text/css", "text/javascript", "image/svg+xml"),
    *("application/json", "application/atom+xml", "application/opensearchdescription+xml"),
)
ALGORITHMS = ("zstd", "br", "gzip")  # in this order: the first takes the least of our time
LEAST_BYTES = 1_000  # one packet of the network holds as many: fewer arrive no sooner


def register(app: Flask) -> None:
    """Compress what the app answers; before all else that adds to answers, so that it does so last."""
    app.config.update(
        COMPRESS_MIMETYPES=MIMETYPES,
        COMPRESS_ALGORITHM=ALGORITHMS,
        COMPRESS_MIN_SIZE=LEAST_BYTES,
        COMPRESS_STREAMS=False,
    )
    Compress(app)
    app.after_request(_in_one_piece)


def _in_one_piece(response: Response) -> Response:
    """Read a static file at once, or it would be a stream."""
    if request.endpoint == "static":
        response.direct_passthrough = False
        response.make_sequence()
    return response
