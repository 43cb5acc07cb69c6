"""Where messages wait that could not be worked off: one durable queue per service, looked at by people.

Two kinds lie there. An *event* that failed on every attempt is kept whole and can be replayed into the queue it came from.
Of a message that could not even be read only an *envelope* was kept (hash, size, headers), so there is nothing to replay.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import amqp

from chassis.address import connection_settings

ATTEMPT = "attempt"  # our own count: brokers from 3.13 on no longer add up `x-death` over republishing
QUEUE = "queue"
ERROR = "error"
PARKED_AT = "parked_at"
CONFIRM_SECONDS = 10
_NOT_CONTENT = (
    "id",
    "source",
    "type",
    "subject",
    "time",
    "position",
    "sequence",
    "audience",
    "causationid",
    "traceparent",
)


def queue_of(service: str) -> str:
    """The queue of a service's parked messages."""
    return f"{service}.parked"


@dataclass(frozen=True, slots=True)
class Parked:
    """A parked message: `what` it is, `why` it lies here, and the `facts` of its envelope; never its content."""

    id: str
    what: str
    why: str
    parked_at: str
    from_queue: str | None
    facts: dict[str, Any] = field(repr=False)

    @property
    def can_be_replayed(self) -> bool:
        """Whether the message itself was kept."""
        return self.from_queue is not None


class NotAllowed(Exception):
    """The account that was given may not see the queue."""


class ParkingLot:
    """The parked messages of one service, seen with the account of that service."""

    def __init__(self, amqp_uri: str, service: str) -> None:
        self._uri = amqp_uri
        self._queue = queue_of(service)

    def look(self, limit: int) -> tuple[list[Parked], int]:
        """The oldest `limit` messages, which stay where they are; and how many there are in all."""
        with self._channel() as channel:
            total = int(channel.queue_declare(self._queue, passive=True).message_count)
            return [parked(message) for message in _taken(channel, self._queue, limit)], total

    def find(self, message_id: str) -> Parked | None:
        """The message of that id."""
        with self._channel() as channel:
            return next((p for m in _taken(channel, self._queue) if (p := parked(m)).id == message_id), None)

    def drop(self, message_id: str) -> int:
        """Remove the messages of that id for good; returns how many."""
        return self._each(lambda found: found.id == message_id, lambda _channel, _message, _found: None)

    def replay(self, message_id: str | None) -> int:
        """Give events back to the queues they came from, oldest first, with all attempts before them; returns how many.

        Without an id: all of them. A crash in between leaves a twin behind, which the inbox of the consumer knows.
        """

        def wanted(found: Parked) -> bool:
            return found.can_be_replayed and message_id in (None, found.id)

        return self._each(wanted, _publish_again)

    def _each(self, wanted: Callable[[Parked], bool], act: Callable[[Any, Any, Parked], None]) -> int:
        done = 0
        with self._channel() as channel:
            for message in _taken(channel, self._queue):
                found = parked(message)
                if wanted(found):
                    act(channel, message, found)
                    channel.basic_ack(message.delivery_info["delivery_tag"])
                    done += 1
        return done

    @contextmanager
    def _channel(self) -> Iterator[Any]:
        """A channel; closing it gives back in their old order all messages that were taken and not acknowledged."""
        connection = amqp.Connection(**connection_settings(self._uri, heartbeat=0), confirm_publish=True)
        try:
            connection.connect()
            yield connection.channel()
        except amqp.AccessRefused as error:
            raise NotAllowed(f"this account may not use {self._queue}") from error
        finally:
            with suppress(OSError, amqp.AMQPError):
                connection.close()


def parked(message: Any) -> Parked:
    """What a parked message tells about itself."""
    headers = dict(message.properties.get("application_headers") or {})
    body = message.body.encode() if isinstance(message.body, str) else bytes(message.body)
    try:
        content = json.loads(body)
    except ValueError:
        content = {}
    content = content if isinstance(content, dict) else {}
    message_id = str(message.properties.get("message_id") or hashlib.sha256(body).hexdigest()[:32])
    if QUEUE not in headers:  # an envelope, made by `chassis.bus`
        what, why = str(content.get("routing_key")), str(content.get("why"))
        return Parked(message_id, what, why, str(content.get(PARKED_AT)), None, content)
    facts = {name: content[name] for name in _NOT_CONTENT if name in content}
    facts |= {"sha256": hashlib.sha256(body).hexdigest(), "size": len(body), "headers": headers}
    at = str(headers.get(PARKED_AT))
    return Parked(message_id, str(content.get("type")), str(headers.get(ERROR)), at, str(headers[QUEUE]), facts)


def _taken(channel: Any, queue: str, limit: int | None = None) -> Iterator[Any]:
    """Messages of a queue, oldest first, taken and not acknowledged; no more than lay there at the start."""
    there = int(channel.queue_declare(queue, passive=True).message_count)
    for _ in range(there if limit is None else min(there, limit)):
        message = channel.basic_get(queue, no_ack=False)
        if message is None:
            return
        yield message


def _publish_again(channel: Any, message: Any, found: Parked) -> None:
    headers = {
        k: v for k, v in found.facts["headers"].items() if k not in (ATTEMPT, QUEUE, ERROR, PARKED_AT, "x-death")
    }
    again = amqp.Message(
        message.body,
        content_type=message.properties.get("content_type"),
        delivery_mode=2,
        message_id=found.id,
        application_headers=headers,
    )
    channel.basic_publish_confirm(again, "", found.from_queue, mandatory=True, confirm_timeout=CONFIRM_SECONDS)
