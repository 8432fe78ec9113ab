"""The process that answers requests: gunicorn's, in which the site also answers what cannot be read, in its words."""

import errno
import math
import re
import time
from http import HTTPStatus
from typing import Any

from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.http.message import Request
from gunicorn.http.parser import RequestParser
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import ThreadWorker

from web.errors import REFUSED

IDLE_SECONDS = 60  # that a client may take nothing, or until its request is whole: then its thread is for others again
LEAST_SECONDS = 0.001  # a socket with no time left would not wait, and fail in another way
_BEGINNING = re.compile(rb"(GET|HEAD) (/[^\s?#]*)")  # of a request: all that is known of one that cannot be read
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_STATUSES = {
    LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
}


class LenientRequest(Request):  # type: ignore[misc]  # gunicorn is not typed
    """A request whose letters need not be percent-encoded; one that cannot be read asks for the error that says so."""

    def parse(self, unreader: Any) -> bytes:
        """Read the request's line and its headers; return what was read beyond them."""
        beginning = unreader.read()
        unreader.unread(beginning)
        try:
            rest: bytes = super().parse(unreader)
        except ParseException as error:
            self._refuse(beginning, _STATUSES.get(type(error), HTTPStatus.BAD_REQUEST))
            return b""
        return rest

    def parse_request_line(self, line_bytes: bytes) -> None:
        """Read the first line. Letters as they are (`q=lũ`) are clear, though no standard has them in an address."""
        method, space, rest = line_bytes.partition(b" ")
        super().parse_request_line(method + space + _encoded(rest))

    def _refuse(self, beginning: bytes, status: HTTPStatus) -> None:
        known = _BEGINNING.match(beginning)
        method, path = known.groups() if known else (b"GET", b"/")
        self.method, self.uri = method.decode(), _encoded(path).decode()
        self.path, self.query, self.fragment, self.version = self.uri, "", "", (1, 1)
        self.headers = [(REFUSED, str(int(status)))]
        self.force_close()


class Unreader(SocketUnreader):  # type: ignore[misc]
    """What a client sends, until a moment: one that sends a byte now and then is not waited for either."""

    until = math.inf  # as `time.monotonic` tells

    def chunk(self, *size: int) -> bytes:
        """Return what came; raises TimeoutError where nothing did in time."""
        self.sock.settimeout(max(self.until - time.monotonic(), LEAST_SECONDS))
        received: bytes = super().chunk(*size)
        return received


class Parser(RequestParser):  # type: ignore[misc]
    """The requests of one connection, up to one that does not come."""

    mesg_class = LenientRequest

    def __init__(self, cfg: Any, source: Any, client: Any) -> None:
        """Take the settings, a socket and whose it is."""
        super().__init__(cfg, source, client)
        self.unreader = Unreader(source)

    def __next__(self) -> LenientRequest:
        """Return the next request."""
        self.unreader.until = time.monotonic() + IDLE_SECONDS
        try:
            request: LenientRequest = super().__next__()
        except TimeoutError:
            raise StopIteration from None
        self.unreader.sock.settimeout(IDLE_SECONDS)  # now for what is sent
        return request


class Worker(ThreadWorker):  # type: ignore[misc]
    """A process with a few threads."""

    def handle(self, conn: Any) -> Any:
        """Answer what comes on a connection."""
        if not isinstance(conn.parser, Parser):
            conn.parser = Parser(self.cfg, conn.sock, conn.client)
        return super().handle(conn)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answer a request; whoever does not take the answer is as one who left."""
        try:
            return super().handle_request(req, conn)
        except TimeoutError as error:
            raise ConnectionResetError(errno.ECONNRESET, "The client takes nothing") from error


def _encoded(text: bytes) -> bytes:
    return _NOT_ASCII.sub(lambda byte: b"%%%02X" % byte[0][0], text)
