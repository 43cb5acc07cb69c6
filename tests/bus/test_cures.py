"""What stock nameko does when things go wrong, and what chassis does instead: each on the same broker, in the same test."""

from __future__ import annotations

import hashlib
import json
import os
import signal
from contextlib import suppress
from typing import Any

import amqp
import pytest

from chassis.address import connection_settings
from tests.bus.conftest import Starter, Subject
from tests.bus.driver import Driver
from tests.support.stack import RunningStack, eventually

BOTH = pytest.mark.parametrize("kind", ["stock", "plain"], ids=["stock", "chassis"])


def under_way(subject: Subject, count: int) -> None:
    """Wait until so many executions have begun (beside those that asked whether it is ready)."""
    eventually(lambda: _begun(subject) >= count, within=30)


def _begun(subject: Subject) -> int:
    return sum(n for entry_id, n in subject.journal.runs().items() if not entry_id.startswith("ready-"))


@BOTH
def test_sigterm_with_ten_calls_in_flight_runs_none_of_them_again(kind: str, driver: Driver, start: Starter) -> None:
    subject = start(kind)
    subject.answers(driver)
    calls = [driver.call("files", "work", entry_id=f"e{n}", seconds=3) for n in range(10)]
    under_way(subject, 10)
    subject.signal(signal.SIGTERM)
    assert subject.ended() == 0
    assert len(driver.collect(calls)) == 10
    following = start(kind)
    following.answers(driver)  # behind whatever was given back to the queue
    runs = [following.journal.runs()[f"e{n}"] for n in range(10)]
    assert runs == ([1] * 10 if kind == "plain" else [2] * 10)


def _work(entry_id: str, **more: object) -> str:
    return json.dumps({"args": [{"entry_id": entry_id, **more}], "kwargs": {}})


@BOTH
def test_a_second_sigterm_changes_nothing(kind: str, driver: Driver, start: Starter) -> None:
    """Stock hangs for ever when the second comes at the wrong moment: it gets a few chances to."""
    codes: list[int | None] = []
    for _ in range(1 if kind == "plain" else 6):
        subject = start(kind, DRAIN_SECONDS="10")
        subject.answers(driver)
        call = driver.call("files", "work", entry_id=f"e{len(codes)}", seconds=4)
        under_way(subject, 1 + len(codes))
        subject.signal(signal.SIGTERM)
        eventually(lambda subject=subject: "stopping services" in subject.log or not _consumed(driver), within=10)  # type: ignore[misc]
        subject.signal(signal.SIGTERM)
        assert len(driver.collect([call])) == 1
        codes.append(subject.ended(within=12))
        if codes[-1] is None:
            break
    assert codes[-1] == (0 if kind == "plain" else None)


def _consumed(driver: Driver) -> int:
    """How many consumers the queue of calls has."""
    channel = driver.connection.channel()
    count = channel.queue_declare("rpc-files", passive=True).consumer_count
    channel.close()
    return int(count)


@BOTH
def test_a_worker_that_hangs_does_not_hold_up_the_end(kind: str, driver: Driver, start: Starter) -> None:
    subject = start(kind)
    subject.answers(driver)
    driver.call("files", "work", entry_id="hangs", seconds=600)
    calls = [driver.call("files", "work", entry_id=f"e{n}", seconds=1) for n in range(3)]
    under_way(subject, 4)
    subject.signal(signal.SIGTERM)
    assert len(driver.collect(calls)) == 3
    assert subject.ended(within=12) == (75 if kind == "plain" else None)


@BOTH
def test_a_call_without_reply_to_does_not_end_the_process(kind: str, driver: Driver, start: Starter) -> None:
    subject = start(kind)
    subject.answers(driver)
    driver.send("files", "work", _work("silent"), reply=False)
    if kind == "stock":
        assert subject.ended() not in (0, None)
        return
    subject.answers(driver)
    assert subject.journal.runs("end")["silent"] == 1


UNREADABLE: dict[str, tuple[bytes, dict[str, Any]]] = {  # by the canary in the body
    "canary-bad-json": (b'{"args": ["canary-bad-json"', {}),
    "canary-bad-utf-8": (b'{"args": ["canary-bad-utf-8\xff"]}', {}),
    "canary-pickle": (b"\x80\x04\x95canary-pickle", {"content_type": "application/x-python-serialize"}),
    "canary-unknown-type": (b"canary-unknown-type", {"content_type": "text/x-unknown"}),
}


@BOTH
def test_what_cannot_be_read_is_parked_as_an_envelope_and_its_body_is_nowhere(
    kind: str, driver: Driver, start: Starter, servers: RunningStack
) -> None:
    subject = start(kind)
    subject.answers(driver)
    for canary, (body, properties) in UNREADABLE.items():
        driver.send("files", "work", body, **properties)
        subject.answers(driver)
        if kind == "stock":
            eventually(lambda canary=canary: canary in subject.log)  # type: ignore[misc]
            continue
        envelope = eventually(lambda: parked(servers))
        assert (envelope["size"], envelope["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())
        assert canary not in json.dumps(envelope)
        assert canary not in subject.log


def parked(servers: RunningStack) -> dict[str, Any] | None:
    """The next parked message of files."""
    connection = amqp.Connection(**connection_settings(servers.amqp("files"), 60))
    connection.connect()
    message = connection.channel().basic_get("files.parked", no_ack=True)
    connection.close()
    found: dict[str, Any] | None = json.loads(message.body) if message else None
    return found


@BOTH
def test_kombus_own_json_tags_are_plain_data(kind: str, driver: Driver, start: Starter) -> None:
    subject = start(kind)
    subject.answers(driver)
    tagged = '{"args": [{"entry_id": {"__type__": "datetime", "__value__": "garbage"}}], "kwargs": {}}'
    call = driver.send("files", "work", tagged)
    subject.answers(driver)
    replies = driver.collect([call], within=2)
    if kind == "stock":
        assert replies == []  # acknowledged in silence; the caller waits for ever
    else:
        assert replies[0]["error"]["exc_type"] == "InvalidCommand"


@BOTH
@pytest.mark.parametrize("what", ["timeout", "exit"])
def test_whatever_a_handler_raises_is_answered_and_ends_nothing(
    kind: str, what: str, driver: Driver, start: Starter
) -> None:
    subject = start(kind)
    subject.answers(driver)
    call = driver.call("files", "fail", kind=what)
    if kind == "stock":
        if what == "exit":
            assert subject.ended() == 3
        else:
            subject.answers(driver)
            assert driver.collect([call], within=2) == []
        return
    assert driver.collect([call])[0]["error"]["exc_type"] == "Internal"
    subject.answers(driver)


@BOTH
def test_a_reply_that_is_too_large_is_an_error_and_ends_nothing(kind: str, driver: Driver, start: Starter) -> None:
    subject = start(kind)
    subject.answers(driver)
    call = driver.call("files", "work", entry_id="large", size=135_000_000)  # over the broker's own limit of 128 MiB
    if kind == "stock":
        assert subject.ended(within=60) not in (0, None)
        return
    assert driver.collect([call])[0]["error"]["exc_type"] == "ReplyTooLarge"
    subject.answers(driver)


@BOTH
@pytest.mark.timeout(240)
def test_a_worker_that_finishes_while_the_broker_is_away_ends_nothing(
    kind: str, driver: Driver, start: Starter, servers: RunningStack
) -> None:
    """Stock cannot send the reply, and the whole process ends with all its workers."""
    subject = start(kind)
    subject.answers(driver)
    driver.call("files", "work", entry_id="meanwhile", seconds=1)
    under_way(subject, 1)

    def met_it() -> bool:
        _kill_broker(servers)  # for as long as it takes
        return ("reply_lost" if kind == "plain" else "killing <ServiceContainer") in subject.log

    eventually(met_it, within=60)
    fresh = eventually(lambda: _fresh(servers), within=60)
    assert subject.journal.runs("end")["meanwhile"] == 1
    if kind == "stock":
        assert subject.ended(within=60) not in (0, None)  # once it has found the broker again
    else:
        assert subject.is_alive
        subject.answers(fresh)
    fresh.close()


def _kill_broker(servers: RunningStack) -> None:
    """End the broker, if it is back."""
    pid = servers.pid("broker")
    if pid:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _fresh(servers: RunningStack) -> Driver | None:
    try:
        return Driver(servers.amqp("gateway"))
    except (OSError, amqp.AMQPError):
        return None


@BOTH
def test_a_query_does_not_stop_the_other_workers(kind: str, driver: Driver, start: Starter) -> None:
    subject = start(kind)
    subject.answers(driver)
    calls = [driver.call("files", "query", entry_id=f"q{n}", seconds=1.0) for n in range(4)]
    assert len(driver.collect(calls)) == 4
    assert subject.journal.most_at_once() == (4 if kind == "plain" else 1)
