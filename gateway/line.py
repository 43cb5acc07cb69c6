"""Calls and replies past aiormq: its connection does all that is rare, the two frames that every request costs are ours.

aiormq shakes hands, opens channels, declares, consumes, beats and closes. Read and written by it, a call took a third of the
gateway's time for a request: eight awaits and two tasks for each message. So the channel of calls is cut out of its stream:
contents that come on it (replies, returned calls) are read here and never reach aiormq, and calls are written here, whole.
"""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from aiormq.connection import TransportFactory
from aiormq.exceptions import AMQPConnectionError

_METHOD, _HEADER, _BODY, _END = 1, 2, 3, 0xCE
_FRAME = struct.Struct(">BHI")
_DELIVER, _RETURN = b"\x00\x3c\x00\x3c", b"\x00\x3c\x00\x32"  # basic.deliver, basic.return
_PUBLISH, _CONTENT = b"\x00\x3c\x00\x28\x00\x00", b"\x00\x3c\x00\x00"
_MANDATORY = b"\x01"
# of a request: content_type, content_encoding, headers, delivery_mode, correlation_id, reply_to, expiration
_FLAGS = struct.pack(">H", 1 << 15 | 1 << 14 | 1 << 13 | 1 << 12 | 1 << 10 | 1 << 9 | 1 << 8)
_HEARTBEAT = b"\x08\x00\x00\x00\x00\x00\x00\xce"
TELL_SECONDS = 1.0


class Line(asyncio.StreamReaderProtocol):
    """One connection to the broker. `on_reply(correlation_id, body)`, `on_return(correlation_id)`: there is no such queue."""

    def __init__(self, on_reply: Callable[[str, bytes], None], on_return: Callable[[str], None]) -> None:
        self._loop_ = asyncio.get_running_loop()
        self.reader = asyncio.StreamReader(loop=self._loop_)
        super().__init__(self.reader, loop=self._loop_)
        self._on_reply, self._on_return = on_reply, on_return
        self.channel = 0  # of calls; none yet
        self._rest = b""
        self._is_amqp = True
        self._kind = b""
        self._id = ""
        self._pieces: list[bytes] = []
        self._missing = 0
        self._told_at = 0.0

    def data_received(self, data: bytes) -> None:
        """Keep the contents of our channel; all other frames are for aiormq."""
        if self._rest:
            data = self._rest + data
        elif not self._is_amqp or data.startswith(b"AMQP"):  # a broker of another protocol says so without a frame
            self._is_amqp = False
            super().data_received(data)
            return
        others, start, end = [], 0, len(data)
        while end - start >= 8:
            kind, channel, size = _FRAME.unpack_from(data, start)
            stop = start + 8 + size
            if stop > end:
                break
            is_whole = data[stop - 1] == _END  # what is not, aiormq refuses
            if (
                channel != self.channel
                or not channel
                or not (is_whole and self._is_ours(kind, data[start + 7 : stop - 1]))
            ):
                others.append(data[start:stop])
            start = stop
        self._rest = data[start:]
        now = self._loop_.time()
        if others:
            super().data_received(b"".join(others))
        elif start and now - self._told_at > TELL_SECONDS:  # the broker beats only when it has nothing else to say
            super().data_received(_HEARTBEAT)
        else:
            return
        self._told_at = now

    def _is_ours(self, kind: int, payload: bytes) -> bool:
        if kind == _METHOD:
            method = payload[:4]
            if method not in (_DELIVER, _RETURN):
                return False
            self._kind = method
        elif kind == _HEADER:
            self._missing = int.from_bytes(payload[4:12], "big")
            self._id = _correlation_id(payload)
            self._pieces = []
            if not self._missing:
                self._arrived()
        elif kind == _BODY:
            self._pieces.append(payload)
            self._missing -= len(payload)
            if self._missing <= 0:
                self._arrived()
        return True

    def _arrived(self) -> None:
        body, self._pieces = b"".join(self._pieces), []
        if self._kind == _DELIVER:
            self._on_reply(self._id, body)
        else:
            self._on_return(self._id)


class Lines(TransportFactory):
    """Makes the transport of each connection; `line` is the newest one."""

    def __init__(self, on_reply: Callable[[str, bytes], None], on_return: Callable[[str], None]) -> None:
        self._callbacks = (on_reply, on_return)
        self._line: Line | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def create(self, url: Any, **options: Any) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect; called by aiormq."""
        provider = options.pop("ssl_context_provider", None)
        context = await provider.get_context() if url.scheme == "amqps" else None
        loop = asyncio.get_running_loop()
        line = Line(*self._callbacks)
        try:
            transport, _ = await loop.create_connection(
                lambda: line, url.host or "", url.port or 0, ssl=context, **options
            )
        except OSError as error:
            raise AMQPConnectionError(*error.args) from error
        self._line, self._writer = line, asyncio.StreamWriter(transport, line, line.reader, loop)
        return line.reader, self._writer

    def take(self, channel: int) -> None:
        """From now on the contents of this channel are ours."""
        if self._line is not None:
            self._line.channel = channel

    async def publish(
        self,
        exchange: str,
        key: str,
        body: bytes,
        *,
        content: tuple[str, str, int],
        headers: dict[str, Any],
        correlation_id: str,
        reply_to: str,
        expiration: str,
        frame_max: int,
    ) -> None:
        """Send one call, mandatory, without a confirm; raises `ConnectionError`. `content`: type, encoding, delivery mode."""
        line, writer = self._line, self._writer
        if line is None or writer is None or not line.channel or writer.transport.is_closing():
            raise ConnectionResetError
        kind, encoding, mode = content
        properties = b"".join(
            (
                _CONTENT,
                len(body).to_bytes(8, "big"),
                _FLAGS,
                _short(kind),
                _short(encoding),
                _table(headers),
                mode.to_bytes(1, "big"),
                *(_short(text) for text in (correlation_id, reply_to, expiration)),
            )
        )
        most = frame_max - 8
        bodies = [_frame(_BODY, line.channel, body[at : at + most]) for at in range(0, len(body), most)]
        writer.write(
            b"".join((_method(line.channel, exchange, key), _frame(_HEADER, line.channel, properties), *bodies))
        )
        if writer.transport.get_write_buffer_size():
            await writer.drain()


def _correlation_id(header: bytes) -> str:
    """The id in a content header: class, weight and size (12 bytes), flags, then the properties that the flags name."""
    flags = int.from_bytes(header[12:14], "big")
    at = 14
    for bit in (15, 14):  # content_type, content_encoding
        if flags >> bit & 1:
            at += 1 + header[at]
    if flags >> 13 & 1:  # headers
        at += 4 + int.from_bytes(header[at : at + 4], "big")
    at += (flags >> 12 & 1) + (flags >> 11 & 1)  # delivery_mode, priority
    return header[at + 1 : at + 1 + header[at]].decode("latin-1") if flags >> 10 & 1 else ""


@lru_cache(maxsize=512)
def _method(channel: int, exchange: str, key: str) -> bytes:
    """basic.publish, the same for every call of an operation."""
    return _frame(_METHOD, channel, _PUBLISH + _short(exchange) + _short(key) + _MANDATORY)


def _frame(kind: int, channel: int, payload: bytes) -> bytes:
    return _FRAME.pack(kind, channel, len(payload)) + payload + b"\xce"


def _short(text: str) -> bytes:
    raw = text.encode()
    return len(raw).to_bytes(1, "big") + raw


def _table(fields: dict[str, Any]) -> bytes:
    raw = b"".join(_short(name) + _field(value) for name, value in fields.items())
    return len(raw).to_bytes(4, "big") + raw


def _field(value: Any) -> bytes:
    """What a call's headers hold: texts, whole numbers, lists of them."""
    if isinstance(value, str):
        raw = value.encode()
        return b"S" + len(raw).to_bytes(4, "big") + raw
    if isinstance(value, int):
        return b"l" + value.to_bytes(8, "big", signed=True)
    raw = b"".join(_field(one) for one in value)
    return b"A" + len(raw).to_bytes(4, "big") + raw
