"""The demo story: told twice, or killed half-way and told again, it leaves the same rows, all in the past."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from contracts.tickets import Status
from demo.calendar import ZONE, moments, needed_minutes
from demo.papers import content
from demo.requests import STORY
from demo.story import What
from devstack.bootstrap import ROOT
from tests.support.stack import RunningStack, eventually, started

NOT_THE_STORYS = {
    "outbox",
    "commands",
    "inbox",
    "alembic_version",
    "sessions",
    "token_families",
}  # what runs, not what was said
COUNTED = ("auth", "tickets", "files")
PASSWORD = "demo-parola-de-proba"
pytestmark = pytest.mark.timeout(400)  # the story is told three times on a stack of its own
ENOUGH = 12  # requests recorded when the story is killed


@pytest.fixture(scope="module")
def told() -> Iterator[RunningStack]:
    """A stack of its own, on which the story was killed half-way and then told to its end."""
    with started() as stack:
        half = subprocess.Popen([sys.executable, "-m", "demo"], env=_environment(stack), cwd=ROOT)
        try:
            eventually(lambda: _count(stack, "SELECT count(*) FROM tickets") >= ENOUGH, within=200)
        finally:
            half.kill()
            half.wait()
        assert _count(stack, "SELECT count(*) FROM tickets") < len(STORY)
        _tell(stack)
        yield stack


def test_a_story_killed_half_way_is_told_to_its_end(told: RunningStack) -> None:
    steps = [step.what for request in STORY for step in request.steps]
    assert _count(told, "SELECT count(*) FROM tickets") == len(STORY)
    assert _count(told, "SELECT count(*) FROM work_entries") == steps.count(What.WORK)
    spoken = "SELECT count(*) FROM entries WHERE kind <> 'system'"
    silent = (What.ASSIGN, What.WORK, What.TICK, What.TRANSITION)
    assert _count(told, spoken) == len(STORY) + sum(what not in silent for what in steps)


def test_a_second_telling_leaves_the_same_rows(told: RunningStack) -> None:
    before = _rows(told)
    times = _look(told, "SELECT number, created_at, updated_at, closed_at FROM tickets ORDER BY number")
    _tell(told)
    assert _rows(told) == before
    assert _look(told, "SELECT number, created_at, updated_at, closed_at FROM tickets ORDER BY number") == times


def test_every_state_is_there_and_every_way_to_the_end(told: RunningStack) -> None:
    assert {row[0] for row in _look(told, "SELECT DISTINCT status FROM tickets")} == {status.value for status in Status}
    ends = {row[0] for row in _look(told, "SELECT fact->>'what' FROM entries WHERE kind = 'system'")}
    assert {"accepted", "withdrawn", "closed"} <= ends
    assert _count(told, "SELECT count(*) FROM tickets WHERE follow_up_of IS NOT NULL") >= 2
    assert _count(told, "SELECT count(*) FROM tickets WHERE recorded_by <> author_id") >= 2


def test_times_are_those_of_the_story(told: RunningStack) -> None:
    wrong = """SELECT t.number FROM tickets t JOIN entries e ON e.ticket_id = t.id GROUP BY t.id
        HAVING min(e.created_at) <> t.created_at OR max(e.created_at) > t.updated_at OR t.updated_at > now()
            OR t.closed_at > t.updated_at OR t.resolved_at < t.created_at OR t.first_response_at < t.created_at
            OR (t.status = 'closed') <> (t.closed_at IS NOT NULL)
            OR (t.status = 'waiting_customer') <> (t.waiting_since IS NOT NULL)
            OR bool_or(date_trunc('minute', e.created_at) <> e.created_at)"""
    assert _look(told, wrong) == []
    order = "SELECT number FROM tickets ORDER BY created_at, number"
    assert _look(told, order) == sorted(_look(told, order))
    disorder = """SELECT e.id FROM entries e JOIN entries later
        ON later.ticket_id = e.ticket_id AND later.seq > e.seq AND later.created_at < e.created_at"""
    assert _look(told, disorder) == []
    effort = """SELECT t.number FROM tickets t LEFT JOIN work_entries w ON w.ticket_id = t.id GROUP BY t.id
        HAVING t.effort_seconds <> coalesce(sum(extract(epoch FROM w.ended_at - w.started_at)), 0)
            OR bool_or(w.started_at < t.created_at OR w.ended_at <> w.created_at)"""
    assert _look(told, effort) == []
    waited = "SELECT count(*) FROM tickets WHERE waiting_seconds > 3600"
    assert _count(told, waited) >= 3
    first = _look(told, "SELECT min(created_at) FROM tickets")[0][0]
    assert timedelta(days=600) < datetime.now(UTC) - first < timedelta(days=760)


def test_the_texts_are_romanian(told: RunningStack) -> None:
    texts = [r[0] for r in _look(told, "SELECT body_text FROM entries WHERE kind <> 'system'")]
    assert not [t for t in texts if t.isascii()]
    assert not [t for t in texts if set("şţŞŢ") & set(t)]
    assert len(set(texts)) == len(texts), "somebody repeats himself"
    subjects = [r.subject for r in STORY]
    assert not [s for s in subjects if set("şţŞŢ") & set(s)]


@pytest.mark.parametrize("now", ["2026-03-29T07:15+00:00", "2026-11-22T23:59+00:00", "2026-11-24T06:00+00:00"])
def test_the_calendar_keeps_working_hours(now: str) -> None:
    moment = datetime.fromisoformat(now)
    for request in STORY:
        assert needed_minutes(request) < request.days * 600, request.key
        when = moments(request, moment)
        assert when == sorted(when) and when[-1] <= moment, request.key
        assert len(set(when)) == len(when), request.key
        local = [m.astimezone(ZONE) for m in when]
        assert all(m.weekday() < 5 and 8 <= m.hour <= 18 for m in local), request.key


def test_work_fits_between_the_steps() -> None:
    steps = [step for request in STORY for step in request.steps if step.what is What.WORK]
    assert not [step for step in steps if step.after < step.minutes]


def test_files_are_what_their_names_say() -> None:
    begins = {"pdf": b"%PDF-1.4", "png": b"\x89PNG", "zip": b"PK\x03\x04", "xml": b"<?xml"}
    files = [f for request in STORY for f in (*request.files, *(f for step in request.steps for f in step.files))]
    assert {f.name.rsplit(".")[-1] for f in files} == {"pdf", "png", "zip", "xml", "csv", "txt"}
    assert not [f.name for f in files if not content(f).startswith(begins.get(f.name.rsplit(".")[-1], b""))]


def _environment(stack: RunningStack) -> dict[str, str]:
    return os.environ | {
        "AMQP_URI": stack.amqp("internal_demo"),
        "GATEWAY_URL": stack.gateway_url,
        "BOOTSTRAP_CODE": stack.bootstrap_code,
        "TICKETS_DATABASE_URL": stack.database("tickets"),
        "DEMO_PASSWORD": PASSWORD,
    }


def _tell(stack: RunningStack) -> None:
    command = [sys.executable, "-m", "demo"]
    subprocess.run(command, env=_environment(stack), cwd=ROOT, check=True, timeout=120, stdout=subprocess.DEVNULL)


def _look(stack: RunningStack, question: str, service: str = "tickets") -> list[Any]:
    with psycopg.connect(stack.database(service).replace("+psycopg", "")) as connection:
        return connection.execute(question).fetchall()


def _count(stack: RunningStack, question: str, service: str = "tickets") -> int:
    return int(_look(stack, question, service)[0][0])


def _rows(stack: RunningStack) -> dict[str, int]:
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    return {
        f"{service}.{table}": _count(stack, f'SELECT count(*) FROM "{table}"', service)
        for service in COUNTED
        for (table,) in _look(stack, tables, service)
        if table not in NOT_THE_STORYS
    }
