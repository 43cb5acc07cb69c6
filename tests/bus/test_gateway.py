"""The gateway's side of the bus, in this process, against a live service and a broker that misbehaves."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import uuid4

import pytest

from chassis import wire
from chassis.call import Call
from contracts.errors import DeadlineExceeded, DomainError, OutcomeUnknown, Unavailable
from gateway.bus import BusClient, deadline_ms
from tests.bus.conftest import Starter, Subject
from tests.bus.driver import Driver
from tests.bus.test_outages import alarm, delete_queue
from tests.bus.words import Work
from tests.support.stack import RunningStack, eventually

pytestmark = pytest.mark.timeout(240)
Drill = Callable[[BusClient], Awaitable[None]]


class Deaf(BusClient):
    """The control: does not see that its consumer was ended, and never suspects its connection."""

    def _has_all_consumers(self) -> bool:
        return True

    def _count_timeout(self, service: str) -> None:
        pass


@pytest.fixture
def subject(driver: Driver, start: Starter) -> Subject:
    """A service that answers."""
    found = start("plain")
    found.answers(driver)
    return found


def drilled(servers: RunningStack, drill: Drill, kind: type[BusClient] = BusClient) -> None:
    """Run a drill with a client that is connected."""

    async def run() -> None:
        client = kind(servers.amqp("gateway"), heartbeat=10)
        await client.start()
        try:
            await asyncio.to_thread(eventually, lambda: client.is_up)
            await drill(client)
        finally:
            await client.stop()

    asyncio.run(run())


async def asked(client: BusClient, *, within: float = 10, service: str = "files", **work: float) -> str:
    """Ask for work; "ok" or the code of the error."""
    call = Call(request_id="drill", deadline_ms=deadline_ms(within))
    body = wire.encode_request(Work(entry_id=str(uuid4()), **work).model_dump_json().encode())
    try:
        await client.call(call, service, "work", body)
    except DomainError as error:
        return error.code
    return "ok"


async def until_ok(client: BusClient, within: float = 60) -> None:
    """Ask until there is an answer."""
    deadline = time.monotonic() + within
    while await asked(client, within=2) != "ok":
        assert time.monotonic() < deadline, "no answer"
        await asyncio.sleep(0.05)


@pytest.mark.parametrize("kind", [BusClient, Deaf])
def test_the_reply_queue_is_deleted(kind: type[BusClient], servers: RunningStack, subject: Subject) -> None:
    """Who waits is told at once and asked again; the control is deaf for good while its connection is up."""

    async def drill(client: BusClient) -> None:
        await until_ok(client)
        with subject.hanging():
            patience = 60 if kind is BusClient else 8
            waiting = [asyncio.create_task(asked(client, within=patience)) for _ in range(8)]
            await asyncio.to_thread(delete_queue, servers, f"^rpc.reply-gateway-{client._reply_key}")
        outcomes = await asyncio.gather(*waiting)
        if kind is BusClient:
            assert set(outcomes) <= {"ok", OutcomeUnknown.code}
            await until_ok(client)
        else:
            assert set(outcomes) == {DeadlineExceeded.code}
            assert await asked(client, within=2) in (DeadlineExceeded.code, Unavailable.code) and client.is_up

    drilled(servers, drill, kind)


@pytest.mark.parametrize("kind", [BusClient, Deaf])
def test_replies_that_stay_away_make_the_connection_suspect(
    kind: type[BusClient], servers: RunningStack, subject: Subject, driver: Driver, start: Starter
) -> None:
    """The queue is there, its binding is not: nothing tells the gateway but silence."""
    start("plain", "tickets").answers(driver)

    async def drill(client: BusClient) -> None:
        await until_ok(client)
        binding = f'<<"{client._reply_key}">>'
        unbind = (
            f'[rabbit_binding:remove(B, <<"operator">>) || B <- rabbit_binding:list(<<"solicitari">>), '
            f"element(3, B) =:= {binding}]."
        )
        await asyncio.to_thread(servers.rabbitmqctl, "eval", unbind)
        first = [await asked(client, within=0.5) for _ in range(3)]
        assert set(first) == {DeadlineExceeded.code}
        if kind is BusClient:
            await asyncio.gather(
                *(asked(client, within=0.5, service=s) for s in ("tickets", "files") for _ in range(4))
            )
            await until_ok(client, within=60)
        else:
            assert await asked(client, within=1) in (DeadlineExceeded.code, Unavailable.code) and client.is_up

    drilled(servers, drill, kind)


def test_the_broker_is_killed_under_waiting_calls(servers: RunningStack, subject: Subject) -> None:
    """Each learns it at once, and is asked again within its deadline; none is left over, none breaks its task."""

    async def drill(client: BusClient) -> None:
        waiting = [asyncio.create_task(asked(client, within=20, seconds=5)) for _ in range(10)]
        await asyncio.to_thread(eventually, lambda: len(subject.journal.runs()) > 10)
        servers.send("broker", signal.SIGKILL)
        started = time.monotonic()
        outcomes = await asyncio.gather(*waiting)
        assert set(outcomes) <= {"ok", OutcomeUnknown.code, Unavailable.code}
        assert time.monotonic() - started < 20
        assert not client._pending
        await until_ok(client, within=90)

    drilled(servers, drill)


def test_a_connection_that_is_made_anew_under_calls_fails_none_of_them_oddly(
    servers: RunningStack, subject: Subject
) -> None:
    """aiormq, for one, fails what waits to be sent with a bare `Exception` when its connection is closed in order."""

    async def drill(client: BusClient) -> None:
        await until_ok(client)
        over = False

        async def busy() -> set[str]:
            outcomes = set()
            while not over:
                outcomes.add(await asked(client))
            return outcomes

        callers = [asyncio.create_task(busy()) for _ in range(30)]
        for _ in range(8):
            await until_ok(client)
            client._reset.set()
            await asyncio.to_thread(eventually, lambda: not client._reset.is_set())
        over = True
        outcomes = set().union(*await asyncio.gather(*callers))
        assert outcomes <= {"ok", OutcomeUnknown.code, Unavailable.code}

    drilled(servers, drill)


def test_an_alarm_ends_no_later_than_the_deadline(servers: RunningStack, subject: Subject) -> None:
    """Publishing waits in silence while the broker is in alarm; the limit is around all of it."""

    async def drill(client: BusClient) -> None:
        await until_ok(client)
        with alarm(servers):
            for _ in range(3):
                started = time.monotonic()
                assert await asked(client, within=1.5) in (DeadlineExceeded.code, Unavailable.code)
                assert time.monotonic() - started < 4
        await until_ok(client)

    drilled(servers, drill)


def test_a_broker_that_hangs(servers: RunningStack, subject: Subject, is_long: bool) -> None:
    """Every answer comes in time, and calls go through when it goes on."""

    async def drill(client: BusClient) -> None:
        await until_ok(client)
        pid = servers.send("broker", signal.SIGSTOP)
        try:
            stat = Path(f"/proc/{pid}/stat")
            await asyncio.to_thread(eventually, lambda: ") T " in stat.read_text(encoding="ascii"))
            until = time.monotonic() + (30 if is_long else 6)
            while time.monotonic() < until:
                started = time.monotonic()
                assert await asked(client, within=1.5) in (DeadlineExceeded.code, Unavailable.code, OutcomeUnknown.code)
                assert time.monotonic() - started < 5
                await asyncio.sleep(0.05)
        finally:
            os.kill(pid, signal.SIGCONT)
        await until_ok(client)

    drilled(servers, drill)


def test_a_look_at_queues_that_takes_long_costs_nobody_the_connection(
    servers: RunningStack, subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given up in the middle, aiormq would close a channel that is closed already: for that the broker ends the connection."""

    async def drill(client: BusClient) -> None:
        await until_ok(client)
        connection = client._connection
        for n in range(200):
            monkeypatch.setattr("gateway.bus.LOOK_SECONDS", n % 20 / 2000)  # wherever it is by then
            await client.depths(("rpc-files",))
        monkeypatch.undo()
        assert await client.depths(("rpc-files",)) == {"rpc-files": 0}
        assert client._connection is connection

    drilled(servers, drill)


def test_who_stops_waiting_leaves_nothing_behind(servers: RunningStack, subject: Subject) -> None:
    """A client that goes away in the middle of a call, and a service that is not there."""

    async def drill(client: BusClient) -> None:
        await until_ok(client)
        before = len(subject.journal.runs())
        waiting = [asyncio.create_task(asked(client, seconds=3)) for _ in range(20)]
        await asyncio.to_thread(eventually, lambda: len(subject.journal.runs()) >= before + 10)  # all its workers
        assert len(client._pending) == 20
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        assert not client._pending
        await asyncio.to_thread(delete_queue, servers, "^rpc-auth$")
        started = time.monotonic()
        assert await asked(client, service="auth") == Unavailable.code
        assert time.monotonic() - started < 3

    drilled(servers, drill)
