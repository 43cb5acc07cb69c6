"""Consuming events: once, in order per subject, retried with growing delay, then parked. Nothing is dropped.

    @on_event("orders")
    def ship(self, connection: Connection, event: CloudEvent) -> None: ...

The queue is bound to every event of the source, since `sequence` counts every event of a subject: a handler gets them
all and passes over what is not its business. Inbox row, sequence and effect are one transaction. A new consumer starts
with subjects at sequence 1; bind it before its source has a history, or set `inbox_subjects` to where that stands.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import amqp
from nameko.extensions import Entrypoint
from pydantic import ValidationError
from sqlalchemy import Connection, text

from chassis import wire
from chassis.bus import Bus
from contracts.model import CloudEvent

RETRY_MS = (500, 1_000, 2_000, 4_000, 8_000, 15_000)
ATTEMPT = "attempt"  # our own count: brokers from 3.13 on no longer add up `x-death` over republishing

_RECEIVE = text("INSERT INTO inbox (event_id) VALUES (:event_id) ON CONFLICT DO NOTHING RETURNING 1")
_LAST = text("SELECT last_sequence FROM inbox_subjects WHERE source = :source AND subject = :subject FOR UPDATE")
_ADVANCE = text(
    "INSERT INTO inbox_subjects (source, subject, last_sequence) VALUES (:source, :subject, :sequence) "
    "ON CONFLICT (source, subject) DO UPDATE SET last_sequence = :sequence"
)


class OutOfOrder(Exception):
    """An earlier event of the subject has not been applied yet."""


class OnEvent(Entrypoint):  # type: ignore[misc]
    """nameko's entrypoint for the events of one source."""

    bus = Bus()

    def __init__(self, source: str) -> None:
        self.source = source
        super().__init__()

    def setup(self) -> None:
        """Register with the bus."""
        queue = f"evt-{self.source}-all--{self.container.service_name}.{self.method_name}"
        self.bus.subscriptions[self.source] = Subscription(self.bus, self.source, queue, self.method_name)


def on_event(source: str) -> Callable[[Any], Any]:
    """Make a method the consumer of a source's events: `(self, connection, event)`."""
    decorate: Callable[[Any], Any] = OnEvent.decorator(source)
    return decorate


class Subscription:
    """A queue bound to a source's events, with its retry queues."""

    def __init__(self, bus: Bus, source: str, queue: str, method_name: str) -> None:
        self.bus = bus
        self.source = source
        self.queue = queue
        self.method_name = method_name

    def declare(self, channel: Any) -> None:
        """Queue, binding, and a retry queue per delay (one delay each: a long one would block a short one behind it)."""
        exchange = f"{self.source}.events"
        channel.exchange_declare(exchange, "topic", durable=True, auto_delete=False)
        channel.queue_declare(self.queue, durable=True, auto_delete=False)
        channel.queue_bind(self.queue, exchange, "#")
        for delay in RETRY_MS:
            arguments = {"x-message-ttl": delay, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": self.queue}
            channel.queue_declare(f"{self.queue}.retry.{delay}", durable=True, auto_delete=False, arguments=arguments)
        parked = f"{self.bus.container.service_name}.parked"
        channel.queue_declare(parked, durable=True, auto_delete=False)

    def handle(self, message: Any, channel: Any) -> None:
        """Apply one event and acknowledge it; on a failure hand it to a retry queue, or park it, and then acknowledge."""
        tag = message.delivery_info["delivery_tag"]
        try:
            event = CloudEvent.model_validate_json(message.body)
        except (ValidationError, ValueError):
            self.bus.park(message, "not a CloudEvent")
            channel.basic_ack(tag)
            return
        try:
            applied = self._apply(event)
        except Exception as error:
            self._retry(message, event, error)
        else:
            self.bus.log.debug("event", name=event.type, subject=event.subject, applied=applied)
        channel.basic_ack(tag)  # not reached when handing on failed: the broker delivers again

    def _apply(self, event: CloudEvent) -> bool:
        with self.bus.runtime.engine.begin() as connection:
            return self.apply_in(connection, event)

    def apply_in(self, connection: Connection, event: CloudEvent) -> bool:
        """Apply an event in a transaction; False when it was applied before. Raises `OutOfOrder`."""
        key = {"source": self.source, "subject": event.subject}
        last = connection.execute(_LAST, key).scalar() or 0
        if event.sequence <= last:
            return False
        if event.sequence != last + 1:
            raise OutOfOrder(f"{event.subject}: {event.sequence} after {last}")
        if connection.execute(_RECEIVE, {"event_id": event.id}).first() is None:
            return False
        getattr(self.bus.service, self.method_name)(connection, event)
        connection.execute(_ADVANCE, key | {"sequence": event.sequence})
        return True

    def _retry(self, message: Any, event: CloudEvent, error: Exception) -> None:
        headers = dict(message.properties.get("application_headers") or {})
        attempt = headers.get(ATTEMPT, 0) if isinstance(headers.get(ATTEMPT, 0), int) else 0
        facts = {"name": event.type, "subject": event.subject, "event_id": str(event.id), "attempt": attempt + 1}
        is_last = attempt >= len(RETRY_MS)
        self.bus.log.warning("event_failed", error=type(error).__name__, parked=is_last, **facts)
        queue = f"{self.bus.container.service_name}.parked" if is_last else f"{self.queue}.retry.{RETRY_MS[attempt]}"
        again = amqp.Message(
            message.body,
            content_type=wire.CONTENT_TYPE,
            delivery_mode=wire.PERSISTENT,
            application_headers=headers | {ATTEMPT: attempt + 1, "queue": self.queue, "error": type(error).__name__},
        )
        self.bus.link.publish_confirmed("", queue, again, seconds=10, mandatory=True)
