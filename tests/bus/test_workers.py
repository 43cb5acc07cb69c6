"""Calls and events on one service: no more is taken on than there are workers, and as many connections to the database."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from uuid import uuid4

import amqp
import pytest

from chassis.address import connection_settings
from chassis.migrations import upgrade
from tests.bus.conftest import Starter
from tests.bus.driver import Driver
from tests.support.stack import RunningStack, eventually

pytestmark = pytest.mark.timeout(240)

WORKERS = 4


def publish(servers: RunningStack, subjects: list[str], seconds: float) -> None:
    """Events of tickets, each the first of its subject."""
    with amqp.Connection(**connection_settings(servers.amqp("tickets"), 60)) as connection:
        channel = connection.channel()
        for subject in subjects:
            event = {"specversion": "1.0", "id": str(uuid4()), "source": "/tickets", "type": "ticket_updated_v1"}
            event |= {"subject": subject, "time": datetime.now(UTC).isoformat(), "dataschema": "/events/none"}
            body = json.dumps(
                event | {"data": {"seconds": seconds}, "position": 1, "sequence": 1, "audience": "company"}
            )
            message = amqp.Message(body, content_type="application/json", delivery_mode=2)
            channel.basic_publish_confirm(message, "tickets.events", "ticket_updated_v1")


@pytest.mark.parametrize("variant", ["plain", "greedy"])
def test_calls_and_events_together_are_never_more_than_the_workers(
    variant: str, driver: Driver, start: Starter, servers: RunningStack
) -> None:
    """Control: with more calls delivered than that, they wait for connections to the database until they are refused."""
    upgrade("files", servers.database("files")).dispose()  # the tables of a consumer
    subject = start(variant, LISTENING="1", MAX_WORKERS=str(WORKERS))
    subject.answers(driver)
    subjects = [f"tickets/{uuid4()}" for _ in range(6)]
    with subject.hanging():
        calls = [driver.call("files", "query", within=90, entry_id=f"c{n}", seconds=1) for n in range(24)]
        driver.channel_is_through()
        publish(servers, subjects, seconds=1)
    replies = driver.collect(calls, within=60)
    refused = [reply["error"]["exc_type"] for reply in replies if reply["error"]]
    assert len(replies) == len(calls)
    if variant == "greedy":
        assert set(refused) == {"Unavailable"}
        return
    assert refused == []
    eventually(lambda: all(subject.journal.runs("end")[one] for one in subjects))
    runs = subject.journal.runs()
    assert {runs[entry] for entry in [*subjects, *(f"c{n}" for n in range(24))]} == {1}
    assert subject.journal.most_at_once() == WORKERS  # and events went on beside the calls
    assert "event_failed" not in subject.log
