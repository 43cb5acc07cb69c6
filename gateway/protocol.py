"""HTTP/1.1 with the bounds that the parser lacks: size and number of headers, and how long a client may take over them,
over a body that was answered without being read, and over reading an answer.

What cannot be parsed is answered with a problem document as well, and the connection is closed.
"""

from __future__ import annotations

import asyncio
import math
from asyncio import TimerHandle
from uuid import uuid4

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gateway.problems import problem_of, respond

MAX_HEADERS = 100
MAX_HEADER_BYTES = 32 * 1024
HEADER_SECONDS = 20.0
# A body is read on and thrown away for a while: closed at once, the connection is reset and the answer lost on its way.
UNREAD_BODY_SECONDS = 30.0
# In which nothing leaves for a client that does not read. The kernel may ask for more only when a third of its 4 MB is free.
STUCK_SECONDS = 30.0


class _TooLarge(Exception):
    """Ends the parser's work."""


class BoundedProtocol(HttpToolsProtocol):
    """One connection."""

    _head_bytes = _head_count = _unfinished = 0
    _reason = "malformed-http"
    _waiting: TimerHandle | None = None
    _unread: TimerHandle | None = None
    _unsent: float = math.inf
    _sending: TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The first request has to come soon."""
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._stop_waiting()
        self._stop_unread()
        if self._sending is not None:
            self._sending.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """A single header that never ends would be kept by the parser: count what did not complete a head."""
        super().data_received(data)
        if self._waiting is None or self.transport.is_closing():
            self._unfinished = 0
            return
        self._unfinished += len(data)
        if self._unfinished > MAX_HEADER_BYTES:
            self._reason = "headers-too-large"
            self.send_400_response("")

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._stop_unread()
        self._head_bytes = self._head_count = 0
        self._wait_for_head()

    def on_url(self, url: bytes) -> None:
        """A part of the address."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header."""
        self._head_count += 1
        self._count(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is here; bodies have limits of their own."""
        self._stop_waiting()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """A response ends: before its request does, nothing else would end the connection, whose bytes count as life."""
        super().on_response_complete()
        if self.cycle.response_complete and self.cycle.more_body and not self.transport.is_closing():
            self._unread = self.loop.call_later(UNREAD_BODY_SECONDS, self.transport.close)

    def pause_writing(self) -> None:
        """More waits to be sent than should; this comes and goes with every piece of a file, the timer does not."""
        super().pause_writing()
        if self._sending is None:
            self._look_whether_sending()

    def resume_writing(self) -> None:
        """What waited is sent."""
        self._unsent = math.inf
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request, and close."""
        self._stop_waiting()
        answer = respond(problem_of(self._reason), request_id=str(uuid4()), path="")
        head = [f"HTTP/1.1 {answer.status_code} Refused".encode(), *(b": ".join(pair) for pair in answer.raw_headers)]
        self.transport.write(b"\r\n".join([*head, b"connection: close", b"", bytes(answer.body)]))
        self.transport.close()

    def _count(self, size: int) -> None:
        self._head_bytes += size
        if self._head_bytes > MAX_HEADER_BYTES or self._head_count > MAX_HEADERS:
            self._reason = "headers-too-large"
            raise _TooLarge

    def _wait_for_head(self) -> None:
        self._stop_waiting()
        self._waiting = self.loop.call_later(HEADER_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _stop_unread(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _look_whether_sending(self) -> None:
        self._sending = None
        if not self.flow.write_paused:
            return
        unsent = self.transport.get_write_buffer_size()
        if unsent >= self._unsent:
            self.transport.abort()  # to close would be to wait until it is sent
            return
        self._unsent = unsent
        self._sending = self.loop.call_later(STUCK_SECONDS, self._look_whether_sending)

    def _give_up(self) -> None:
        self._reason = "request-timeout"
        self.send_400_response("")
