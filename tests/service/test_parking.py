"""What cannot be worked off is retried with growing delay and then parked, where people see it, replay it or drop it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from uuid import uuid4

import amqp
import httpx
import psycopg
import pytest

from chassis.address import connection_settings
from chassis.parking import Parked, ParkingLot
from tests.support.stack import RunningStack, eventually

QUEUE = "evt-tickets-all--files.confirm_claim"
LAST_ATTEMPT = 6  # as if all retries were behind it


class Broker:
    """Publishes as the tickets service does."""

    def __init__(self, stack: RunningStack) -> None:
        connection = amqp.Connection(**connection_settings(stack.amqp("tickets"), 30))
        connection.connect()
        self.connection = connection
        self.channel = connection.channel()

    def publish(self, event: dict[str, Any], *, attempt: int = 0) -> None:
        """An event of tickets; `attempt`: how often it was tried before."""
        message = amqp.Message(
            json.dumps(event),
            content_type="application/json",
            delivery_mode=2,
            application_headers={"attempt": attempt},
        )
        self.channel.basic_publish_confirm(message, "tickets.events", event["type"])


@pytest.fixture
def broker(stack: RunningStack) -> Iterator[Broker]:
    """A publisher."""
    found = Broker(stack)
    yield found
    found.connection.close()


def event(subject: str, sequence: int, entry_id: str) -> dict[str, Any]:
    """An event that files listens to; it fails when `entry_id` is no UUID."""
    return {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": "/tickets",
        "type": "ticket_updated_v1",
        "subject": subject,
        "time": datetime.now(UTC).isoformat(),
        "dataschema": "/events/ticket_updated_v1",
        "data": {"number": 7, "entry_id": entry_id},
        "position": 1,
        "sequence": sequence,
        "audience": "company",
    }


def parked(stack: RunningStack) -> dict[str, Parked]:
    """The parked messages of files, by id."""
    return {one.id: one for one in ParkingLot(stack.amqp("files"), "files").look(1000)[0]}


def listed(stack: RunningStack) -> dict[str, list[str]]:
    """What `dead list` says of files, by id."""
    done = stack.solicitari("dead", "list", "files", "--limit", "1000", settings_of="files")
    assert done.returncode == 0, done.stderr
    return {line.split("\t")[0]: line.split("\t") for line in done.stdout.splitlines()}


def applied(stack: RunningStack, subject: str) -> int:
    """How far files has come with a subject."""
    with psycopg.connect(stack.database("files").replace("+psycopg", "")) as connection:
        query = "SELECT last_sequence FROM inbox_subjects WHERE source = 'tickets' AND subject = %s"
        found = connection.execute(query, (subject,)).fetchone()
    return int(found[0]) if found else 0


def readiness(stack: RunningStack) -> httpx.Response:
    """What the gateway says of the whole."""
    return httpx.get(f"{stack.gateway_url}/readyz", timeout=10)


def test_a_failing_event_is_retried_with_growing_delay(stack: RunningStack, broker: Broker) -> None:
    failing = event(f"tickets/{uuid4()}", 1, "no id")
    broker.publish(failing)

    def failures() -> list[dict[str, Any]]:
        lines = [json.loads(x) for x in stack.log("files").splitlines() if failing["id"] in x and "event_failed" in x]
        return lines if len(lines) >= 4 else []

    seen = eventually(failures, within=30)[:4]
    assert [line["attempt"] for line in seen] == [1, 2, 3, 4]
    times = [datetime.fromisoformat(line["timestamp"]) for line in seen]
    waits = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    assert waits[0] >= 0.5 and waits[1] >= 1 and waits[2] >= 2


def test_after_the_last_attempt_it_is_parked_seen_and_dropped(stack: RunningStack, broker: Broker) -> None:
    failing = event(f"tickets/{uuid4()}", 1, "canary-content")
    broker.publish(failing, attempt=LAST_ATTEMPT)
    eventually(lambda: failing["id"] in parked(stack))
    assert listed(stack)[failing["id"]][1:3] == ["ticket_updated_v1", "ValueError"]
    state = eventually(lambda: s if (s := readiness(stack)).json()["parked"]["files"] else None)
    assert (state.status_code, state.json()["ready"], state.json()["degraded"]) == (200, True, True)
    count = float(
        next(x for x in stack.metrics().splitlines() if x.startswith('parked_messages{service="files"}')).split()[1]
    )
    assert count >= 1
    shown = stack.solicitari("dead", "show", "files", failing["id"], settings_of="files").stdout
    facts = json.loads(shown)
    assert (facts["subject"], facts["headers"]["attempt"]) == (failing["subject"], LAST_ATTEMPT + 1)
    assert "canary-content" not in shown
    assert stack.solicitari("dead", "drop", "files", failing["id"], settings_of="files").stdout == "1 dropped\n"
    assert failing["id"] not in parked(stack)
    again = stack.solicitari("dead", "drop", "files", failing["id"], settings_of="files")
    assert again.returncode == 1 and "dead list files" in again.stderr


def test_a_parked_event_is_replayed_once_its_cause_is_mended(stack: RunningStack, broker: Broker) -> None:
    subject = f"tickets/{uuid4()}"
    first, second, third = (event(subject, n, str(uuid4())) for n in (1, 2, 3))
    for later in (second, third):
        broker.publish(later, attempt=LAST_ATTEMPT)
    eventually(lambda: {second["id"], third["id"]} <= parked(stack).keys())
    assert applied(stack, subject) == 0
    broker.publish(first)
    eventually(lambda: applied(stack, subject) == 1)
    for later in (second, third):
        assert stack.solicitari("dead", "replay", "files", later["id"], settings_of="files").stdout == "1 replayed\n"
    eventually(lambda: applied(stack, subject) == 3)
    assert not {second["id"], third["id"]} & parked(stack).keys()


def test_an_event_is_applied_once_however_often_it_arrives(stack: RunningStack, broker: Broker) -> None:
    subject = f"tickets/{uuid4()}"
    first, second, third = (event(subject, n, str(uuid4())) for n in (1, 2, 3))
    for one in (first, first, second, first, second, third):  # the third is behind all that came before it
        broker.publish(one)

    def outcomes() -> dict[str, list[bool]]:
        """Of each event, whether it was applied at each of its arrivals that files has logged."""
        lines = [line for line in stack.log("files").splitlines() if '"event":"event"' in line and subject in line]
        told = [json.loads(line) for line in lines]
        return {one["id"]: [x["applied"] for x in told if x["event_id"] == one["id"]] for one in (first, second, third)}

    found = eventually(lambda: o if len((o := outcomes())[third["id"]]) == 1 else None)
    assert {event_id: sum(times) for event_id, times in found.items()} == dict.fromkeys(found, 1)
    assert applied(stack, subject) == 3
    assert not found.keys() & parked(stack).keys()


def test_of_an_unreadable_call_only_an_envelope_is_kept(stack: RunningStack, broker: Broker) -> None:
    why = f"canary-{uuid4()}"
    headers = {"nameko.auth_token": "canary-token", "nameko.request_id": why}
    message = amqp.Message("canary-body", content_type="text/plain", application_headers=headers)
    broker.channel.basic_publish(message, "nameko-rpc", "files.describe")

    def found() -> str | None:
        return next((one.id for one in parked(stack).values() if why in str(one.facts)), None)

    message_id = eventually(found)
    shown = stack.solicitari("dead", "show", "files", message_id, settings_of="files").stdout
    assert why in shown
    assert json.loads(shown)["fate"] == "envelope only"
    assert "canary-body" not in shown and "canary-token" not in shown
    refused = stack.solicitari("dead", "replay", "files", message_id, settings_of="files")
    assert refused.returncode == 1 and "send it again" in refused.stderr
    assert stack.solicitari("dead", "drop", "files", message_id, settings_of="files").returncode == 0


def test_one_service_does_not_see_what_another_has_parked(stack: RunningStack, broker: Broker) -> None:
    failing = event(f"tickets/{uuid4()}", 1, "no id")
    broker.publish(failing, attempt=LAST_ATTEMPT)
    eventually(lambda: failing["id"] in parked(stack))
    refused = stack.solicitari("dead", "list", "files", settings_of="tickets")
    assert refused.returncode == 1 and "AMQP_URI of files" in refused.stderr
    assert stack.solicitari("dead", "drop", "files", failing["id"], settings_of="files").returncode == 0
