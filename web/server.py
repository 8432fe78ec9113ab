"""Serves the site with gunicorn: several processes, each with a few threads."""

import errno
import os
import shutil
import socket
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from flask import Flask
from gunicorn.app.base import BaseApplication

from index import generation, lock
from index.errors import TimbaoError
from index.text.streams import analyse
from web import access_log
from web.app import create_app
from web.engines import KEY
from web.parameters import LONGEST_ADDRESS
from web.settings import DEFAULTS, Settings

THREADS = 4  # a worker: one searches while others send to slow readers
BACKLOG = 512  # connections that may wait to be taken
GRACE_SECONDS = 10  # what requests in flight get to finish in when the server is stopped
MULTIPROCESS_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"  # by which the Prometheus client knows where processes share counts
STANDARD_OUTPUT = "-"  # gunicorn's own name for it
_ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # what to show for an address that means all of the machine's own
_REASONS = {
    errno.EADDRINUSE: "another program is using it; stop that one, or choose another port with --port",
    errno.EACCES: "this needs administrator rights; choose a port from 1024 up with --port",
    errno.EADDRNOTAVAIL: "this machine does not have that address; name one of its own with --host",
}


def serve(index: Path, host: str, port: int, workers: int, settings: Settings = DEFAULTS) -> None:
    """Serve an index folder until stopped; prints the site's address once connections are taken.

    Port 0 takes a free port. Raises TimbaoError where the address cannot be listened on or the access log be written.
    An index that cannot be read is told on stderr: the site tells its visitors, until there is one that can, which it
    finds by itself.
    """
    if settings.access_log not in ("", STANDARD_OUTPUT):
        _check_writable(settings.access_log)
    listener = _listen(host, port)
    try:
        generation.verify_once(generation.current(index).path)
    except TimbaoError as error:
        print(f"timbao: {lock.unfinished(index) or error}", file=sys.stderr, flush=True)
    analyse("Tìm Báo")  # loads the model before the workers part, so that they share it and the first search is fast
    Server(index, listener, workers, settings).run()


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn is not typed
    """gunicorn over one site and a socket that already listens."""

    def __init__(self, index: Path, listener: socket.socket, workers: int, settings: Settings) -> None:
        """Take over the socket, and make the site before the processes part."""
        self._shared = Path(tempfile.mkdtemp(prefix="timbao-"))
        os.environ[MULTIPROCESS_VARIABLE] = str(self._shared)
        self._app = create_app(index, settings=settings, shared=self._shared)
        self._settings = settings
        self._workers = workers
        self._greeting = f"{settings.site_name}: {_address(listener)}"
        self._descriptor = listener.detach()
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's defaults."""
        settings = {
            "bind": f"fd://{self._descriptor}",
            "worker_class": "web.worker.Worker",
            "http_parser": "python",  # the one that the worker extends, even where a faster one is installed
            "workers": self._workers,
            "threads": THREADS,
            "backlog": BACKLOG,
            "graceful_timeout": GRACE_SECONDS,
            "limit_request_line": LONGEST_ADDRESS,
            "loglevel": "warning",
            "accesslog": _access_log(self._settings.access_log),
            "access_log_format": access_log.FORMAT,
            "logger_class": access_log.logger(self._settings.log_queries),
            "proc_name": "timbao",
            "when_ready": self._greet,
            "on_exit": self._tidy,
            "control_socket_disable": True,  # nothing is to be steered from outside
        }
        for name, value in settings.items():
            if name in self.cfg.settings:  # older versions have no control socket, and one parser
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the WSGI application, in each worker, with the index open as far as there is one."""
        with suppress(TimbaoError):  # which the site tells its visitors, and finds mended
            self._app.extensions[KEY].pinned()
        return self._app

    def _greet(self, _arbiter: object) -> None:
        print(self._greeting, flush=True)

    def _tidy(self, _arbiter: object) -> None:
        shutil.rmtree(self._shared, ignore_errors=True)


def _access_log(place: str) -> str | None:
    """Return where the access log goes: a person at a terminal is to keep the address and errors in sight instead."""
    return None if place == STANDARD_OUTPUT and sys.stdout.isatty() else place or None


def _check_writable(log: str) -> None:
    try:
        open(log, "a").close()
    except OSError as error:
        raise TimbaoError(
            f"The access log cannot be written to {log}: {error.strerror or error}; choose another file as access_log."
        ) from error


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise TimbaoError(f"Cannot listen on {host}: there is no such address; name another with --host.") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        reason = _REASONS.get(error.errno or 0, os.strerror(error.errno or 0))
        raise TimbaoError(f"Cannot listen on {host} port {port}: {reason}.") from error
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    host = _ANYWHERE.get(host, host)
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
