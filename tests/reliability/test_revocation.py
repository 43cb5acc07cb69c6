"""Who is disabled is out: nothing that starts more than a second after the answer succeeds, whatever fails meanwhile."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

import httpx
import psycopg
import pytest

from chassis.client import client
from contracts.auth import DisableUser, Role
from contracts.errors import DomainError, Unauthenticated
from contracts.tickets import ListTickets, TicketsApi
from devstack.bootstrap import ROOT
from tests.support.stack import RunningStack, eventually
from tests.support.world import PASSWORD, Actor, World

ALLOWED_SECONDS = 1.0


@dataclass
class Log:
    """What a loop met: when each request started, and how it ended."""

    rows: list[tuple[float, str]] = field(default_factory=list)

    def succeeded(self) -> list[float]:
        """When the requests started that succeeded."""
        return [started for started, outcome in self.rows if outcome == "ok"]

    def refused_after(self, moment: float) -> int:
        """How many requests that started after a moment were refused for who asked."""
        return sum(started > moment and outcome == "Unauthenticated" for started, outcome in self.rows)


@dataclass
class Loops:
    """Somebody at work: a download loop over HTTP and a loop of calls with stock nameko."""

    downloads: Log = field(default_factory=Log)
    calls: Log = field(default_factory=Log)


@contextmanager
def at_work(stack: RunningStack, person: Actor, file_id: str, number: int) -> Iterator[Loops]:
    """Both loops run until the end of the block."""
    loops, over = Loops(), threading.Event()

    def download() -> None:
        while not over.wait(0.02):
            started = time.time()
            try:
                status = person.api.get(f"/files/{file_id}/content").status_code
            except httpx.HTTPError:
                status = 0
            outcome = {200: "ok", 401: "Unauthenticated"}.get(status, str(status))
            loops.downloads.rows.append((started, outcome))

    command = [sys.executable, "-m", "tests.support.stock_loop"]
    caller = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert caller.stdin is not None and caller.stdout is not None
    lines = caller.stdout

    def read() -> None:
        for line in lines:
            row = json.loads(line)
            loops.calls.rows.append((row["started"], row["outcome"]))

    given = {"amqp_uri": stack.amqp("internal_demo"), "token": person.token, "number": number}
    caller.stdin.write(json.dumps(given))
    caller.stdin.close()
    threads = [threading.Thread(target=download), threading.Thread(target=read)]
    for thread in threads:
        thread.start()
    try:
        yield loops
    finally:
        over.set()
        caller.kill()
        caller.wait()
        for thread in threads:
            thread.join()
        lines.close()


def disable(world: World, person: Actor) -> float:
    """Disable an account, repeating with the same id until it is answered; returns when that was."""
    command = DisableUser(command_id=str(uuid4()), user_id=person.id)

    def attempt() -> bool:
        try:
            world.auth.disable_user(world.admin.call(), command)
        except DomainError as error:
            assert error.kind in ("unavailable", "deadline", "conflict"), error
            return False
        return True

    eventually(attempt, within=60)
    return time.time()


@pytest.mark.timeout(240)
@pytest.mark.parametrize("meanwhile", ["nothing", "broker", "tickets", "gateway", "auth"])
def test_nothing_succeeds_that_started_a_second_after_a_disablement(
    stack: RunningStack, world: World, meanwhile: str
) -> None:
    ana = world.person(world.company())
    file_id = ana.api.uploaded("a.bin", b"a" * 100_000)
    number = ana.api.opened(file_ids=[file_id])
    vlad = world.person(None, Role.CONSULTANT, "Vlad Neagu")
    with at_work(stack, vlad, file_id, number) as loops:
        both = (loops.downloads, loops.calls)
        for log in both:
            eventually(lambda log=log: len(log.succeeded()) > 10, within=30)  # type: ignore[misc]
        if meanwhile != "nothing":  # killed first: what is published meanwhile is missed, and must be read again
            pid = stack.send(meanwhile, signal.SIGKILL)
        answered = disable(world, vlad)
        if meanwhile != "nothing":
            eventually(lambda: stack.pid(meanwhile) not in (None, pid), within=60)
            stack.wait_ready()
        since = max(answered + ALLOWED_SECONDS, time.time())
        for log in both:
            eventually(lambda log=log: log.refused_after(since) > 20, within=60)  # type: ignore[misc]
    for log in both:
        late = [started - answered for started in log.succeeded() if started > answered + ALLOWED_SECONDS]
        assert not late
    sign_in = httpx.post(
        f"{stack.gateway_url}/api/v1/tokens", json={"email": vlad.email, "password": PASSWORD}, timeout=30
    )
    assert sign_in.status_code == 401
    assert ana.api.get(f"/files/{file_id}/content").status_code == 200


def test_the_newest_of_very_many_revocations_holds_after_a_restart(stack: RunningStack, world: World) -> None:
    ana = world.person(world.company())
    address = stack.database("auth").replace("+psycopg", "")
    many = (
        "INSERT INTO revocations (session_id) SELECT gen_random_uuid() FROM generate_series(1, 4000) RETURNING position"
    )
    with psycopg.connect(address, autocommit=True) as connection:
        first = connection.execute(many).fetchone()
        assert first is not None
        assert ana.api.delete("/tokens/current").status_code == 204
        try:
            for part in ("gateway", "tickets"):
                stack.kill_and_wait(part)
            assert ana.api.get("/me").status_code == 401
            with pytest.raises(Unauthenticated):
                client(TicketsApi, world.bus, "tickets").list_tickets(ana.call(), ListTickets())
        finally:
            connection.execute("DELETE FROM revocations WHERE position BETWEEN %s AND %s", (first[0], first[0] + 3999))
