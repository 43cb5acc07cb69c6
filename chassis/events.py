"""Consuming events: once, in order per subject, retried with growing delay, then parked. Nothing is dropped.

    @on_event("orders")
    def ship(self, connection: Connection, events: Sequence[CloudEvent]) -> None: ...

The queue is bound to every event of the source, since `sequence` counts every event of a subject: a handler gets them
all, in order, and passes over what is not its business. Events that wait together are received by one statement and applied
together. Inbox row, sequence and effect are one transaction. A new consumer starts
with subjects at sequence 1; bind it before its source has a history, or set `inbox_subjects` to where that stands.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import amqp
from nameko.extensions import Entrypoint
from pydantic import ValidationError
from sqlalchemy import Connection, text

from chassis import wire
from chassis.bus import Bus
from chassis.db import is_away
from chassis.delivery import give_back
from chassis.link import NotConnected
from chassis.parking import ATTEMPT, ERROR, PARKED_AT, QUEUE, queue_of
from contracts.model import CloudEvent

RETRY_MS = (500, 1_000, 2_000, 4_000, 8_000, 15_000)
AWAY_SECONDS = (0.2, 2.0)
HAND_ON_SECONDS = 10.0

# A subject moves on to the last of its events here if it stands at the one before the first; an event is received if it is new.
_RECEIVE = text(
    """
    WITH come AS (
        SELECT subject, min(sequence) AS first, max(sequence) AS last, count(*) AS many
        FROM unnest(CAST(:subjects AS text[]), CAST(:sequences AS bigint[])) AS each (subject, sequence) GROUP BY subject
    ), moved AS (
        INSERT INTO inbox_subjects AS mine (source, subject, last_sequence)
        SELECT :source, subject, last FROM come WHERE last - first + 1 = many AND (first = 1
            OR EXISTS (SELECT FROM inbox_subjects known WHERE known.source = :source AND known.subject = come.subject))
        ORDER BY subject
        ON CONFLICT (source, subject) DO UPDATE SET last_sequence = excluded.last_sequence
        WHERE mine.last_sequence = (SELECT first - 1 FROM come WHERE come.subject = excluded.subject)
        RETURNING 1
    ), received AS (
        INSERT INTO inbox (event_id) SELECT unnest(CAST(:event_ids AS uuid[])) ON CONFLICT DO NOTHING RETURNING 1
    )
    SELECT (SELECT count(*) FROM moved) = (SELECT count(*) FROM come)
       AND (SELECT count(*) FROM received) = cardinality(CAST(:event_ids AS uuid[]))
    """
)
_LAST = text("SELECT last_sequence FROM inbox_subjects WHERE source = :source AND subject = :subject")


class NotNext(Exception):
    """Among the events is one that was applied before, or that is not the next of its subject."""


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
    """Make a method the consumer of a source's events: `(self, connection, events)`."""
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

    def handle(self, messages: list[Any], channel: Any) -> None:
        """Apply events in order: all in one transaction when that goes well, else each by itself, which tells who fails."""
        if len(messages) > 1 and self._apply_together(messages):
            for message in messages:
                channel.basic_ack(message.delivery_info["delivery_tag"])
            return
        for n, message in enumerate(messages, 1):
            if not self._handle_alone(message, channel):
                for later in messages[n:]:
                    give_back(later)
                return

    def _apply_together(self, messages: list[Any]) -> bool:
        try:
            events = [CloudEvent.model_validate_json(message.body) for message in messages]
            with self.bus.runtime.engine.begin() as connection:
                self.apply_in(connection, events)
        except Exception:
            return False
        for event in events:
            self._log(event, applied=True)
        return True

    def _log(self, event: CloudEvent, *, applied: bool) -> None:
        facts = {"name": event.type, "subject": event.subject, "event_id": str(event.id)}
        self.bus.log.info("event", applied=applied, **facts)

    def _handle_alone(self, message: Any, channel: Any) -> bool:
        """Apply one event and acknowledge it; on a failure hand it to a retry queue, or park it, and then acknowledge.

        What cannot even be handed on goes back to the queue (False): nothing is acknowledged that is not safe elsewhere.
        """
        try:
            self._work_off(message, channel)
        except NotConnected as error:
            self.bus.log.warning("event_kept", queue=self.queue, reason=str(error)[:200])
            time.sleep(AWAY_SECONDS[1])  # the broker refuses it or does not answer: no hot loop
            give_back(message)
            return False
        channel.basic_ack(message.delivery_info["delivery_tag"])
        return True

    def _work_off(self, message: Any, channel: Any) -> None:
        try:
            event = CloudEvent.model_validate_json(message.body)
        except (ValidationError, ValueError):
            self.bus.park(message, "not a CloudEvent")
            return
        try:
            applied = self._apply_when_possible(event, channel)
        except NotConnected:
            raise
        except Exception as error:
            self._retry(message, event, error)
        else:
            self._log(event, applied=applied)

    def _apply_when_possible(self, event: CloudEvent, channel: Any) -> bool:
        """Apply an event; while the database is away wait for it, since that is no fault of the event."""
        pause = AWAY_SECONDS[0]
        while True:
            try:
                return self._apply(event)
            except Exception as error:
                if not is_away(error):
                    raise
                if not self.bus.is_ready or channel is not self.bus.link.channel:
                    raise NotConnected("stopping, or connected anew") from error
                self.bus.log.warning("database_away", queue=self.queue, error=type(error).__name__)
            time.sleep(pause)
            pause = min(pause * 1.6, AWAY_SECONDS[1])

    def _apply(self, event: CloudEvent) -> bool:
        """Apply an event; False when it was applied before. Raises `OutOfOrder`."""
        engine = self.bus.runtime.engine
        try:
            with engine.begin() as connection:
                self.apply_in(connection, [event])
        except NotNext:
            with engine.connect() as connection:
                last = connection.scalar(_LAST, {"source": self.source, "subject": event.subject}) or 0
            if event.sequence > last:
                raise OutOfOrder(f"{event.subject}: {event.sequence} after {last}") from None
            return False
        return True

    def apply_in(self, connection: Connection, events: Sequence[CloudEvent]) -> None:
        """Receive events and apply them, in a transaction that ends without a trace when it raises, as by `NotNext`."""
        received = {
            "source": self.source,
            "subjects": [event.subject for event in events],
            "sequences": [event.sequence for event in events],
            "event_ids": [event.id for event in events],
        }
        if not connection.scalar(_RECEIVE, received):
            raise NotNext()
        getattr(self.bus.service, self.method_name)(connection, events)

    def _retry(self, message: Any, event: CloudEvent, error: Exception) -> None:
        headers = dict(message.properties.get("application_headers") or {})
        attempt = headers.get(ATTEMPT, 0) if isinstance(headers.get(ATTEMPT, 0), int) else 0
        facts = {"name": event.type, "subject": event.subject, "event_id": str(event.id), "attempt": attempt + 1}
        is_last = attempt >= len(RETRY_MS)
        self.bus.log.warning("event_failed", error=type(error).__name__, parked=is_last, **facts)
        own = {ATTEMPT: attempt + 1, QUEUE: self.queue, ERROR: type(error).__name__}
        queue = f"{self.queue}.retry.{RETRY_MS[min(attempt, len(RETRY_MS) - 1)]}"
        if is_last:
            queue = queue_of(self.bus.container.service_name)
            own[PARKED_AT] = datetime.now(UTC).isoformat(timespec="seconds")
        again = amqp.Message(
            message.body,
            content_type=wire.CONTENT_TYPE,
            delivery_mode=wire.PERSISTENT,
            message_id=str(event.id),
            application_headers=headers | own,
        )
        self.bus.link.publish_confirmed("", queue, again, seconds=HAND_ON_SECONDS, mandatory=True)
