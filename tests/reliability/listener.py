"""A consumer of a service's events as an internal system has it: a durable queue, and every arrival kept in order."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass

import amqp

from chassis.address import connection_settings


@dataclass(frozen=True, slots=True)
class Arrival:
    """An event as it came."""

    event_id: str
    subject: str
    sequence: int
    position: int


class Listener(threading.Thread):
    """Collects the events of `source` until `stop`; connects anew when the broker was away."""

    def __init__(self, amqp_uri: str, source: str) -> None:
        super().__init__(name=f"listener-{source}", daemon=True)
        self._settings = connection_settings(amqp_uri, heartbeat=10)
        self._exchange = f"{source}.events"
        self._queue = f"evt-{source}-all--internal_demo.effects"
        self._over = threading.Event()
        self.listening = threading.Event()
        self.arrivals: list[Arrival] = []

    def run(self) -> None:
        """Listen."""
        while not self._over.is_set():
            with suppress(OSError, amqp.AMQPError):
                self._listen()
            self._over.wait(0.2)

    def stop(self) -> None:
        """End."""
        self._over.set()
        self.join()

    def _listen(self) -> None:
        with amqp.Connection(**self._settings) as connection:
            channel = connection.channel()
            channel.queue_declare(self._queue, durable=True, auto_delete=False)
            channel.queue_bind(self._queue, self._exchange, "#")
            channel.basic_qos(0, 100, False)
            channel.basic_consume(self._queue, callback=self._arrived)
            self.listening.set()
            while not self._over.is_set():
                with suppress(socket.timeout):
                    connection.drain_events(timeout=0.5)
                if not connection.connected:
                    raise ConnectionError("the broker is away")
                connection.heartbeat_tick()
            channel.queue_delete(self._queue)

    def _arrived(self, message: amqp.Message) -> None:
        event = json.loads(message.body)
        self.arrivals.append(Arrival(event["id"], event["subject"], int(event["sequence"]), int(event["position"])))
        message.channel.basic_ack(message.delivery_info["delivery_tag"])
