"""A connection to the broker that comes back: one greenlet alone reads, one alone writes (eventlet processes)."""

from __future__ import annotations

import random
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import amqp
import eventlet
from amqp import spec
from eventlet.event import Event

from chassis import log
from chassis.address import connection_settings
from chassis.writer import Writer

CONNECT_SECONDS = 5.0
BACKOFF_SECONDS = (0.2, 2.0)


class NotConnected(Exception):
    """There is no connection right now."""


class Link:
    """Keeps one connection. `on_connect(link)` declares and consumes; `on_lost()` is told after every loss."""

    def __init__(
        self,
        uri: str,
        name: str,
        *,
        heartbeat: int,
        on_connect: Callable[[Link], None],
        on_lost: Callable[[], None] = lambda: None,
    ) -> None:
        self.name = name
        self._settings = connection_settings(uri, heartbeat)
        self._stall_seconds = 2.0 * heartbeat
        self._on_connect = on_connect
        self._on_lost = on_lost
        self._log = log.get_logger("bus")
        self._stopping = False
        self._up: Any = Event()
        self.connection: Any = None
        self.channel: Any = None
        self.writer: Writer | None = None
        self.is_blocked = False
        self._confirms: Confirms | None = None
        self._greenlet: Any = None

    @property
    def is_up(self) -> bool:
        """Connected and set up."""
        return self._up.ready() and self.writer is not None and not self.writer.is_dead

    def start(self) -> None:
        """Begin to connect, and keep connected."""
        self._greenlet = eventlet.spawn(self._run)

    def wait_up(self, seconds: float) -> None:
        """Wait for the connection; raises `NotConnected` when there is none after `seconds`."""
        if self.is_up:
            return
        if self._up.ready():  # lost, and the reader has not noticed yet
            raise NotConnected(self.name)
        if self._up.wait(timeout=seconds) is None:
            raise NotConnected(self.name)

    def publish(self, exchange: str, key: str, message: Any, *, mandatory: bool = False) -> None:
        """Queue a message on the link's channel. Never `basic_publish`: that would read the socket."""
        if self.channel is None:
            raise NotConnected(self.name)
        self.channel.send_method(spec.Basic.Publish, "Bssbb", (0, exchange, key, mandatory, False), message)

    def publish_confirmed(
        self, exchange: str, key: str, message: Any, *, seconds: float, mandatory: bool = False
    ) -> None:
        """Publish and wait until the broker has it; raises `NotConnected` when it does not say so in time."""
        self.wait_up(seconds)
        confirms = self._confirms
        if confirms is None:
            raise NotConnected(self.name)
        confirms.publish(exchange, key, message, seconds=seconds, mandatory=mandatory)

    def stop(self) -> None:
        """Close in order: what was written reaches the broker. Waits for that, so the caller sets a limit."""
        self._stopping = True
        connection, writer = self.connection, self.writer
        if connection is None or writer is None or writer.is_dead:
            return
        writer.flush()
        with suppress(Exception):
            connection.send_method(spec.Connection.Close, "BsBB", (0, "", 0, 0))
        for _ in range(50):
            if self.connection is None:
                break
            eventlet.sleep(0.02)

    def _run(self) -> None:
        pause = BACKOFF_SECONDS[0]
        while not self._stopping:
            try:
                self._connect()
                pause = BACKOFF_SECONDS[0]
                self._log.info("connected", link=self.name)
                self._drain()
            except Exception as error:
                if not self._stopping:
                    self._log.warning("link_lost", link=self.name, error=type(error).__name__, reason=str(error)[:200])
            finally:
                self._let_go()
            if not self._stopping:
                eventlet.sleep(pause * random.uniform(0.7, 1.3))
                pause = min(pause * 1.6, BACKOFF_SECONDS[1])

    def _connect(self) -> None:
        with eventlet.Timeout(CONNECT_SECONDS, TimeoutError(f"no connection within {CONNECT_SECONDS:g} s")):
            connection = amqp.Connection(on_blocked=self._blocked, on_unblocked=self._unblocked, **self._settings)
            connection.connect()
            self.connection = connection
            self.writer = Writer(connection, self._stall_seconds)
            self.channel = connection.channel()
            self._confirms = Confirms(connection.channel())
            self._on_connect(self)
        self._up.send(True)

    def _drain(self) -> None:
        while True:
            with suppress(socket.timeout):
                self.connection.drain_events(timeout=1)
            if not self.connection.connected:  # py-amqp would quietly connect again, without our channels
                raise ConnectionError("the connection was closed")
            if self.writer is None or self.writer.is_dead:
                raise ConnectionError("the broker stopped taking what we send")
            self.connection.heartbeat_tick()

    def _let_go(self) -> None:
        if self._up.ready():
            self._up = Event()
        connection, writer, confirms = self.connection, self.writer, self._confirms
        self.connection = self.channel = self.writer = self._confirms = None
        self.is_blocked = False
        if writer is not None:
            writer.close()
        if confirms is not None:
            confirms.fail()
        if connection is not None:
            with suppress(Exception):
                connection.collect()
        try:
            self._on_lost()
        except Exception:
            self._log.exception("on_lost_failed", link=self.name)

    def _blocked(self, reason: str) -> None:
        self.is_blocked = True
        if self.writer is not None:
            self.writer.hold()
        self._log.warning("broker_blocks", link=self.name, reason=str(reason)[:200])

    def _unblocked(self) -> None:
        self.is_blocked = False
        if self.writer is not None:
            self.writer.release()
        self._log.info("broker_unblocks", link=self.name)


class Confirms:
    """A channel in confirm mode; the reader greenlet wakes who waits."""

    def __init__(self, channel: Any) -> None:
        self._channel = channel
        self._next = 1
        self._waiting: dict[int, Any] = {}
        self._addresses: dict[int, tuple[str, str]] = {}
        channel.confirm_select()
        channel.events["basic_ack"].add(self._acked)
        channel.events["basic_nack"].add(self._nacked)
        channel.events["basic_return"].add(self._returned)

    def publish(self, exchange: str, key: str, message: Any, *, seconds: float, mandatory: bool) -> None:
        """Send and wait; raises `NotConnected` when it was refused or not confirmed within `seconds`."""
        tag, self._next = self._next, self._next + 1
        event = self._waiting[tag] = Event()
        self._addresses[tag] = (exchange, key)
        try:
            arguments = (0, exchange, key, mandatory, False)
            self._channel.send_method(spec.Basic.Publish, "Bssbb", arguments, message)
            if event.wait(timeout=seconds) is not True:
                raise NotConnected("not confirmed")
        finally:
            self._waiting.pop(tag, None)
            self._addresses.pop(tag, None)

    def fail(self) -> None:
        """The connection is gone: wake everybody with no."""
        for event in list(self._waiting.values()):
            if not event.ready():
                event.send(False)

    def _acked(self, tag: int, multiple: bool) -> None:
        self._settle(tag, multiple, True)

    def _nacked(self, tag: int, multiple: bool, *_: Any) -> None:
        self._settle(tag, multiple, False)

    def _returned(self, _error: Any, exchange: str, key: str, _message: Any) -> None:
        """A message found no queue: everything that waits and went there is refused. (A confirm of it may still follow.)"""
        for tag in [t for t, address in self._addresses.items() if address == (exchange, key)]:
            if not self._waiting[tag].ready():
                self._waiting[tag].send(False)

    def _settle(self, tag: int, multiple: bool, ok: bool) -> None:
        for waiting in [t for t in self._waiting if t == tag or (multiple and t <= tag)]:
            event = self._waiting[waiting]
            if not event.ready():
                event.send(ok)
