"""A client that can say anything: sends calls, well formed or not, and collects their replies by correlation id."""

from __future__ import annotations

import json
import socket
import time
from contextlib import suppress
from typing import Any
from uuid import uuid4

import amqp

from chassis.address import connection_settings

EXCHANGE = "nameko-rpc"


class Driver:
    """One connection, with the rights of the gateway."""

    def __init__(self, amqp_uri: str) -> None:
        self.connection = amqp.Connection(**connection_settings(amqp_uri, 60))
        self.connection.connect()
        self._channel = self.connection.channel()
        self._key = str(uuid4())
        queue = f"rpc.reply-gateway-{self._key}"
        self._channel.queue_declare(queue, exclusive=True, auto_delete=True)
        self._channel.queue_bind(queue, EXCHANGE, self._key)
        self._channel.basic_consume(queue, callback=self._replied, no_ack=True)
        self.replies: dict[str, dict[str, Any]] = {}

    def call(self, service: str, operation: str, *, within: float = 30, **command: Any) -> str:
        """Send a call with a deadline `within` seconds from now; returns its correlation id."""
        return self.send(service, operation, json.dumps({"args": [command], "kwargs": {}}), within=within)

    def send(
        self, service: str, operation: str, body: str | bytes, *, within: float = 30, reply: bool = True, **props: Any
    ) -> str:
        """Send any bytes as a call."""
        correlation_id = str(uuid4())
        headers = {"nameko.deadline": int((time.time() + within) * 1000), "nameko.call_id_stack": ["test"]}
        properties = {
            "content_type": "application/json",
            "content_encoding": "utf-8",
            "delivery_mode": 1,
            "correlation_id": correlation_id,
            "expiration": str(int(within * 1000)),
            "application_headers": headers,
        }
        if reply:
            properties["reply_to"] = self._key
        message = amqp.Message(body, **(properties | props))
        self._channel.basic_publish(message, EXCHANGE, f"{service}.{operation}")
        return correlation_id

    def channel_is_through(self) -> None:
        """Return when the broker has all that was sent."""
        self._channel.queue_declare(f"rpc.reply-gateway-{self._key}", passive=True)

    def collect(self, ids: list[str], within: float = 30) -> list[dict[str, Any]]:
        """The replies of these calls that came in time, in any order."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline and not all(i in self.replies for i in ids):
            with suppress(socket.timeout):
                self.connection.drain_events(timeout=0.2)
            self.connection.heartbeat_tick()
        return [self.replies[i] for i in ids if i in self.replies]

    def ask(self, service: str, operation: str, *, within: float = 30, **command: Any) -> dict[str, Any] | None:
        """Send one call and return its reply (None: no reply in time)."""
        got = self.collect([self.call(service, operation, within=within, **command)], within)
        return got[0] if got else None

    def close(self) -> None:
        """Disconnect."""
        with suppress(Exception):
            self.connection.close()

    def _replied(self, message: Any) -> None:
        self.replies[message.properties["correlation_id"]] = json.loads(message.body)
