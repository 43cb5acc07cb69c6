"""What the bus tables forget, and what they keep."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import psycopg

from tests.support.stack import RunningStack
from tests.support.world import World

OLD = 12_000  # more than goes at once
_INSERT = (
    "INSERT INTO commands (principal_id, operation, command_id, fingerprint, resource_id, version, created_at) "
    "SELECT %s, 'old', n::text, '', 'x', 1, now() - interval '8 days' FROM generate_series(1, %s) n"
)


def test_old_commands_are_forgotten_however_many_there_are(stack: RunningStack, world: World) -> None:
    ana, somebody = world.person(world.company()), uuid4()
    key, body = str(uuid4()), {"subject": "Nou", "body_html": "<p>x</p>"}
    made = ana.api.post("/tickets", body, key=key).json()
    with psycopg.connect(stack.database("tickets").replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(_INSERT, (somebody, OLD))
        now = datetime.now(UTC).isoformat()
        done = stack.solicitari("jobs", "run", "tickets", "housekeeping", "--now", now, settings_of="tickets")
        left = connection.execute("SELECT count(*) FROM commands WHERE principal_id = %s", (somebody,)).fetchone()
    assert (done.returncode, left) == (0, (0,)), done.stderr
    assert ana.api.post("/tickets", body, key=key).json() == made


def test_processes_go_on_when_a_later_version_has_added_a_column(stack: RunningStack, world: World) -> None:
    ana = world.person(world.company())
    number = ana.api.opened()

    def use() -> list[int]:
        """Often enough that statements are prepared."""
        made = [ana.api.uploaded(f"{n}.txt", b"x") for n in range(4)]
        answers = [ana.api.get(f"/files/{file_id}") for file_id in made]
        answers += [ana.api.post(f"/tickets/{number}/updates", {"body_html": "<p>x</p>"}) for _ in range(8)]
        answers += [ana.api.get(f"/tickets/{number}") for _ in range(8)]
        return [answer.status_code for answer in answers]

    expected = [200] * 4 + [201] * 8 + [200] * 8
    assert use() == expected
    for service, table in (("tickets", "tickets"), ("files", "files")):
        with psycopg.connect(stack.database(service).replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(f"ALTER TABLE {table} ADD COLUMN later text")
    try:
        assert use() == expected
    finally:
        for service, table in (("tickets", "tickets"), ("files", "files")):
            with psycopg.connect(stack.database(service).replace("+psycopg", ""), autocommit=True) as connection:
                connection.execute(f"ALTER TABLE {table} DROP COLUMN later")
