"""The serving side of a service: one connection on which it consumes, replies and acknowledges.

nameko's container holds the entrypoints; this extension is where their messages come from and where they are worked off.
Each queue of events has one worker, and calls have the others: the broker delivers no more calls than that at a time. Work that a lost
connection left behind goes on beside it, so the greenlet that reads never waits for a worker.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import amqp
import eventlet
from nameko.extensions import SharedExtension

from chassis import log, wire
from chassis.call import Call
from chassis.delivery import InOrder, give_back
from chassis.identity import Principal, Verifier
from chassis.link import Link, NotConnected
from chassis.parking import queue_of
from contracts.errors import DomainError, Unavailable

WAIT_FOR_IDENTITY_SECONDS = 1.0
EVENTS_TOGETHER = 50
GENERATIONS = 10  # of connections whose workers may still be at it
# The broker refuses any other, and ends the channel.
REPLY_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def send_reply(channel: Any, reply_to: str, reply: Any) -> None:
    """Hand a reply to the writer. Never `basic_publish`: that would read the socket beside the reader."""
    channel.send_method(amqp.spec.Basic.Publish, "Bssbb", (0, wire.RPC_EXCHANGE, reply_to, False, False), reply)


class Bus(SharedExtension):  # type: ignore[misc]
    """Shared by all entrypoints of a container; `container.config["runtime"]` is the `Runtime`."""

    def __init__(self) -> None:
        super().__init__()
        self.operations: dict[str, Any] = {}
        self.subscriptions: dict[str, Any] = {}  # source service → Subscription
        self.log = log.get_logger("rpc")
        self._busy = 0
        self._draining = False

    def setup(self) -> None:
        """Take what the runner prepared."""
        self.runtime = self.container.config["runtime"]
        self.service = self.container.config["service"]
        self.verifier: Verifier = self.runtime.verifier
        self.translate: Callable[[BaseException], DomainError | None] = self.runtime.translate

    def start(self) -> None:
        """Connect; consuming begins in `_connected`."""
        settings = self.runtime.settings
        if self.prefetch_for_calls() < 1:
            queues, workers = len(self.subscriptions), self.container.max_workers
            raise RuntimeError(
                f"{workers} workers cannot serve {queues} event queues and calls: set MAX_WORKERS higher"
            )
        self._workers = eventlet.GreenPool(self.container.max_workers * GENERATIONS)
        self.link = Link(
            settings.amqp_uri,
            f"{self.container.service_name}/serve",
            heartbeat=settings.heartbeat,
            on_connect=self._connected,
        )
        self.runtime.bus = self
        self.link.start()

    def stop(self) -> None:
        """Take no more messages, let the workers finish and their replies leave. Bounded by the runner."""
        self._draining = True  # what is delivered from now on goes back, untouched
        if self.link.channel is not None:
            for tag in list(self.link.channel.callbacks):
                self.link.channel.send_method(amqp.spec.Basic.Cancel, "sb", (tag, True))
        self._workers.waitall()
        self.link.stop()

    @property
    def is_ready(self) -> bool:
        """Connected and consuming."""
        return bool(self.link.is_up) and not self._draining

    @property
    def busy(self) -> int:
        """Workers at work."""
        return self._busy

    def _connected(self, link: Link) -> None:
        name = self.container.service_name
        queue = f"rpc-{name}"
        channel = link.channel
        channel.exchange_declare(wire.RPC_EXCHANGE, "topic", durable=True, auto_delete=False)
        channel.queue_declare(queue, durable=True, auto_delete=False)
        channel.queue_bind(queue, wire.RPC_EXCHANGE, f"{name}.*")
        channel.queue_declare(queue_of(name), durable=True, auto_delete=False)
        for subscription in self.subscriptions.values():
            subscription.declare(channel)
            channel.basic_qos(0, EVENTS_TOGETHER, False)
            events = InOrder(subscription.handle, self._start_worker, lambda: self._draining)
            self._consume(subscription.queue, events.deliver)
        channel.basic_qos(0, self.prefetch_for_calls(), False)
        self._consume(queue, self._deliver_call)

    def prefetch_for_calls(self) -> int:
        """How many calls may be delivered at a time: the workers that the event queues leave (a count is per consumer)."""
        return int(self.container.max_workers) - len(self.subscriptions)

    def _consume(self, queue: str, callback: Callable[[Any], None]) -> None:
        self.link.channel.basic_consume(queue, callback=callback, no_ack=False, on_cancel=self._cancelled)

    def _cancelled(self, _tag: str) -> None:
        raise ConnectionError("our queue was deleted")

    def _deliver_call(self, message: Any) -> None:
        if self._draining:
            give_back(message)
        else:
            self._start_worker(self._serve, message)

    def _start_worker(self, work: Callable[[Any, Any], None], message: Any) -> None:
        self._busy += 1
        self._workers.spawn_n(self._work, work, message, message.channel)

    def _work(self, work: Callable[[Any, Any], None], message: Any, channel: Any) -> None:
        try:
            work(message, channel)
        except BaseException as error:  # nothing may end the worker without a word, or the process with one
            self.log.error("worker_failed", error=type(error).__name__)
        finally:
            self._busy -= 1

    def _serve(self, message: Any, channel: Any) -> None:
        from chassis.rpc import NOT_JSON, answer

        started = time.perf_counter()
        if message.properties.get("content_type") not in (wire.CONTENT_TYPE, None):
            if self._is_parked(channel, message, "content type"):
                self._settle(channel, message, None)
            return
        body, outcome, call = answer(self, message)
        if outcome == NOT_JSON and not self._is_parked(channel, message, outcome):
            return
        self._settle(channel, message, body)
        caller = call.caller
        self.log.info(
            "call",
            operation=message.delivery_info["routing_key"][:120],
            outcome=outcome,
            ms=round((time.perf_counter() - started) * 1000, 2),
            request_id=call.request_id,
            actor_id=str(caller.id) if caller else None,
        )

    def _is_parked(self, channel: Any, message: Any, why: str) -> bool:
        """Park a message; False when that is not possible now and it went back to its queue."""
        try:
            self.park(message, why)
        except NotConnected:
            time.sleep(1)  # no hot loop while the broker does not take it
            give_back(message)
            return False
        return True

    def _settle(self, channel: Any, message: Any, body: bytes | None) -> None:
        """Reply and acknowledge with no yield between the two. A lost connection loses both: the call runs again."""
        reply_to = message.properties.get("reply_to")
        try:
            if body is not None and reply_to and REPLY_KEY.fullmatch(reply_to):
                reply = amqp.Message(
                    body,
                    content_type=wire.CONTENT_TYPE,
                    content_encoding=wire.CONTENT_ENCODING,
                    correlation_id=message.properties.get("correlation_id") or "",
                    delivery_mode=wire.TRANSIENT,
                )
                send_reply(channel, reply_to, reply)
            channel.basic_ack(message.delivery_info["delivery_tag"])
        except (amqp.RecoverableConnectionError, OSError, AttributeError) as error:
            self.log.warning("reply_lost", error=type(error).__name__)

    def identify(self, call: Call) -> Principal:
        """The verified caller; waits a moment while keys or revocations are being read."""
        try:
            return self.verifier.verify(call.token)
        except Unavailable:
            self.runtime.feed.wait_synced(min(WAIT_FOR_IDENTITY_SECONDS, max(0.0, call.remaining())))
            return self.verifier.verify(call.token)

    def park(self, message: Any, why: str) -> None:
        """Keep an envelope of a message that cannot be worked off: hash, size and headers, never body or token.

        Raises `NotConnected` when the broker does not confirm it: then the message must not be acknowledged.
        """
        raw = message.body.encode() if isinstance(message.body, str) else bytes(message.body)
        headers = {k: v for k, v in (message.properties.get("application_headers") or {}).items() if k != wire.TOKEN}
        envelope = {
            "why": why,
            "sha256": hashlib.sha256(raw).hexdigest(),
            "size": len(raw),
            "content_type": message.properties.get("content_type"),
            "routing_key": message.delivery_info.get("routing_key"),
            "headers": {str(k)[:100]: str(v)[:300] for k, v in list(headers.items())[:30]},
            "parked_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        parked = amqp.Message(
            json.dumps(envelope),
            content_type=wire.CONTENT_TYPE,
            delivery_mode=wire.PERSISTENT,
            message_id=str(uuid4()),
        )
        queue = queue_of(self.container.service_name)
        try:
            self.link.publish_confirmed("", queue, parked, seconds=5, mandatory=True)
        except NotConnected:
            self.log.error("not_parked", sha256=envelope["sha256"], size=envelope["size"])
            raise
        self.log.warning("parked", why=why, sha256=envelope["sha256"], size=envelope["size"])
