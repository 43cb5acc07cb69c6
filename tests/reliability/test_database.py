"""The database is restarted, loses its connections, or is locked: clean problems, nothing lost, back without a hand."""

from __future__ import annotations

import signal
import time
from uuid import uuid4

import httpx
import psycopg
import pytest

from tests.support.stack import RunningStack, eventually
from tests.support.world import Actor, World

MOST_SECONDS = 13.0  # a call's deadline and some slack


@pytest.fixture
def ana(world: World) -> Actor:
    """A customer."""
    return world.person(world.company())


def record(ana: Actor, subject: str, seen: list[int]) -> int:
    """Record a request as docs/api.md says, repeating with the same key; every answer in time and clean."""
    key = str(uuid4())

    def attempt() -> int:
        started = time.monotonic()
        answer = ana.api.post("/tickets", {"subject": subject, "body_html": "<p>x</p>"}, key=key)
        assert time.monotonic() - started < MOST_SECONDS
        assert answer.status_code in (201, 409, 503, 504), answer.text
        seen.append(answer.status_code)
        return int(answer.json()["number"]) if answer.status_code == 201 else 0

    return eventually(attempt, within=60)


def listed(ana: Actor) -> dict[int, str]:
    """The company's requests."""
    items = eventually(lambda: a if (a := ana.api.get("/tickets", params={"limit": 200})).status_code == 200 else None)
    return {row["number"]: row["subject"] for row in items.json()["items"]}


def confirmed(stack: RunningStack, file_id: str) -> bool:
    """Whether the event of a file's entry was applied by files."""
    query = "SELECT c.confirmed_at FROM claims c JOIN files f ON f.entry_id = c.entry_id WHERE f.id = %s"
    with psycopg.connect(stack.database("files").replace("+psycopg", "")) as connection:
        found = connection.execute(query, (file_id,)).fetchone()
    return found is not None and found[0] is not None


@pytest.mark.timeout(240)
def test_a_restart_of_the_database_loses_nothing_and_parks_no_event(stack: RunningStack, ana: Actor) -> None:
    acknowledged: dict[int, str] = {}
    seen: list[int] = []
    file_id = ana.api.uploaded("a.txt", b"a")
    pid = stack.pid("postgres")
    for count in range(30):
        subject = f"Cererea {count}"
        if count == 10:
            body = {"subject": "Cu fișier", "body_html": "<p>x</p>", "file_ids": [file_id]}
            answer = ana.api.post("/tickets", body)
            acknowledged[answer.json()["number"]] = "Cu fișier"
            stack.send("postgres", signal.SIGINT)  # fast shutdown: every connection ends
        acknowledged[record(ana, subject, seen)] = subject
    assert stack.pid("postgres") != pid
    assert {503, 504} & set(seen)
    stack.wait_ready()
    assert listed(ana) == acknowledged
    eventually(lambda: confirmed(stack, file_id), within=60)
    for service in ("auth", "tickets", "files"):
        eventually(lambda part=f"{service}-jobs": stack.pid(part), within=40)  # type: ignore[misc]


@pytest.mark.timeout(120)
def test_terminated_connections_are_made_anew(stack: RunningStack, ana: Actor) -> None:
    seen: list[int] = []
    before = record(ana, "Înainte", seen)
    kill = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename IN ('tickets', 'files', 'auth')"
    with psycopg.connect(stack.superuser()) as connection:
        found = connection.execute(kill).fetchone()
    assert found is not None and found[0] >= 3
    after = {record(ana, f"După {n}", seen): f"După {n}" for n in range(12)}
    assert listed(ana) == {before: "Înainte"} | after
    assert len([s for s in seen if s != 201]) <= 12
    stack.wait_ready()


@pytest.mark.timeout(120)
def test_a_lock_that_is_held_makes_clean_refusals_and_stops_nothing_else(stack: RunningStack, ana: Actor) -> None:
    number = ana.api.opened()
    key, body = str(uuid4()), {"body_html": "<p>x</p>"}
    with psycopg.connect(stack.database("tickets").replace("+psycopg", "")) as connection:
        connection.execute("LOCK TABLE tickets IN ACCESS EXCLUSIVE MODE")
        started = time.monotonic()
        refused = ana.api.post(f"/tickets/{number}/updates", body, key=key)
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
        assert int(refused.headers["retry-after"]) > 0
        assert time.monotonic() - started < MOST_SECONDS
        assert ana.api.get("/me").status_code == 200
        assert ana.api.upload("a.txt", b"a").status_code == 201
        ready = httpx.get(f"{stack.gateway_url}/healthz", timeout=5)
        assert ready.status_code == 200
    assert ana.api.post(f"/tickets/{number}/updates", body, key=key).status_code == 201
    assert len(ana.api.ticket(number)["entries"]) == 2
    stack.wait_ready()
