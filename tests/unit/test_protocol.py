"""One connection of the gateway: what a client cannot hold open, with limits that are short for the test."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from gateway import protocol

PATIENCE_SECONDS = 10
PIECE = b"a" * 262_144
REFUSED = b"POST /refused HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n"


class Application:
    """Refuses `/refused` without reading its body; sends `/endless` until nobody listens."""

    def __init__(self) -> None:
        self.is_left = threading.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one request."""
        is_endless = scope["path"] == "/endless"
        headers = [(b"content-length", b"%d" % (10**15 if is_endless else 2))]
        await send({"type": "http.response.start", "status": 200 if is_endless else 401, "headers": headers})
        if not is_endless:
            await send({"type": "http.response.body", "body": b"no"})
            return
        await receive()
        gone = asyncio.create_task(receive())
        while not gone.done():
            await send({"type": "http.response.body", "body": PIECE, "more_body": True})
            await asyncio.sleep(0)
        self.is_left.set()


@pytest.fixture
def application() -> Application:
    """What is served."""
    return Application()


@pytest.fixture
def connection(application: Application, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """A connection to a server with limits of a fifth of a second."""
    monkeypatch.setattr(protocol, "UNREAD_BODY_SECONDS", 0.2)
    monkeypatch.setattr(protocol, "STUCK_SECONDS", 0.2)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        application, http=protocol.BoundedProtocol, loop="uvloop", ws="none", lifespan="off", log_config=None
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    with socket.create_connection(listening.getsockname(), timeout=PATIENCE_SECONDS) as client:
        yield client
    server.should_exit = True
    thread.join()
    listening.close()


def answered(connection: socket.socket) -> None:
    """The answer of `/refused` is here."""
    answer = b""
    while not answer.endswith(b"\r\n\r\nno"):
        piece = connection.recv(65_536)
        assert piece, answer
        answer += piece
    assert answer.startswith(b"HTTP/1.1 401 ")


def test_a_connection_whose_answered_request_never_ends_is_closed(connection: socket.socket) -> None:
    connection.sendall(REFUSED)
    answered(connection)
    connection.sendall(b"1")  # life, for uvicorn: it ends the timer of connections that nobody uses
    assert connection.recv(1) == b"", "nothing more comes, and no time-out"


def test_a_body_that_comes_after_its_answer_leaves_the_connection_usable(connection: socket.socket) -> None:
    started = time.monotonic()
    while time.monotonic() < started + 3 * protocol.UNREAD_BODY_SECONDS:
        connection.sendall(REFUSED)
        answered(connection)
        connection.sendall(b"1" * 1000)


def test_a_client_that_does_not_read_is_left(connection: socket.socket, application: Application) -> None:
    connection.sendall(b"GET /endless HTTP/1.1\r\nhost: x\r\n\r\n")
    assert application.is_left.wait(PATIENCE_SECONDS)


def test_a_client_that_reads_is_not_left(connection: socket.socket, application: Application) -> None:
    connection.sendall(b"GET /endless HTTP/1.1\r\nhost: x\r\n\r\n")
    started = time.monotonic()
    while time.monotonic() < started + 6 * protocol.STUCK_SECONDS:
        assert connection.recv(65_536)
    assert not application.is_left.is_set()
