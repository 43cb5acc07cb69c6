"""Calls from processes without greenlets: jobs, the command line, the demo, tests. One call at a time."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import amqp

from chassis import wire
from chassis.address import connection_settings
from chassis.call import Call
from contracts.errors import DeadlineExceeded, OutcomeUnknown, Unavailable

HEARTBEAT_SECONDS = 60


class BlockingBus:
    """A connection that is made when needed and made anew when lost. Safe to share between threads: they take turns."""

    def __init__(self, amqp_uri: str) -> None:
        self._uri = amqp_uri
        self._name = urlsplit(amqp_uri).username  # the broker lets each user have reply queues of its own name
        self._lock = threading.Lock()
        self._connection: Any = None
        self._reply: bytes | None = None
        self._used_at = 0.0

    def call(self, call: Call, service: str, operation: str, body: bytes, *, repeatable: bool) -> bytes:
        """Ask a service; returns the JSON of the result or raises the error it declared."""
        with self._lock:
            try:
                return self._once(call, service, operation, body)
            except OutcomeUnknown:
                if not repeatable:
                    raise
                return self._once(call, service, operation, body)

    def close(self) -> None:
        """Close the connection."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):
                connection.close()

    def _once(self, call: Call, service: str, operation: str, body: bytes) -> bytes:
        self._connect()
        correlation_id = str(uuid4())
        self._reply = None
        self._returned = False
        self._waiting_for = correlation_id
        message = amqp.Message(
            body,
            content_type=wire.CONTENT_TYPE,
            content_encoding=wire.CONTENT_ENCODING,
            reply_to=self._reply_key,
            correlation_id=correlation_id,
            delivery_mode=wire.TRANSIENT,
            expiration=wire.expiration_ms(call.deadline_ms),
            application_headers=wire.request_headers(call, call.deadline_ms),
        )
        try:
            self._channel.basic_publish(message, wire.RPC_EXCHANGE, f"{service}.{operation}", mandatory=True)
            while self._reply is None and not self._returned:
                left = call.remaining()
                if left <= 0:
                    raise DeadlineExceeded()
                with suppress(socket.timeout):
                    self._connection.drain_events(timeout=min(left, 1.0))
                if not self._connection.connected:
                    raise ConnectionError("the connection was closed")
        except (OSError, amqp.AMQPError) as error:
            self.close()
            raise OutcomeUnknown() from error
        self._used_at = time.monotonic()
        if self._reply is None:
            raise Unavailable()
        return wire.decode_reply(self._reply)

    def _connect(self) -> None:
        if self._connection is not None and time.monotonic() - self._used_at > HEARTBEAT_SECONDS:
            self.close()  # nobody sent heartbeats meanwhile
        self._notice_its_end()
        if self._connection is not None and self._connection.connected:
            return
        try:
            connection = amqp.Connection(**connection_settings(self._uri, HEARTBEAT_SECONDS * 2))
            connection.connect()
            channel = connection.channel()
            self._reply_key = str(uuid4())
            queue = f"rpc.reply-{self._name}-{self._reply_key}"
            channel.queue_declare(queue, exclusive=True, auto_delete=True, durable=False)
            channel.queue_bind(queue, wire.RPC_EXCHANGE, self._reply_key)
            channel.basic_consume(queue, callback=self._replied, no_ack=True)
            channel.events["basic_return"].add(self._on_return)
        except (OSError, amqp.AMQPError) as error:
            raise Unavailable("The message broker cannot be reached. Try again shortly.") from error
        self._connection, self._channel = connection, channel
        self._used_at = time.monotonic()

    def _notice_its_end(self) -> None:
        """Close a connection that ended meanwhile, before anything is sent on it: then no outcome is in doubt."""
        try:
            while self._connection is not None:
                self._connection.drain_events(timeout=0)
        except TimeoutError:
            return  # nothing has come
        except (OSError, amqp.AMQPError):
            self.close()

    def _replied(self, message: Any) -> None:
        if message.properties.get("correlation_id") == self._waiting_for:
            body = message.body
            self._reply = body.encode() if isinstance(body, str) else bytes(body)

    def _on_return(self, *_: Any) -> None:
        self._returned = True
