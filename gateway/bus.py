"""Calls over RabbitMQ from asyncio: one connection, one reply queue, a table of waiting calls.

Losing the connection fails every waiting call at once as «outcome unknown»; what may be repeated is sent once more
within its deadline. Time-outs of several services in a row without a single reply, or twenty of one, make the connection
itself suspect: it is made anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import aiormq
import aiormq.abc

from chassis import log, wire
from chassis.call import Call
from contracts.errors import DeadlineExceeded, OutcomeUnknown, Unavailable
from gateway.line import Lines

MOST_PENDING = 256
SUSPICIOUS_TIMEOUTS = 20
SUSPICIOUS_TIMEOUTS_OF_SEVERAL = 6
CONNECT_SECONDS = 5.0
LOOK_SECONDS = 1.0
TIMEOUTS_THAT_OPEN = 3
PROBE_SECONDS = 2.0
QUIET_SECONDS = 1.0

OnMessage = Callable[[aiormq.abc.DeliveredMessage], Awaitable[None]]


class Breaker:
    """Opens after three time-outs in a row; then one probe at a time, a short one, finds out whether the callee is back.

    None follows the one before at once: somebody who is alone would be every probe, and wait each time. The readiness check asks
    every service every two seconds, so a callee that hangs is known before many have waited.
    """

    def __init__(self) -> None:
        self.timeouts = 0
        self.probing = False
        self._quiet_until = 0.0

    def timed_out(self) -> None:
        """A call was not answered in time."""
        self.timeouts += 1
        self._quiet_until = time.monotonic() + QUIET_SECONDS

    def enter(self) -> bool:
        """Whether this call is the probe; raises `Unavailable` while open, but for that one."""
        if self.timeouts < TIMEOUTS_THAT_OPEN:
            return False
        if self.probing or time.monotonic() < self._quiet_until:
            raise Unavailable()
        self.probing = True
        return True


class BusClient:
    """Connects by itself and again; `subscribe(exchange, keys, handler)` before `start` also consumes, exclusively."""

    def __init__(self, uri: str, *, heartbeat: int) -> None:
        self._uri = f"{uri}?heartbeat={heartbeat}"
        self._log = log.get_logger("bus")
        self._pending: dict[str, asyncio.Future[bytes]] = {}
        self._ids = itertools.count(1)
        self._prefix = uuid4().hex[:12]
        self._connection: Any = None
        self._calls: Any = None
        self._events: Any = None
        self._lines = Lines(self._replied, self._returned)
        self._frame_max = 0
        self._up = asyncio.Event()
        self._subscriptions: list[tuple[str, tuple[str, ...], OnMessage]] = []
        self._breakers: dict[str, Breaker] = {}
        self._timeouts = 0  # in a row, without a reply
        self._silent: set[str] = set()  # who they were waited for
        self._reset = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._looking: asyncio.Task[dict[str, int]] | None = None
        self.on_up: Callable[[], None] = lambda: None
        self.on_down: Callable[[], None] = lambda: None

    def subscribe(self, exchange: str, keys: tuple[str, ...], handler: OnMessage) -> None:
        """Consume from an exchange with a queue of our own while connected; what was missed must be read again."""
        self._subscriptions.append((exchange, keys, handler))

    async def start(self) -> None:
        """Begin to connect, and stay connected."""
        self._task = asyncio.create_task(self._run(), name="bus")

    async def stop(self) -> None:
        """Disconnect."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    @property
    def is_up(self) -> bool:
        """Connected and set up."""
        return self._up.is_set()

    async def depths(self, queues: tuple[str, ...]) -> dict[str, int]:
        """How many messages wait in queues that exist; needs no right on them. Empty while the broker does not say."""
        if not self._up.is_set():
            return {}
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(_look(self._connection, queues), name="depths")
        # Not cancelled when it takes long: aiormq would close the channel a second time, and the broker the connection.
        await asyncio.wait({self._looking}, timeout=LOOK_SECONDS)
        return self._looking.result() if self._looking.done() else {}

    async def call(self, call: Call, service: str, operation: str, body: bytes, *, repeatable: bool = True) -> bytes:
        """The JSON of a call's result; raises declared errors, and never later than the call's deadline."""
        breaker = self._breakers.setdefault(service, Breaker())
        is_probe = breaker.enter()
        if is_probe:
            call = replace(call, deadline_ms=min(call.deadline_ms, deadline_ms(PROBE_SECONDS)))
        try:
            try:
                return await self._once(call, service, operation, body, breaker)
            except OutcomeUnknown:
                if not repeatable:
                    raise
                return await self._once(call, service, operation, body, breaker)
        finally:
            if is_probe:
                breaker.probing = False

    async def _once(self, call: Call, service: str, operation: str, body: bytes, breaker: Breaker) -> bytes:
        if len(self._pending) >= MOST_PENDING:
            raise Unavailable("Too much is going on right now. Try again shortly.")
        left = call.remaining()
        if left <= 0:
            raise DeadlineExceeded()
        correlation_id = f"{self._prefix}.{next(self._ids)}"
        future: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        sent = False
        try:
            async with asyncio.timeout(left):
                if not self._up.is_set():
                    async with asyncio.timeout(min(left, 2.0)):
                        await self._up.wait()
                self._pending[correlation_id] = future
                sent = True
                await self._publish(call, service, operation, body, correlation_id)
                reply = await future
        except TimeoutError:
            if not sent:
                raise Unavailable() from None
            breaker.timed_out()
            self._count_timeout(service)
            raise DeadlineExceeded() from None
        finally:
            self._pending.pop(correlation_id, None)
            if future.done() and not future.cancelled():
                future.exception()  # seen, even when nobody waits any more
        breaker.timeouts = self._timeouts = 0
        self._silent.clear()
        return wire.decode_reply(reply)

    async def _publish(self, call: Call, service: str, operation: str, body: bytes, correlation_id: str) -> None:
        try:
            await self._connection.ready()  # the broker is not in alarm
            await self._lines.publish(
                wire.RPC_EXCHANGE,
                f"{service}.{operation}",
                body,
                content=(wire.CONTENT_TYPE, wire.CONTENT_ENCODING, wire.TRANSIENT),
                headers=wire.request_headers(call, call.deadline_ms),
                correlation_id=correlation_id,
                reply_to=self._reply_key,
                expiration=wire.expiration_ms(call.deadline_ms),
                frame_max=self._frame_max,
            )
        except (AttributeError, ConnectionError, RuntimeError):  # the connection goes just now
            raise OutcomeUnknown() from None

    def _count_timeout(self, service: str) -> None:
        self._timeouts += 1
        self._silent.add(service)
        several = len(self._silent) > 1 and self._timeouts >= SUSPICIOUS_TIMEOUTS_OF_SEVERAL
        if several or self._timeouts >= SUSPICIOUS_TIMEOUTS:
            self._log.warning("silence", timeouts=self._timeouts, services=sorted(self._silent))
            self._timeouts = 0
            self._silent.clear()
            self._reset.set()

    async def _run(self) -> None:
        pause = 0.2
        while True:
            connection = None
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    connection = await aiormq.connect(self._uri, transport_factory=self._lines)
                    lost = await self._set_up(connection)
                pause = 0.2
                self._up.set()
                self._log.info("connected")
                self.on_up()
                await self._until_lost(connection, lost)
            except asyncio.CancelledError:
                raise
            except Exception as error:
                self._log.warning("connection_failed", error=type(error).__name__, reason=str(error)[:200])
            finally:
                self._let_go()
                if connection is not None:
                    with contextlib.suppress(Exception):
                        async with asyncio.timeout(1):
                            await connection.close()
            await asyncio.sleep(pause * random.uniform(0.7, 1.3))
            pause = min(pause * 1.6, 2.0)

    async def _set_up(self, connection: Any) -> asyncio.Event:
        lost = asyncio.Event()
        calls = await connection.channel(publisher_confirms=False)
        events = await connection.channel(publisher_confirms=False)
        self._lines.take(calls.number)
        await calls.exchange_declare(exchange=wire.RPC_EXCHANGE, exchange_type="topic", durable=True)
        self._reply_key = str(uuid4())
        queue = f"rpc.reply-gateway-{self._reply_key}"
        await calls.queue_declare(queue, exclusive=True, auto_delete=True)
        await calls.queue_bind(queue, wire.RPC_EXCHANGE, self._reply_key)
        await calls.basic_consume(queue, _never, no_ack=True)
        for number, (exchange, keys, handler) in enumerate(self._subscriptions):
            name = f"revocations-gateway-{number}-{uuid4()}"
            await events.queue_declare(name, exclusive=True, auto_delete=True)
            for key in keys:
                await events.queue_bind(name, exchange, key)
            await events.basic_consume(name, handler, no_ack=True)
        for part in (calls, events, connection):
            part.closing.add_done_callback(lambda _: lost.set())
        self._connection, self._calls, self._events = connection, calls, events
        self._frame_max = connection.connection_tune.frame_max or 131_072
        return lost

    async def _until_lost(self, connection: Any, lost: asyncio.Event) -> None:
        self._reset.clear()
        reset = asyncio.create_task(self._reset.wait())
        gone = asyncio.create_task(lost.wait())
        try:
            while not (lost.is_set() or self._reset.is_set()):
                await asyncio.wait({reset, gone}, timeout=1, return_when=asyncio.FIRST_COMPLETED)
                if not self._has_all_consumers():
                    self._log.warning("queue_deleted")
                    return
        finally:
            reset.cancel()
            gone.cancel()

    def _has_all_consumers(self) -> bool:
        return len(self._calls.consumers) == 1 and len(self._events.consumers) == len(self._subscriptions)

    def _let_go(self) -> None:
        was_up = self._up.is_set()
        self._up.clear()
        self._connection = None
        pending, self._pending = self._pending, {}
        for future in pending.values():
            if not future.done():
                future.set_exception(OutcomeUnknown())
        if was_up:
            self.on_down()

    def _replied(self, correlation_id: str, body: bytes) -> None:
        future = self._pending.get(correlation_id)
        if future is not None and not future.done():
            future.set_result(body)

    def _returned(self, correlation_id: str) -> None:
        """Nobody has the queue: the service has never been there, or its queue was deleted."""
        future = self._pending.get(correlation_id)
        if future is not None and not future.done():
            future.set_exception(Unavailable())


async def _look(connection: Any, queues: tuple[str, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    with contextlib.suppress(Exception):  # whatever aiormq says when the connection goes in the middle
        channel = await connection.channel(publisher_confirms=False)
        for queue in queues:
            found[queue] = int((await channel.queue_declare(queue, passive=True)).message_count or 0)
        await channel.close()
    return found


async def _never(_message: aiormq.abc.DeliveredMessage) -> None:
    """Replies do not come this way: `gateway.line` takes them out of the stream."""


def deadline_ms(seconds: float) -> int:
    """A deadline so many seconds from now, as epoch milliseconds."""
    return int((time.time() + seconds) * 1000)
