"""The broker, an operator or another service goes wrong under live processes; nothing is lost, and all comes back by itself."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import amqp
import pytest

from tests.bus.conftest import Starter
from tests.bus.driver import Driver
from tests.bus.test_streams import connections
from tests.support.stack import RunningStack, eventually

pytestmark = pytest.mark.timeout(300)
ALARM = "{resource_limit, disk, node()}"


@contextmanager
def alarm(servers: RunningStack) -> Iterator[None]:
    """The broker stops reading from whoever publishes."""
    servers.rabbitmqctl("eval", f"rabbit_alarm:set_alarm({{{ALARM}, []}}).")
    try:
        yield
    finally:
        servers.rabbitmqctl("eval", f"rabbit_alarm:clear_alarm({ALARM}).")


def delete_queue(servers: RunningStack, pattern: str) -> None:
    """As an operator: delete the queues whose names match, exclusive ones too."""
    servers.rabbitmqctl(
        "eval",
        '[rabbit_amqqueue:delete(Q, false, false, <<"operator">>) || Q <- rabbit_amqqueue:list(), '
        f're:run(element(4, amqqueue:get_name(Q)), <<"{pattern}">>) =/= nomatch].',
    )


def close_connections(servers: RunningStack, user: str) -> None:
    """As an operator: close every connection of an account."""
    servers.rabbitmqctl(
        "eval",
        '[rabbit_networking:close_connection(P, "by the operator") || '
        f'[{{pid, P}}, {{user, <<"{user}">>}}] <- rabbit_networking:connection_info_all([pid, user])].',
    )


def waited(driver: Driver, seconds: float) -> None:
    """Let time pass, and take what comes."""
    driver.collect(["never"], within=seconds)


@pytest.mark.parametrize(("variant", "size"), [("plain", 200), ("plain", 900_000), ("impatient,pushing", 900_000)])
def test_an_alarm_of_the_broker(
    variant: str, size: int, driver: Driver, start: Starter, servers: RunningStack, is_long: bool
) -> None:
    """Calls wait, no more are taken on than there are workers, and each runs once. The control has its line cut meanwhile."""
    workers, count = 30, 50  # 27 MB of replies at a time: more than the kernel takes over
    subject = start(variant, MAX_WORKERS=str(workers))
    subject.answers(driver)
    entries = [f"e{n}" for n in range(count)]
    with ExitStack() as held:
        with subject.hanging():
            calls = [driver.call("files", "work", within=200, entry_id=e, seconds=1, size=size) for e in entries]
            driver.channel_is_through()
            held.enter_context(alarm(servers))
        eventually(lambda: "broker_blocks" in subject.log)
        waited(driver, 30 if is_long else 8)
        runs = [subject.journal.runs()[entry] for entry in entries]
        if variant == "plain":
            assert max(runs) == 1 and sum(runs) == workers
        assert subject.is_alive
    if variant == "plain":
        assert len(driver.collect(calls, within=120)) == count
        assert [subject.journal.runs()[entry] for entry in entries] == [1] * count
        assert connections(subject) == 1
    else:
        assert connections(subject) > 1
        eventually(lambda: max(subject.journal.runs()[entry] for entry in entries) > 1)


def test_sigterm_in_an_alarm_is_bounded_and_loses_nothing(
    driver: Driver, start: Starter, servers: RunningStack
) -> None:
    """What could not be answered is handed back: the next process carries it out again."""
    subject = start("plain", DRAIN_SECONDS="3")
    subject.answers(driver)
    with ExitStack() as held:
        with subject.hanging():
            calls = [driver.call("files", "work", within=120, entry_id=f"e{n}", seconds=1) for n in range(10)]
            driver.channel_is_through()
            held.enter_context(alarm(servers))
        eventually(lambda: "broker_blocks" in subject.log)
        subject.signal(signal.SIGTERM)
        assert subject.ended(within=30) in (0, 75)  # 0: the kernel took over all that was to be said
    following = start("plain")
    assert len(driver.collect(calls, within=60)) == 10
    assert max(following.journal.runs()[f"e{n}"] for n in range(10)) <= 2


@pytest.mark.parametrize("variant", ["plain", "timeless"])
def test_what_was_published_into_an_alarm_is_not_carried_out_after_its_deadline(
    variant: str, driver: Driver, start: Starter, servers: RunningStack
) -> None:
    """A message's own expiration counts from the moment the broker takes it; the header with the deadline does not."""
    subject = start(variant)
    subject.answers(driver)
    with alarm(servers):
        late = [driver.call("files", "work", within=2, entry_id=f"late{n}") for n in range(20)]
        waited(driver, 5)
        assert not any(subject.journal.runs()[f"late{n}"] for n in range(20))
    subject.answers(driver)
    driver.collect(late, within=5)
    ran = sum(subject.journal.runs()[f"late{n}"] for n in range(20))
    assert (ran == 0) if variant == "plain" else (ran > 0)


@pytest.mark.parametrize("variant", ["plain", "deaf"])
def test_the_reply_queue_of_a_service_is_deleted(
    variant: str, driver: Driver, start: Starter, servers: RunningStack
) -> None:
    """Whoever waits is told at once, and asks again; the control waits for replies that can never come."""
    callee, subject = start("plain", "files"), start(variant, "tickets")
    callee.answers(driver)
    subject.answers(driver)
    eventually(lambda: driver.ask("tickets", "relay", entry_id="first"))
    within = 20 if variant == "plain" else 6
    calls = [driver.call("tickets", "relay", within=within, entry_id=f"e{n}", seconds=1.5) for n in range(8)]
    eventually(lambda: sum(callee.journal.runs()[f"e{n}"] for n in range(8)) == 8)
    delete_queue(servers, "^rpc.reply-tickets-")
    driver.collect(calls, within=within)
    then = driver.ask("tickets", "relay", entry_id="then", within=within)
    if variant == "plain":
        assert '"link":"tickets/call","error":"ConnectionError"' in subject.log
        assert then is not None and then["error"] is None
        assert connections(subject) == 1  # callers ran on: their connection is another one
    else:
        assert then is not None and then["error"]["exc_type"] in ("DeadlineExceeded", "Unavailable")


@pytest.mark.parametrize("variant", ["plain", "deaf"])
def test_the_queue_of_a_service_is_deleted(variant: str, driver: Driver, start: Starter, servers: RunningStack) -> None:
    """It is declared anew; the control consumes for ever from a queue that is gone."""
    subject = start(variant)
    subject.answers(driver)
    delete_queue(servers, "^rpc-files$")
    if variant == "plain":
        subject.answers(driver)
    else:
        assert driver.ask("files", "work", entry_id="unheard", within=10) is None
        assert subject.is_alive


@pytest.mark.parametrize("variant", ["plain", "narrow"])
def test_connections_are_closed_by_the_operator(
    variant: str, driver: Driver, start: Starter, servers: RunningStack
) -> None:
    """Ten calls in flight run again beside what is left of them. The control's reader waits for a worker, and is cut off."""
    subject = start(variant, HEARTBEAT="4")
    subject.answers(driver)
    calls = [driver.call("files", "work", within=90, entry_id=f"e{n}", seconds=14) for n in range(10)]
    eventually(lambda: len(subject.journal.runs()) > 10)
    close_connections(servers, "files")
    if variant == "plain":
        assert len(driver.collect(calls, within=60)) == 10
        assert connections(subject) == 2
        assert {subject.journal.runs()[f"e{n}"] for n in range(10)} == {2}
    else:
        eventually(lambda: driver.collect(calls, within=1) is not None and connections(subject) > 2, within=90)
        assert subject.is_alive


def test_the_broker_is_away(driver: Driver, start: Starter, servers: RunningStack, is_long: bool) -> None:
    """Killed and stopped in order, again and again: a client that repeats with the same id gets all its answers."""
    subject = start("plain")
    subject.answers(driver)
    driver.close()
    for number, seconds in ((signal.SIGKILL, 0.0), (signal.SIGTERM, 60.0 if is_long else 5.0)):
        client = fresh(servers)
        entries = [f"{number.name}-{n}" for n in range(10)]
        for entry in entries:
            client.call("files", "work", entry_id=entry, seconds=1)
        eventually(lambda entries=entries: all(subject.journal.runs()[e] for e in entries))  # type: ignore[misc]
        keep_down(servers, number, seconds)
        client = fresh(servers)
        again = [client.call("files", "work", entry_id=entry) for entry in entries]
        assert len(client.collect(again, within=30)) == 10
        client.close()
    assert subject.is_alive and connections(subject) >= 3


def keep_down(servers: RunningStack, number: signal.Signals, seconds: float) -> None:
    """End the broker, and whatever is started in its place for so long."""
    until = time.monotonic() + seconds
    killed: set[int] = set()

    def over() -> bool:
        pid = servers.pid("broker")
        if pid and pid not in killed and (not killed or time.monotonic() < until):
            os.kill(pid, signal.SIGKILL if killed else number)  # one that is only starting may not hear SIGTERM
            killed.add(pid)
        return time.monotonic() > until and pid not in killed and pid is not None

    eventually(over, within=seconds + 90)


def fresh(servers: RunningStack) -> Driver:
    """A client, once the broker takes it."""

    def connected() -> Driver | None:
        try:
            return Driver(servers.amqp("gateway"))
        except (OSError, amqp.AMQPError):
            return None

    return eventually(connected, within=90)


def test_the_broker_hangs(driver: Driver, start: Starter, servers: RunningStack, is_long: bool) -> None:
    """SIGSTOP: connections stay, nothing moves. Afterwards all is answered."""
    subject = start("plain")
    subject.answers(driver)
    calls = [driver.call("files", "work", within=120, entry_id=f"e{n}", seconds=1) for n in range(30)]
    eventually(lambda: len(subject.journal.runs()) > 5)
    pid = servers.send("broker", signal.SIGSTOP)
    try:
        waited(driver, 30 if is_long else 5)
    finally:
        os.kill(pid, signal.SIGCONT)
    assert len(driver.collect(calls, within=60)) == 30
    runs = [subject.journal.runs()[f"e{n}"] for n in range(30)]
    assert sum(runs) == 30 if connections(subject) == 1 else max(runs) <= 2


@pytest.mark.parametrize("kind", ["stock", "plain"], ids=["stock", "chassis"])
def test_another_service_hangs(kind: str, driver: Driver, start: Starter) -> None:
    """Who waits is told in time, and what was given up is not carried out later; stock waits for ever, and it runs."""
    callee, subject = start(kind, "files"), start(kind, "tickets")
    callee.answers(driver)
    subject.answers(driver)
    eventually(lambda: driver.ask("tickets", "relay", entry_id="first"))
    entries = [f"e{n}" for n in range(5)]
    with callee.hanging():
        calls = [driver.call("tickets", "relay", entry_id=entry, within=60) for entry in entries]
        replies = driver.collect(calls, within=8)
        if kind == "plain":
            assert {r["error"]["exc_type"] for r in replies} == {"DeadlineExceeded"} and len(replies) == 5
            asked_at = time.monotonic()
            refused = [driver.call("tickets", "relay", entry_id=f"probe{n}") for n in range(6)]
            kinds = [r["error"]["exc_type"] for r in driver.collect(refused)]
            assert (
                kinds.count("Unavailable") >= 5
            )  # the breaker is open: one probe at a time, the others wait for nothing
            assert time.monotonic() - asked_at < 8
        else:
            assert replies == []
    callee.answers(driver)
    ran = sum(callee.journal.runs()[entry] for entry in entries)
    assert ran == (0 if kind == "plain" else 5)
    eventually(lambda: (driver.ask("tickets", "relay", entry_id="back") or {"error": 1})["error"] is None)


def test_a_service_that_was_never_started(driver: Driver, start: Starter, servers: RunningStack) -> None:
    """No queue: refused at once, as certainly not carried out."""
    delete_queue(servers, "^rpc-files$")
    subject = start("plain", "tickets")
    subject.answers(driver)
    asked_at = time.monotonic()
    reply = driver.ask("tickets", "relay", entry_id="e")
    assert reply is not None and reply["error"]["exc_type"] == "Unavailable"
    assert time.monotonic() - asked_at < 2


def test_reply_keys_that_the_broker_would_refuse(driver: Driver, start: Starter) -> None:
    """A refusal ends the channel and brings the message back, for ever; and a reply is no way to call another service."""
    subject = start("plain")
    subject.answers(driver)
    crooked = ("nonsense", "auth.issue_token", "#", "x" * 255)
    for n, reply_to in enumerate(crooked):
        body = json.dumps({"args": [{"entry_id": f"crooked{n}"}], "kwargs": {}})
        driver.send("files", "work", body, reply_to=reply_to)
    eventually(lambda: sum(subject.journal.runs()[f"crooked{n}"] for n in range(4)) >= 4)
    subject.answers(driver)
    assert {subject.journal.runs()[f"crooked{n}"] for n in range(4)} == {1}
    assert connections(subject) == 1
