"""How many requests one client may make: counted over all processes that serve the site."""

import ipaddress
import math
import sqlite3
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from flask import Flask, current_app, request
from werkzeug.exceptions import TooManyRequests

from web.settings import Settings

UNLIMITED = frozenset({"static", "health.healthz", "metrics.metrics"})  # parts of a page; what watches over the site
NETWORK_BITS = 64  # of an IPv6 address that tell one client from another: the rest each changes at will
_TABLE = "CREATE TABLE IF NOT EXISTS counts (client TEXT PRIMARY KEY, ends REAL, count INTEGER) WITHOUT ROWID"
_INDEX = "CREATE INDEX IF NOT EXISTS by_end ON counts (ends)"
_FORGET = "DELETE FROM counts WHERE ends <= :now"
_COUNT = (
    "INSERT INTO counts VALUES (:client, :now + :seconds, 1) ON CONFLICT DO UPDATE SET count = count + 1 "
    "RETURNING count, ends - :now"
)


class Counts:
    """Requests by client, each in a window of time that opens with the first, in a file that processes share."""

    def __init__(self, file: Path | None, seconds: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Count in `file`, or where there is none for this process alone, in windows of so many seconds."""
        self._file = file
        self._seconds = seconds
        self._clock = clock  # that does not jump, and is the same for all processes
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None

    def add(self, client: str) -> tuple[int, float]:
        """Count a request; returns how many there are in the window, and for how many seconds it goes on."""
        values = {"client": client, "now": self._clock(), "seconds": self._seconds}
        with self._lock:
            connection = self._connection = self._connection or self._open()
            connection.execute(_FORGET, values)
            count, left = connection.execute(_COUNT, values).fetchone()
        return count, left

    def _open(self) -> sqlite3.Connection:
        """Open the file: not before the first request, since no connection outlives the parting of processes."""
        connection = sqlite3.connect(self._file or ":memory:", isolation_level=None, check_same_thread=False)
        weakref.finalize(self, connection.close)
        for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = OFF", _TABLE, _INDEX):
            connection.execute(statement)
        return connection


def register(app: Flask, settings: Settings, shared: Path | None) -> None:
    """Refuse what goes beyond the rate of the settings, if they have one."""
    if settings.rate is None:
        return
    most, seconds = settings.rate
    counts = Counts(shared and shared / "rates", seconds)

    def refuse() -> None:
        if request.endpoint in UNLIMITED:
            return
        try:
            count, left = counts.add(client(request.remote_addr or ""))
        except sqlite3.Error:
            current_app.logger.exception("Requests cannot be counted, so none is refused")
            return
        if count > most:
            raise TooManyRequests(retry_after=max(1, math.ceil(left)))

    app.before_request(refuse)


def client(address: str) -> str:
    """Return what stands for all requests of one client: an IPv4 address, or the network of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, NETWORK_BITS), strict=False))
