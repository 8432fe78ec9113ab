"""The process that answers requests: gunicorn's, with a sentence of ours for an address that is too long."""

from contextlib import suppress
from typing import Any

from gunicorn.http.errors import LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

from web.language import gettext, marked

TOO_LONG = marked("Câu tìm quá dài nên máy chủ không nhận; hãy quay lại và tìm bằng ít chữ hơn.")
_ANSWER = (
    b"HTTP/1.1 414 URI Too Long\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Content-Length: %d\r\n\r\n%b"
)


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn is not typed
    """A process with a few threads."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answer a request that could not be read."""
        if isinstance(exc, LimitRequestLine):
            with self.wsgi.app_context():
                sentence = f"{gettext(TOO_LONG)}\n".encode()
            with suppress(OSError):  # who asked may have left
                client.sendall(_ANSWER % (len(sentence), sentence))
        else:
            super().handle_error(req, client, addr, exc)
