"""Calls from one service to another: an own connection, a table of waiting calls, a breaker per callee (eventlet)."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import amqp
from eventlet.event import Event

from chassis import log, wire
from chassis.call import Call
from chassis.link import Link, NotConnected
from contracts.errors import DeadlineExceeded, OutcomeUnknown, Unavailable

OWN_LIMIT_SECONDS = 2.0
KEPT_FOR_OUR_ANSWER_SECONDS = 0.1
MOST_PENDING = 64
MOST_UNSENT_BYTES = 4 * 1024 * 1024
TIMEOUTS_THAT_OPEN = 3

_LOST, _NO_ROUTE = object(), object()


@dataclass(slots=True)
class Breaker:
    """Opens after three time-outs in a row without a reply; then one probe at a time finds out whether the callee is back."""

    timeouts: int = 0
    probing: bool = False

    @property
    def is_open(self) -> bool:
        """Whether calls are refused at once."""
        return self.timeouts >= TIMEOUTS_THAT_OPEN


@dataclass
class Outgoing:
    """The calling side of a service process. `on_up` runs in the reader after each (re)connect and may only declare."""

    uri: str
    name: str
    heartbeat: int
    on_up: Callable[[Link], None] = lambda _link: None
    on_down: Callable[[], None] = lambda: None
    _pending: dict[str, Any] = field(default_factory=dict)
    _breakers: dict[str, Breaker] = field(default_factory=dict)
    late_replies: int = 0

    def __post_init__(self) -> None:
        self._ids = itertools.count(1)
        self._prefix = uuid4().hex[:12]
        self._log = log.get_logger("outgoing")
        self.link = Link(
            self.uri,
            f"{self.name}/call",
            heartbeat=self.heartbeat,
            on_connect=self._connected,
            on_lost=self._lost,
        )

    def start(self) -> None:
        """Connect and stay connected."""
        self.link.start()

    def call(
        self,
        call: Call,
        service: str,
        operation: str,
        body: bytes,
        *,
        repeatable: bool,
        limit: float = OWN_LIMIT_SECONDS,
    ) -> bytes:
        """Ask another service; returns the JSON of the result or raises the error it declared.

        `Unavailable`: certainly not executed. `OutcomeUnknown`, `DeadlineExceeded`: perhaps. A repeatable call whose
        connection was lost is sent once more within the same deadline.
        """
        deadline = min(time.time() + limit, call.deadline_ms / 1000 - KEPT_FOR_OUR_ANSWER_SECONDS)
        breaker = self._breakers.setdefault(service, Breaker())
        is_probe = breaker.is_open
        if is_probe and breaker.probing:
            raise Unavailable()
        breaker.probing = breaker.probing or is_probe
        try:
            try:
                return self._once(call, service, operation, body, deadline, breaker)
            except OutcomeUnknown:
                if not repeatable:
                    raise
                return self._once(call, service, operation, body, deadline, breaker)
        finally:
            if is_probe:
                breaker.probing = False

    def _once(self, call: Call, service: str, operation: str, body: bytes, deadline: float, breaker: Breaker) -> bytes:
        left = deadline - time.time()
        if left <= 0:
            raise DeadlineExceeded()
        try:
            self.link.wait_up(min(1.0, left))
        except NotConnected:
            raise Unavailable() from None
        writer = self.link.writer
        if self.link.is_blocked or writer is None:
            raise Unavailable()
        if len(self._pending) >= MOST_PENDING or writer.unsent_bytes > MOST_UNSENT_BYTES:
            raise Unavailable()
        correlation_id = f"{self._prefix}.{next(self._ids)}"
        deadline_ms = int(deadline * 1000)
        message = amqp.Message(
            body,
            content_type=wire.CONTENT_TYPE,
            content_encoding=wire.CONTENT_ENCODING,
            reply_to=self._reply_key,
            correlation_id=correlation_id,
            delivery_mode=wire.TRANSIENT,
            expiration=wire.expiration_ms(deadline_ms),
            application_headers=wire.request_headers(call, deadline_ms),
        )
        event = self._pending[correlation_id] = Event()
        try:
            self.link.publish(wire.RPC_EXCHANGE, f"{service}.{operation}", message, mandatory=True)
            reply = event.wait(timeout=max(0.0, deadline - time.time()))
        except (NotConnected, amqp.RecoverableConnectionError):
            raise Unavailable() from None
        finally:
            self._pending.pop(correlation_id, None)
        if reply is None:
            breaker.timeouts += 1
            raise DeadlineExceeded()
        if reply is _LOST:
            raise OutcomeUnknown()
        breaker.timeouts = 0
        if reply is _NO_ROUTE:
            raise Unavailable()
        return wire.decode_reply(reply)

    def _connected(self, link: Link) -> None:
        channel = link.channel
        self._reply_key = str(uuid4())
        queue = f"rpc.reply-{self.name}-{self._reply_key}"
        channel.exchange_declare(wire.RPC_EXCHANGE, "topic", durable=True, auto_delete=False)
        channel.queue_declare(queue, exclusive=True, auto_delete=True, durable=False)
        channel.queue_bind(queue, wire.RPC_EXCHANGE, self._reply_key)
        channel.events["basic_return"].add(self._returned)
        channel.basic_consume(queue, callback=self._replied, no_ack=True, on_cancel=self._cancelled)
        self.on_up(link)

    def _replied(self, message: Any) -> None:
        event = self._pending.get(message.properties.get("correlation_id"))
        if event is None or event.ready():
            self.late_replies += 1
            return
        body = message.body
        event.send(body.encode() if isinstance(body, str) else bytes(body))

    def _returned(self, _error: Any, _exchange: str, _key: str, message: Any) -> None:
        event = self._pending.get(message.properties.get("correlation_id"))
        if event is not None and not event.ready():
            event.send(_NO_ROUTE)

    def _cancelled(self, _tag: str) -> None:
        raise ConnectionError("our reply queue was deleted")

    def _lost(self) -> None:
        pending, self._pending = self._pending, {}
        for event in pending.values():
            if not event.ready():
                event.send(_LOST)
        self.on_down()
