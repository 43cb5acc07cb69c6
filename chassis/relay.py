"""Publishes a service's outbox: one thread, py-amqp without greenlets, in batches with confirms.

Positions are stored before anything is sent, so after a crash the same events go out again under the same numbers. When
the broker refuses one of a batch, the relay goes on from the first refused row one by one, so a subject's events
never overtake each other for long; consumers check `sequence` all the same.
"""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from typing import Any

import amqp
from sqlalchemy import Engine, text

from chassis import log, wire
from chassis.address import connection_settings
from chassis.direct import Direct
from chassis.settings import ServiceSettings

BATCH = 100
GATHER_SECONDS = 0.1  # an event waits so long at most for others to go with it
CONFIRM_SECONDS = 30.0

# What is not numbered gets the next positions; then all that wait, the earlier ones first, as CloudEvents 1.0 in structured JSON:
# PostgreSQL holds their data as JSON; to parse and write it again was a third of the relay's work.
_TAKE = text(
    """
    WITH fresh AS (
        SELECT id, row_number() OVER (ORDER BY id) AS ordinal FROM outbox
        WHERE published_at IS NULL AND position IS NULL ORDER BY id LIMIT :batch
    ), counter AS (
        INSERT INTO outbox_position (id, last_position) SELECT 1, count(*) FROM fresh HAVING count(*) > 0
        ON CONFLICT (id) DO UPDATE SET last_position = outbox_position.last_position + EXCLUDED.last_position
        RETURNING last_position
    ), numbered AS (
        UPDATE outbox SET position = counter.last_position - (SELECT count(*) FROM fresh) + fresh.ordinal
        FROM fresh, counter WHERE outbox.id = fresh.id RETURNING outbox.*
    ), earlier AS (
        SELECT * FROM outbox WHERE published_at IS NULL AND position IS NOT NULL ORDER BY position LIMIT :batch
    )
    SELECT id, name, CAST(event_id AS text) AS event_id, CAST(
        jsonb_build_object(
            'specversion', '1.0', 'id', event_id, 'source', CAST(:source AS text), 'type', name, 'subject', subject,
            'time', to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'datacontenttype', 'application/json',
            'dataschema', '/events/' || name, 'data', data, 'position', position, 'sequence', sequence, 'audience', audience
        ) || jsonb_strip_nulls(jsonb_build_object(
            'companyid', company_id, 'actorid', actor_id, 'traceparent', traceparent, 'causationid', causation_id
        )) AS text) AS cloud_event
    FROM (SELECT * FROM earlier UNION ALL SELECT * FROM numbered) waiting ORDER BY position LIMIT :batch
    """
)
_DONE = text("UPDATE outbox SET published_at = now() WHERE id = ANY(:ids)")


class Refused(Exception):
    """The broker did not take some of a batch."""


class Relay:
    """Runs until `stopping` is set; a broken connection is made anew."""

    def __init__(self, service: str, settings: ServiceSettings, engine: Engine, stopping: threading.Event) -> None:
        self._service = service
        self._settings = settings
        self._outbox = Direct(engine)
        self._stopping = stopping
        self._log = log.get_logger("relay")
        self._batch = BATCH
        self._connection: Any = None
        self._channel: Any = None
        self._tag = 0
        self._unsettled: set[int] = set()
        self._settled: dict[int, bool] = {}

    def run(self) -> None:
        """Publish what there is, for ever."""
        pause = 0.2
        while not self._stopping.is_set():
            try:
                if self._connection is None:
                    self._connect()
                published = self.publish_batch()
                pause = 0.2
                if published < BATCH:  # a batch costs much the same whatever it holds
                    self._stopping.wait(GATHER_SECONDS)
                    self._listen(0.001)
            except Exception as error:
                self._log.warning("relay_failed", error=type(error).__name__, reason=str(error)[:200])
                self._disconnect()
                self._stopping.wait(pause)
                pause = min(pause * 1.6, 2.0)
        self._disconnect()

    def publish_batch(self) -> int:
        """Number and publish the next rows; returns how many the broker has confirmed."""
        with self._outbox.connect() as connection:
            rows = connection.execute(_TAKE, {"batch": self._batch, "source": f"/{self._service}"}).all()
        if not rows:
            return 0
        confirmed, refused = self._publish(rows)
        if confirmed:
            with self._outbox.connect() as connection:
                connection.execute(_DONE, {"ids": confirmed})
        self._batch = 1 if refused else BATCH
        if refused:
            self._log.warning("refused", rows=refused)
            self._stopping.wait(0.5)
        return len(confirmed)

    def _publish(self, rows: Any) -> tuple[list[int], int]:
        """Send all rows, then wait for all confirms; what comes after the first refused row counts as not sent."""
        tags: dict[int, int] = {}
        settled: dict[int, bool] = {}
        self._settled = settled
        for row in rows:
            self._tag += 1
            tags[self._tag] = row.id
            self._channel.send_method(
                amqp.spec.Basic.Publish,
                "Bssbb",
                (0, f"{self._service}.events", row.name, False, False),
                amqp.Message(
                    row.cloud_event.encode(),
                    content_type=wire.CONTENT_TYPE,
                    content_encoding=wire.CONTENT_ENCODING,
                    delivery_mode=wire.PERSISTENT,
                    message_id=row.event_id,
                ),
            )
        self._unsettled = set(tags)
        deadline = time.monotonic() + CONFIRM_SECONDS
        while self._unsettled:
            if time.monotonic() > deadline:
                raise Refused("the broker confirmed nothing for 30 s")
            self._listen(1)
        confirmed: list[int] = []
        for tag, row_id in tags.items():
            if not settled.get(tag):
                return confirmed, len(tags) - len(confirmed)
            confirmed.append(row_id)
        return confirmed, 0

    def _connect(self) -> None:
        connection = amqp.Connection(**connection_settings(self._settings.amqp_uri, self._settings.heartbeat))
        connection.connect()
        self._connection = connection
        self._channel = connection.channel()
        self._channel.exchange_declare(f"{self._service}.events", "topic", durable=True, auto_delete=False)
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._acked)
        self._channel.events["basic_nack"].add(self._nacked)
        self._tag = 0
        self._log.info("connected")

    def _acked(self, tag: int, multiple: bool) -> None:
        self._settle(tag, multiple, True)

    def _nacked(self, tag: int, multiple: bool) -> None:
        self._settle(tag, multiple, False)

    def _settle(self, tag: int, multiple: bool, ok: bool) -> None:
        for one in [t for t in self._unsettled if t <= tag] if multiple else [tag]:
            self._settled[one] = ok
            self._unsettled.discard(one)

    def _listen(self, seconds: float) -> None:
        with suppress(socket.timeout):
            self._connection.drain_events(timeout=seconds)
        if not self._connection.connected:  # py-amqp would quietly connect again, without our channel
            raise ConnectionError("the connection was closed")
        self._connection.heartbeat_tick()

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):
                connection.collect()
