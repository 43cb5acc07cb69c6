"""Honest records of time: overlaps count once, corrections are appended, one timer per consultant."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from contracts.auth import Role
from tests.support.outbox import events_of
from tests.support.stack import RunningStack
from tests.support.world import Actor, World

NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def ana(world: World) -> Actor:
    """A customer of a fresh company."""
    return world.person(world.company(), name="Ana Pop")


@pytest.fixture
def radu(world: World) -> Actor:
    """A consultant of the test's own: a timer is one per consultant."""
    return world.person(None, Role.CONSULTANT, "Radu Mărginean")


def interval(start: int, end: int) -> dict[str, str]:
    """From so many minutes ago to so many minutes ago."""
    return {
        "started_at": (NOW - timedelta(minutes=start)).isoformat(),
        "ended_at": (NOW - timedelta(minutes=end)).isoformat(),
    }


def logged(consultant: Actor, number: int, start: int, end: int) -> str:
    """Recorded work."""
    body = {"activity": "Analiză", "note": "NOTA-STAFF", **interval(start, end)}
    answer = consultant.api.post(f"/tickets/{number}/work-entries", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["work_entry_id"])


def correct(consultant: Actor, number: int, work_entry_id: str, **fields: Any) -> tuple[int, str | None]:
    """Correct a record in the version as it is now."""
    path = f"/tickets/{number}/work-entries/{work_entry_id}"
    answer = consultant.api.patch(path, fields, if_match=consultant.api.etag(number))
    return answer.status_code, answer.json().get("code")


def close_days_ago(stack: RunningStack, number: int, days: int) -> None:
    """Move a closing into the past: no job and no operation does that."""
    with psycopg.connect(stack.database("tickets").replace("+psycopg", "")) as connection:
        moved = "UPDATE tickets SET closed_at = closed_at - %s * interval '1 day' WHERE number = %s"
        connection.execute(moved, (days, number))


def effort(actor: Actor, number: int) -> int:
    """*Durata intervenției* in minutes, as the page and the list say."""
    page = actor.api.ticket(number)
    row = actor.api.get("/tickets", params={"number": number}).json()["items"][0]
    assert page["durations"]["effort_seconds"] == page["ticket"]["effort_seconds"] == row["effort_seconds"]
    return int(page["durations"]["effort_seconds"]) // 60


def test_a_correction_is_appended_and_the_effort_is_counted_anew(
    stack: RunningStack, world: World, ana: Actor, radu: Actor
) -> None:
    number = ana.api.opened()
    first, second = logged(radu, number, 90, 60), logged(radu, number, 70, 40)
    assert effort(ana, number) == 50
    new = interval(70, 55)
    assert correct(radu, number, second, **new, activity="Analiză și probe", billable=False) == (200, None)
    assert effort(ana, number) == 35
    work = {w["id"]: w for w in radu.api.ticket(number)["work"]}
    assert (work[second]["seconds"], work[second]["activity"]) == (15 * 60, "Analiză și probe")
    assert (work[second]["note"], work[second]["corrected_by"]) == ("NOTA-STAFF", str(radu.id))
    assert work[first]["corrected_at"] is None
    name, data = events_of(stack, number)[-1]
    told = {"number": number, "work_entry_id": second, "consultant_id": str(radu.id), "seconds": 900}
    assert name == "work_corrected_v1"
    assert data == data | told | {"activity": "Analiză și probe", "billable": False}
    assert set(data) == {*told, "started_at", "ended_at", "activity", "billable"}
    assert correct(radu, number, second, started_at=new["started_at"], ended_at=new["started_at"]) == (200, None)
    assert effort(ana, number) == 30  # an empty interval: nothing was worked
    with psycopg.connect(stack.database("tickets").replace("+psycopg", "")) as connection:
        kept = connection.execute("SELECT ended_at - started_at, activity FROM work_entries WHERE id = %s", (second,))
        assert kept.fetchone() == (timedelta(minutes=30), "Analiză")
        count = connection.execute("SELECT count(*) FROM work_corrections WHERE work_entry_id = %s", (second,))
        assert count.fetchone() == (2,)


def test_the_own_work_is_corrected_and_dispatchers_correct_anybodys(world: World, ana: Actor, radu: Actor) -> None:
    number, other = ana.api.opened(), ana.api.opened()
    work = logged(radu, number, 60, 30)
    assert correct(world.other_consultant, number, work, billable=False)[0] == 403
    assert correct(ana, number, work, billable=False)[0] == 403
    assert correct(world.dispatcher, number, work, billable=False)[0] == 200
    assert correct(radu, number, str(uuid4()), billable=False)[0] == 404
    assert correct(radu, other, work, billable=False)[0] == 404
    assert correct(radu, number, work, **interval(30, 60)) == (422, "invalid-work-interval")
    assert correct(radu, number, work, **interval(30, -60)) == (422, "invalid-work-interval")
    path = f"/tickets/{number}/work-entries/{work}"
    assert radu.api.patch(path, {"billable": True}).status_code == 428
    assert radu.api.patch(path, {"billable": True}, if_match='"1.x"').status_code == 412


def test_after_closing_work_is_corrected_for_30_days_with_a_reason(
    stack: RunningStack, world: World, ana: Actor, radu: Actor
) -> None:
    number = ana.api.opened()
    work = logged(radu, number, 60, 30)
    assert radu.api.act(number, "close", reason="Dublură").status_code == 200
    closed_at = ana.api.ticket(number)["ticket"]["closed_at"]
    new = interval(60, 50)
    assert correct(radu, number, work, **new) == (422, "reason-missing")
    assert correct(radu, number, work, **new, reason="Ora greșită") == (200, None)
    page = radu.api.ticket(number)
    assert (effort(ana, number), page["work"][0]["correction_reason"]) == (10, "Ora greșită")
    assert (page["ticket"]["closed_at"], page["ticket"]["status"]) == (closed_at, "closed")
    assert ana.api.ticket(number)["work"][0]["correction_reason"] is None
    body = {"activity": "Analiză", **interval(20, 10)}
    assert radu.api.post(f"/tickets/{number}/work-entries", body).json()["code"] == "ticket-closed"
    close_days_ago(stack, number, 29)
    assert correct(radu, number, work, **interval(60, 45), reason="Ora greșită") == (200, None)
    assert "correct_work" in radu.api.ticket(number)["actions"]
    close_days_ago(stack, number, 2)
    assert "correct_work" not in radu.api.ticket(number)["actions"]
    assert correct(radu, number, work, **new, reason="Ora greșită") == (409, "correction-too-late")


def test_one_timer_runs_per_consultant_and_stopping_it_records_work(world: World, ana: Actor, radu: Actor) -> None:
    number, other = ana.api.opened(), ana.api.opened()
    assert radu.api.get("/me").json()["timer"] is None
    started = radu.api.put(f"/tickets/{number}/timer").json()["running"]
    assert started["number"] == number
    assert radu.api.put(f"/tickets/{number}/timer").json()["running"] == started  # it runs on
    busy = radu.api.put(f"/tickets/{other}/timer")
    assert (busy.status_code, busy.json()["code"], busy.json()["number"]) == (409, "timer-running", number)
    assert radu.api.get(f"/tickets/{other}/timer").json()["running"] == started
    assert radu.api.get("/me").json()["timer"] == started
    assert world.other_consultant.api.get(f"/tickets/{number}/timer").json()["running"] is None
    assert radu.api.delete(f"/tickets/{other}/timer").status_code == 404
    key = {"idempotency-key": str(uuid4())}
    path = f"/tickets/{number}/timer"
    first, repeat = (
        radu.api.client.delete(path, params={"activity": "Probe", "billable": False}, headers=key) for _ in range(2)
    )
    assert first.status_code == 200, first.text
    assert first.json() == repeat.json()
    work = radu.api.ticket(number)["work"]
    assert [(w["id"], w["activity"], w["billable"]) for w in work] == [(first.json()["work_entry_id"], "Probe", False)]
    begins = [datetime.fromisoformat(found["started_at"]) for found in (work[0], started)]
    assert begins[0] == begins[1]
    assert radu.api.get("/me").json()["timer"] is None


def test_a_timer_stopped_without_an_activity_only_tells_the_interval(ana: Actor, radu: Actor) -> None:
    number = ana.api.opened()
    started = radu.api.put(f"/tickets/{number}/timer").json()["running"]
    stopped = radu.api.delete(f"/tickets/{number}/timer").json()
    assert (stopped["started_at"], stopped["work_entry_id"]) == (started["started_at"], None)
    assert radu.api.ticket(number)["work"] == []
    assert radu.api.delete(f"/tickets/{number}/timer").status_code == 404


def test_a_timer_left_running_for_days_says_so_and_goes_without_a_record(
    stack: RunningStack, ana: Actor, radu: Actor
) -> None:
    number = ana.api.opened()
    radu.api.put(f"/tickets/{number}/timer")
    with psycopg.connect(stack.database("tickets").replace("+psycopg", "")) as connection:
        moved = "UPDATE timers SET started_at = started_at - interval '2 days' WHERE consultant_id = %s"
        connection.execute(moved, (radu.id,))
    refused = radu.api.client.delete(f"/tickets/{number}/timer", params={"activity": "Probe"})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid-work-interval")
    assert radu.api.delete(f"/tickets/{number}/timer").json()["seconds"] >= 2 * 24 * 3600


def test_timers_are_for_consultants_on_requests_that_are_not_closed(world: World, ana: Actor, radu: Actor) -> None:
    number = ana.api.opened()
    for verb in (ana.api.get, ana.api.put, ana.api.delete):
        assert verb(f"/tickets/{number}/timer").status_code == 403
    assert world.admin.api.put(f"/tickets/{number}/timer").status_code == 404
    assert ana.api.get("/me").json()["timer"] is None
    assert ana.api.act(number, "withdraw").status_code == 200
    refused = radu.api.put(f"/tickets/{number}/timer")
    assert (refused.status_code, refused.json()["code"]) == (409, "ticket-closed")
    assert radu.api.put("/tickets/9000000000/timer").status_code == 404
