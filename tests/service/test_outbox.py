"""The outbox: an operator can have events published once more, and nobody acts on them twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import amqp
import psycopg
import pytest

from chassis.address import connection_settings
from tests.support.stack import RunningStack, eventually
from tests.support.world import World


class Listener:
    """An internal system that hears of new requests, from when it was made."""

    def __init__(self, amqp_uri: str) -> None:
        self.connection = amqp.Connection(**connection_settings(amqp_uri, 60))
        self.connection.connect()
        self._channel = self.connection.channel()
        self._queue = f"evt-tickets-ticket_opened_v1--internal_demo.{uuid4().hex}"
        self._channel.queue_declare(self._queue, exclusive=True, auto_delete=True)
        self._channel.queue_bind(self._queue, "tickets.events", "ticket_opened_v1")
        self._heard: list[dict[str, Any]] = []

    def about(self, subject: str) -> list[dict[str, Any]]:
        """The events about a subject so far."""
        while message := self._channel.basic_get(self._queue, no_ack=True):
            self._heard.append(json.loads(message.body))
        return [event for event in self._heard if event["subject"] == subject]


@pytest.fixture
def listener(stack: RunningStack) -> Iterator[Listener]:
    """Somebody who listens."""
    found = Listener(stack.amqp("internal_demo"))
    yield found
    found.connection.close()


def attached_events(stack: RunningStack, file_id: str) -> int:
    """How often files has said that a file was attached."""
    with psycopg.connect(stack.database("files").replace("+psycopg", "")) as connection:
        query = "SELECT 1 FROM outbox WHERE name = 'file_attached_v1' AND subject = %s"
        return len(connection.execute(query, (f"files/{file_id}",)).fetchall())


def test_published_again_is_heard_again_under_the_same_id_and_acted_on_once(
    stack: RunningStack, world: World, listener: Listener
) -> None:
    since = datetime.now(UTC).isoformat()
    ana = world.person(world.company())
    file_id = ana.api.uploaded("a.txt", b"a")
    number = ana.api.opened("Se publică din nou", file_ids=[file_id])

    subject = f"tickets/{number}"
    eventually(lambda: len(listener.about(subject)) == 1)
    eventually(lambda: attached_events(stack, file_id) == 1)
    done = stack.solicitari("outbox", "publish-again", "tickets", "--since", since, settings_of="tickets")
    assert done.returncode == 0, done.stderr
    eventually(lambda: len(listener.about(subject)) == 2)
    first, again = listener.about(subject)
    assert again == first
    later = ana.api.uploaded("b.txt", b"b")  # what comes after it has been worked off shows that it was passed over
    assert ana.api.post(f"/tickets/{number}/updates", {"body_html": "<p>x</p>", "file_ids": [later]}).status_code == 201
    eventually(lambda: attached_events(stack, later) == 1)
    assert attached_events(stack, file_id) == 1


def test_a_moment_without_a_zone_is_refused(stack: RunningStack) -> None:
    done = stack.solicitari("outbox", "publish-again", "tickets", "--since", "2026-11-24", settings_of="tickets")
    assert done.returncode == 2
    assert "time zone" in done.stderr
