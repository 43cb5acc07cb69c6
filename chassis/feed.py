"""Keeps a process's knowledge of identity fresh: signing keys, and what was revoked (eventlet).

After every (re)connect the queue of revocations is bound first and then everything that still matters is read, so nothing
falls between; until that is done the verifier is closed.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import eventlet
from eventlet.event import Event

from chassis import log, wire
from chassis.identity import Verifier
from chassis.link import Link
from contracts.auth import RevocationsView, RevocationView

KEYS_SECONDS = 300.0
REREAD_SECONDS = 30.0

Documents = tuple[str, RevocationsView]


class Feed:
    """`fetch()` returns the signed key set and the revocations; it may raise, and is then tried again."""

    def __init__(self, verifier: Verifier, name: str, fetch: Callable[[], Documents]) -> None:
        self._verifier = verifier
        self._name = name
        self._fetch = fetch
        self._log = log.get_logger("identity")
        self._synced: Any = Event()
        self._generation = 0

    def connected(self, link: Link) -> None:
        """Runs in the reader after a (re)connect: bind, consume, and have the documents read beside it."""
        channel = link.channel
        queue = f"revocations-{self._name}-{uuid4()}"
        channel.exchange_declare(wire.REVOCATIONS_EXCHANGE, "fanout", durable=True, auto_delete=False)
        channel.queue_declare(queue, exclusive=True, auto_delete=True, durable=False)
        channel.queue_bind(queue, wire.REVOCATIONS_EXCHANGE, "")
        channel.basic_consume(queue, callback=self._revoked, no_ack=True)
        self._generation += 1
        eventlet.spawn_n(self._keep_synced, self._generation)

    def lost(self) -> None:
        """The connection is gone: what is revoked now would be missed."""
        self._generation += 1
        self._verifier.lose_sync()
        if self._synced.ready():
            self._synced = Event()

    def wait_synced(self, seconds: float) -> None:
        """Wait until the documents were read, at most `seconds`."""
        if not self._verifier.is_synced and seconds > 0:
            self._synced.wait(timeout=seconds)

    def _revoked(self, message: Any) -> None:
        try:
            self._verifier.revoke(RevocationView.model_validate(json.loads(message.body)))
        except ValueError:
            self._log.error("bad_revocation", size=len(message.body))

    def _keep_synced(self, generation: int) -> None:
        pause = 0.2
        read_at = 0.0
        while generation == self._generation:
            due = time.monotonic() - read_at > REREAD_SECONDS or self._verifier.wants_keys
            if not self._verifier.is_synced or due:
                try:
                    signed, revocations = self._fetch()
                    if generation != self._generation:
                        return
                    self._verifier.install_keys(signed)
                    self._verifier.reset_revocations(revocations.items, revocations.position)
                    read_at = time.monotonic()
                    pause = 0.2
                    if not self._synced.ready():
                        self._synced.send(True)
                except Exception as error:
                    self._log.warning("identity_not_read", error=type(error).__name__)
                    pause = min(pause * 1.6, 2.0)
            eventlet.sleep(pause if not self._verifier.is_synced else 0.5)
