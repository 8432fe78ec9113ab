"""A client that neither sends nor takes anything holds no thread for long, and is no error to write about."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import TConn

from web import worker

MUCH = bytes(100_000_000)  # more than a system keeps for a client that reads nothing
CLIENT, SERVER = ("127.0.0.1", 1), ("127.0.0.1", 2)


@pytest.fixture
def connection(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[TConn, socket.socket]]:
    monkeypatch.setattr(worker, "IDLE_SECONDS", 0.01)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield TConn(Config(), ours, CLIENT, SERVER), theirs


def answer(environ: object, start_response: Callable[[str, list[tuple[str, str]]], object]) -> list[bytes]:
    start_response("200 OK", [("Content-Length", str(len(MUCH)))])
    return [MUCH]


@pytest.mark.parametrize("sent", [b"GET / HT", b"GET / HTTP/1.1\r\nHost: site\r\n\r\n"], ids=["sends", "takes"])
def test_a_client_that_stops_is_left(
    connection: tuple[TConn, socket.socket], sent: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    ours, theirs = connection
    process = worker.Worker(1, os.getppid(), [], None, 1, ours.cfg, Logger(ours.cfg))
    process.wsgi = answer
    theirs.sendall(sent)
    with closing(process.tmp):
        process.handle(ours)
    assert capfd.readouterr().err == ""


def test_a_client_that_sends_a_byte_now_and_then_is_left(connection: tuple[TConn, socket.socket]) -> None:
    ours, theirs = connection
    left = threading.Event()

    def dribble() -> None:
        for _ in range(10_000):  # more than the first line of a request may have: then it would be refused
            if left.wait(0.001):
                return
            theirs.sendall(b"x")

    with ThreadPoolExecutor(1) as others:
        others.submit(dribble)
        with pytest.raises(StopIteration):
            next(worker.Parser(ours.cfg, ours.sock, ours.client))
        left.set()
