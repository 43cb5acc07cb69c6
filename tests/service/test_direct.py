"""Statements past SQLAlchemy, on the real database: values, errors, connections that end or are left behind."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from chassis.db import is_away, make_engine
from chassis.direct import Direct
from chassis.prepared import KEPT
from devstack.bootstrap import ROOT
from tests.support.stack import RunningStack

GREEN = """
import sys
import eventlet
eventlet.monkey_patch()
import json
from sqlalchemy import text
from chassis.db import make_engine
from chassis.direct import Direct

direct = Direct(make_engine(sys.argv[1], pool_size=1, name="test-direct"))
turns = 0
def turn():
    global turns
    while True:
        turns += 1
        eventlet.sleep(0.01)
eventlet.spawn(turn)
gave_up = False
try:
    with eventlet.Timeout(0.5), direct.connect() as connection:
        connection.execute(text("SELECT pg_sleep(20)"))
except eventlet.Timeout:
    gave_up = True
with direct.connect() as connection:
    answer = connection.scalar(text("SELECT 1 + :one"), {"one": 1})
print(json.dumps({"turns": turns, "gave_up": gave_up, "answer": answer}))
"""


@pytest.fixture
def engine(stack: RunningStack) -> Iterator[Engine]:
    engine = make_engine(stack.database("tickets"), pool_size=2, name="test-direct")
    yield engine
    engine.dispose()


def test_values_go_in_and_come_out_as_they_are_however_often(engine: Engine) -> None:
    values = {
        "uuid": uuid4(),
        "moment": datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        "words": ["ș", "100 %", "a\\b", "it's :not a parameter"],
        "document": json.dumps({"ț": [1, None]}),
        "nothing": None,
        "many": 2**40,
    }
    statement = text(
        "SELECT CAST(:uuid AS uuid) AS uuid, CAST(:moment AS timestamptz) AS moment, CAST(:words AS text[]) AS words, "
        "CAST(:document AS jsonb) AS document, CAST(:nothing AS text) AS nothing, CAST(:many AS bigint) AS many, "
        "'100 %' AS percent, '10:30'::text AS hour, CAST(:uuid AS text) AS again"
    )
    direct = Direct(engine)
    for _ in range(4):  # sent as it is, prepared, prepared before
        with direct.connect() as connection:
            row = connection.execute(statement, values).one()
        assert row._asdict() == values | {
            "document": {"ț": [1, None]},
            "percent": "100 %",
            "hour": "10:30",
            "again": str(values["uuid"]),
        }


def test_a_number_may_grow_beyond_what_its_statement_was_prepared_with(engine: Engine) -> None:
    direct = Direct(engine)
    with direct.connect() as connection:
        for number in (1, 2, 3, 2**15, 2**31, 2**31 + 1, 5, 2**62):
            assert connection.scalar(text("SELECT CAST(:number AS bigint)"), {"number": number}) == number


def test_what_is_prepared_stays_within_a_bound(engine: Engine) -> None:
    count = text("SELECT count(*) FROM pg_prepared_statements")
    with Direct(engine).connect() as connection:
        for n in range(KEPT * 2):
            for _ in range(2):
                assert connection.scalar(text(f"SELECT {n} + :one"), {"one": 1}) == n + 1
        assert KEPT / 2 < connection.scalar(count) <= KEPT


def test_what_is_planned_for_its_values_is_not_prepared(engine: Engine) -> None:
    with Direct(engine).connect() as connection:
        with connection.planned_for_values():
            for _ in range(3):
                assert connection.scalar(text("SELECT :one + 41"), {"one": 1}) == 42
        assert connection.scalar(text("SELECT count(*) FROM pg_prepared_statements")) == 0


def test_an_error_is_sqlalchemy_s_and_the_connection_goes_on(engine: Engine) -> None:
    direct = Direct(engine)
    number = text("INSERT INTO outbox_position (id, last_position) VALUES (1, 1), (1, 1)")
    with direct.connect() as connection:
        pid = connection.scalar(text("SELECT pg_backend_pid()"))
        for _ in range(3):
            with pytest.raises(IntegrityError) as failed:
                connection.execute(number)
            assert not is_away(failed.value)
        with pytest.raises(DBAPIError, match="division by zero"):
            connection.execute(text("SELECT 1 / :none"), {"none": 0})
    with direct.connect() as connection:
        assert connection.scalar(text("SELECT pg_backend_pid()")) == pid


def test_a_connection_that_the_server_ended_fails_once_and_is_replaced_with_all_others(engine: Engine) -> None:
    direct = Direct(engine)
    with direct.connect() as one, direct.connect() as other:
        pids = [connection.scalar(text("SELECT pg_backend_pid()")) for connection in (one, other)]
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(pid) FROM unnest(:pids) AS pid"), {"pids": pids})
    with pytest.raises(DBAPIError) as failed, direct.connect() as first:
        first.execute(text("SELECT 1"))
    assert is_away(failed.value)
    with direct.connect() as one, direct.connect() as other:
        assert one.scalar(text("SELECT 1")) == other.scalar(text("SELECT 1")) == 1


def test_who_finds_all_connections_at_work_waits_for_one(engine: Engine) -> None:
    direct = Direct(engine)
    found: list[int] = []
    asked = threading.Event()

    def ask() -> None:
        asked.set()
        with direct.connect() as connection:
            found.append(connection.scalar(text("SELECT pg_backend_pid()")))

    thread = threading.Thread(target=ask)
    with direct.connect() as one, direct.connect() as other:
        pids = [c.scalar(text("SELECT pg_backend_pid()")) for c in (one, other)]
        thread.start()
        asked.wait()
        assert found == []
    thread.join()
    assert found[0] in pids


def test_among_greenlets_the_others_go_on_and_what_is_left_in_the_middle_is_never_used_again(
    stack: RunningStack,
) -> None:
    command = [sys.executable, "-c", GREEN, stack.database("tickets")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["gave_up"]
    assert told["answer"] == 2
    assert told["turns"] > 10
