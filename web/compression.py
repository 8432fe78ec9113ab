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
AS_IT_IS = "identity"  # how HTTP calls it
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
    app.after_request(_taken)
    app.after_request(_in_one_piece)


def _taken(response: Response) -> Response:
    """Choose how to compress: Flask-Compress would also take what a client refuses by `q=0`."""
    request.environ["HTTP_ACCEPT_ENCODING"] = request.accept_encodings.best_match((*ALGORITHMS, AS_IT_IS), AS_IT_IS)
    return response


def _in_one_piece(response: Response) -> Response:
    """Read a whole static file at once, or it would be a stream, which is sent as it is; so is a part of a file."""
    if request.endpoint == "static" and response.status_code == 200:
        response.direct_passthrough = False
        response.make_sequence()
    return response
