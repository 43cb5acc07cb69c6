"""A stream as a real network makes it: in pieces, with stalls, slow, and large and small replies mixed from all workers.

Each with a control in which one protection is taken out of the chassis, and which must fail for that reason.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.bus.conftest import Starter, Subject
from tests.bus.driver import Driver
from tests.bus.proxy import SEGMENT, Proxy
from tests.support.stack import RunningStack, eventually

pytestmark = pytest.mark.timeout(240)


@pytest.fixture
def proxy(servers: RunningStack) -> Iterator[Proxy]:
    """A line to the broker that can be made bad."""
    found = Proxy(servers.facts["ports"]["broker"])
    yield found
    found.close()


def through(proxy: Proxy, servers: RunningStack, name: str) -> str:
    """The broker's address behind the proxy."""
    port = servers.facts["ports"]["broker"]
    return servers.amqp(name).replace(f":{port}/", f":{proxy.port}/")


def connections(subject: Subject) -> int:
    """How often its serving side has connected."""
    return subject.log.count(f'"link":"{subject.name}/serve","event":"connected"')


def sizes(count: int, seed: int) -> list[int]:
    """Sizes of replies, 20 bytes to 900 kB: half of them small."""
    drawn = random.Random(seed)
    return [int(20 * 45_000 ** drawn.random()) if n % 2 else drawn.randrange(900_000) for n in range(count)]


def answered(driver: Driver, calls: dict[str, str], within: float) -> dict[str, dict[str, Any]]:
    """What was answered without an error, by the caller's id; each answer belongs to its call."""
    driver.collect(list(calls), within)
    found = {entry: driver.replies[call] for call, entry in calls.items() if call in driver.replies}
    good = {entry: reply["result"] for entry, reply in found.items() if reply["error"] is None}
    assert all(result["entry_id"] == entry for entry, result in good.items())
    return good


@pytest.mark.parametrize("variant", ["plain", "unwritten"])
@pytest.mark.parametrize("operation", ["work", "relay"])
def test_a_stream_in_pieces(
    operation: str,
    variant: str,
    driver: Driver,
    start: Starter,
    servers: RunningStack,
    proxy: Proxy,
    is_long: bool,
) -> None:
    """Control: a worker that publishes with py-amqp reads in the middle of a frame, and the stream never fits again."""
    name = "files" if operation == "work" else "tickets"
    if operation == "relay":
        start("plain").answers(driver)
    subject = start(variant, name, amqp_uri=through(proxy, servers, name), HEARTBEAT="4")
    subject.answers(driver)
    proxy.piece = SEGMENT
    count = 2_000 if is_long else 300
    calls = {
        driver.call(
            name, operation, entry_id=f"e{n}", pad="x" * (200 if n % 2 else 2_000), size=n % 3_000, within=100
        ): f"e{n}"
        for n in range(count)
    }
    good = answered(driver, calls, within=12 if variant == "unwritten" else 100)
    if variant == "plain":
        assert len(good) == count and connections(subject) == 1
        if operation == "work":
            assert all(n == 1 for n in subject.journal.runs().values())
    else:
        assert connections(subject) > 0 and len(good) < count and subject.is_alive
        eventually(lambda: "link_lost" in subject.log, within=60)


@pytest.mark.parametrize("variant", ["plain", "impatient", "unwritten"])
def test_a_peer_that_stalls(
    variant: str, driver: Driver, start: Starter, servers: RunningStack, proxy: Proxy, is_long: bool
) -> None:
    """Controls: py-amqp's own second of patience, and writing from the workers, cut the line and run calls again."""
    subject = start(
        variant, amqp_uri=through(proxy, servers, "files"), MAX_WORKERS="30"
    )  # more than the kernel takes over
    subject.answers(driver)
    proxy.stalls = True
    count = 500 if is_long else 150
    calls = {
        driver.call("files", "work", entry_id=f"e{n}", size=size, seconds=0.4, within=150): f"e{n}"
        for n, size in enumerate(sizes(count, seed=7), start=1)
    }
    if variant == "plain":
        good = answered(driver, calls, within=150)
        assert len(good) == count
        assert {subject.journal.runs()[entry] for entry in good} == {1}
        assert connections(subject) == 1
    else:
        eventually(lambda: is_cut(driver, subject), within=30)
        eventually(lambda: max(subject.journal.runs().values()) > 1, within=60)
        assert subject.is_alive


def heard(driver: Driver, subject: Subject) -> str:
    """Take replies for a moment; then what the process has written."""
    driver.collect(["never"], within=1)
    return subject.log


def is_cut(driver: Driver, subject: Subject) -> bool:
    """Whether the line of the serving side has broken."""
    return f'"link":"{subject.name}/serve","error"' in heard(driver, subject)


@pytest.mark.parametrize("variant", ["plain", "unwritten"])
def test_time_outs_that_fire_while_workers_reply_on_a_slow_line(
    variant: str, driver: Driver, start: Starter, servers: RunningStack, proxy: Proxy, is_long: bool
) -> None:
    """A time-out that a handler forgot hits its worker at the reply, when workers write themselves: call and slot are lost."""
    subject = start(
        variant, amqp_uri=through(proxy, servers, "files"), MAX_WORKERS="30"
    )  # more than the kernel takes over
    subject.answers(driver)
    proxy.bytes_per_second = 3e6
    drawn = random.Random(11)
    count = 1_000 if is_long else 150
    calls = {}
    for n, size in enumerate(sizes(count, seed=3), start=1):
        late = {"late_ms": drawn.uniform(0, 300)} if n % 4 == 0 else {}
        calls[driver.call("files", "work", entry_id=f"e{n}", size=size, within=100, **late)] = f"e{n}"
    if variant == "plain":
        assert len(answered(driver, calls, within=100)) == count
        assert connections(subject) == 1 and max(subject.journal.runs().values()) == 1
        assert "worker_failed" not in subject.log
    else:
        eventually(lambda: '"error":"Timeout","event":"worker_failed"' in heard(driver, subject), within=90)
        assert len(answered(driver, calls, within=20)) < count


@pytest.mark.parametrize("kind", ["stock", "plain"], ids=["stock", "chassis"])
def test_time_outs_that_hit_who_waits_for_another_service(kind: str, driver: Driver, start: Starter) -> None:
    """Stock keeps an entry for ever for each call that was given up."""
    callee, subject = start(kind, "files"), start(kind, "tickets")
    callee.answers(driver)
    subject.answers(driver)
    assert driver.ask("tickets", "relay", entry_id="first")
    before = vitals(driver)
    drawn = random.Random(5)
    calls = [
        driver.call("tickets", "relay", entry_id=f"e{n}", seconds=0.2, cut_ms=drawn.uniform(2, 400)) for n in range(100)
    ]
    if kind == "plain":
        assert len(driver.collect(calls, within=60)) == 100
    else:
        driver.collect(calls, within=10)  # who is hit may never be answered
    with callee.hanging():
        hit = [driver.call("tickets", "relay", entry_id=f"h{n}", cut_ms=100) for n in range(10)]
        driver.collect(hit, within=10)
        after = vitals(driver)
        assert after["pending"] == 0 if kind == "plain" else after["pending"] >= 10
    if kind == "plain":  # timers that were called off keep their greenlets until they would have been due
        eventually(lambda: vitals(driver)["greenlets"] <= before["greenlets"] + 3)
        assert vitals(driver)["descriptors"] <= before["descriptors"] + 1


def vitals(driver: Driver) -> dict[str, int]:
    """How the caller's process is."""
    reply = driver.ask("tickets", "vitals")
    assert reply is not None
    found: dict[str, int] = reply["result"]
    return found
