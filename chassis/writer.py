"""The one greenlet that writes to a connection's socket.

py-amqp writes from whichever greenlet calls it: an interrupted one leaves half a frame behind, and the reader's socket
timeout applies to it. Here frames go into memory, which cannot yield and cannot be cut, and one greenlet sends them.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import eventlet
from amqp.exceptions import RecoverableConnectionError
from eventlet.event import Event
from eventlet.hubs import trampoline

from chassis.address import TCP_USER_TIMEOUT_MS

SEND_BYTES = 262_144


class Writer:
    """Takes over the writing of a py-amqp connection. A peer that takes nothing for `stall_seconds` is given up, unless it
    said that it would: see `hold`."""

    def __init__(self, connection: Any, stall_seconds: float) -> None:
        self._socket = connection.transport.sock.fd  # the plain socket: no timeout that others set
        self._stall_seconds = stall_seconds
        self._frames: list[bytes] = []
        self._waiting: Any = None
        self.unsent_bytes = 0
        self.is_dead = False
        self._released: Any = None  # while the peer takes nothing
        connection.frame_writer = connection.frame_writer_cls(connection, SimpleNamespace(write=self.put))
        self._greenlet = eventlet.spawn(self._run)

    def put(self, frame: Any) -> None:
        """Queue a frame; never yields. Copies it, since py-amqp uses its buffer again."""
        if self.is_dead:
            raise RecoverableConnectionError("connection lost")
        data = bytes(frame)
        self._frames.append(data)
        self.unsent_bytes += len(data)
        if self._waiting is not None:
            waiting, self._waiting = self._waiting, None
            waiting.send()

    def hold(self) -> None:
        """The peer announced that it stops reading: keep everything in memory, and have the kernel wait for it too."""
        if self._released is None:
            self._released = Event()
            self._set_kernel_timeout(0)

    def release(self) -> None:
        """The peer reads again."""
        released, self._released = self._released, None
        if released is not None:
            self._set_kernel_timeout(TCP_USER_TIMEOUT_MS)
            released.send()

    def flush(self) -> None:
        """Wait until everything is with the kernel, or lost; the caller sets the limit."""
        while self.unsent_bytes and not self.is_dead:
            eventlet.sleep(0.01)

    def close(self) -> None:
        """End the greenlet; the connection is over."""
        self.is_dead = True
        self._greenlet.kill()

    def _run(self) -> None:
        try:
            while True:
                if not self._frames:
                    self._waiting = Event()
                    self._waiting.wait()
                while self._released is not None:
                    self._released.wait()
                frames, self._frames = self._frames, []
                self._send(memoryview(b"".join(frames)))  # a reply and its acknowledgement leave together
        except (OSError, TimeoutError):
            pass
        finally:  # half a frame may be out: nothing can follow it. Shutting down wakes the reader.
            self.is_dead = True
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _send(self, data: memoryview) -> None:
        while data:
            try:
                sent = self._socket.send(data[:SEND_BYTES])
                self.unsent_bytes -= sent
                data = data[sent:]
            except BlockingIOError:
                self._wait_until_writable()

    def _wait_until_writable(self) -> None:
        try:
            trampoline(self._socket, write=True, timeout=self._stall_seconds, timeout_exc=TimeoutError())
        except TimeoutError:
            if self._released is None:
                raise

    def _set_kernel_timeout(self, milliseconds: int) -> None:
        with suppress(OSError):
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)
