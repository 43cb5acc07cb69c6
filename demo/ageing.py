"""Moves the story's requests into the past, straight in the database of tickets.

The one thing the demo does that no client can: no contract takes a time, so what was told just now is moved here, once,
request by request, each in a transaction. A moment of the story is a whole minute, which the clock's never is: that is
how a second run knows what was moved before.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import psycopg
from psycopg import sql

from demo.calendar import moments, waiting_seconds
from demo.story import Request

_HAPPENED = """
    SELECT e.created_at FROM entries e WHERE e.ticket_id = %(id)s
    UNION SELECT w.created_at FROM work_entries w WHERE w.ticket_id = %(id)s
    UNION SELECT i.changed_at FROM info_items i JOIN entries e ON e.id = i.entry_id
          WHERE e.ticket_id = %(id)s AND i.changed_at IS NOT NULL
    ORDER BY 1
"""
_WORK = """
    UPDATE work_entries w SET started_at = m.moved - (w.ended_at - w.started_at), ended_at = m.moved
    FROM unnest(%(told)s::timestamptz[], %(moved)s::timestamptz[]) AS m (told, moved)
    WHERE w.ticket_id = %(id)s AND w.created_at = m.told
"""
# Every column with a time in a row that belongs to a request, so that a new one is moved without being named here.
_COLUMNS = """
    SELECT DISTINCT c.table_name, c.column_name, o.column_name
    FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    JOIN information_schema.columns o USING (table_schema, table_name)
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
      AND c.data_type = 'timestamp with time zone'
      AND (o.column_name IN ('ticket_id', 'entry_id') OR (c.table_name = 'tickets' AND o.column_name = 'id'))
      AND (c.table_name, c.column_name) NOT IN (('work_entries', 'started_at'), ('work_entries', 'ended_at'))
"""
_SET = """
    UPDATE {table} SET {column} = (
        SELECT m.moved FROM unnest(%(told)s::timestamptz[], %(moved)s::timestamptz[]) AS m (told, moved)
        WHERE m.told <= {column} ORDER BY m.told DESC LIMIT 1
    )
    WHERE {belongs} AND {column} >= (%(told)s::timestamptz[])[1]
      AND (%(over)s::timestamptz IS NULL OR {column} < %(over)s::timestamptz)
"""
_BELONGS = {
    "id": sql.SQL("id = %(id)s"),
    "ticket_id": sql.SQL("ticket_id = %(id)s"),
    "entry_id": sql.SQL("entry_id IN (SELECT id FROM entries WHERE ticket_id = %(id)s)"),
}


def was_moved(moment: datetime) -> bool:
    """Whether a request with this `created_at` lies in the past already."""
    return moment.second == 0 and moment.microsecond == 0


def move(database_url: str, told: list[tuple[int, Request]], now: datetime) -> int:
    """Move the requests of these numbers to their days before `now`; returns how many were not there yet."""
    with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as connection:
        columns = [(str(t), str(c), str(o)) for t, c, o in connection.execute(_COLUMNS)]
        return sum(_move(connection, columns, number, request, now) for number, request in told)


def _move(
    connection: psycopg.Connection[Any],
    columns: list[tuple[str, str, str]],
    number: int,
    request: Request,
    now: datetime,
) -> bool:
    with connection.transaction():
        found = connection.execute(
            "SELECT id, created_at FROM tickets WHERE number = %s FOR UPDATE", (number,)
        ).fetchone()
        if found is None or was_moved(found[1]):
            return False
        when = moments(request, now)
        happened = [row[0] for row in connection.execute(_HAPPENED, {"id": found[0]})]
        if len(happened) < len(when):
            raise RuntimeError(f"request {number} ({request.key}) has not been told to its end")
        over = happened[len(when)] if len(happened) > len(when) else None  # what a visitor added keeps its time
        values = {"id": found[0], "told": happened[: len(when)], "moved": when, "over": over}
        connection.execute(_WORK, values)
        for table, column, owner in columns:
            connection.execute(_statement(table, column, owner), values)
        waited = waiting_seconds(request, when)
        connection.execute("UPDATE tickets SET waiting_seconds = %s WHERE id = %s", (waited, found[0]))
        return True


def _statement(table: str, column: str, owner: str) -> sql.Composed:
    """A time becomes the story's moment of the last thing that had happened by then."""
    return sql.SQL(_SET).format(table=sql.Identifier(table), column=sql.Identifier(column), belongs=_BELONGS[owner])
