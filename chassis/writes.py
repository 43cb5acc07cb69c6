"""Several writes in one statement: on a fast network a round trip costs more than the row it writes.

    writes = Writes(connection)
    write(writes, INSERT_ORDER, {"id": …})
    write(writes, ADD_EVENTS, {…})
    writes.send()

They run together at `send`, and do not see each other: no row may be written by two of them (PostgreSQL: WITH queries).
Measured on the creation of a request: five statements as one, docs/performance.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, TextClause, text

from chassis.direct import AnyConnection
from chassis.prepared import PARAMETER


class Write:
    """An INSERT, UPDATE or DELETE without a result. `parts`: what it builds on, by name, as in `WITH name AS (…)`.

    `name`: under which another of the same statement reads what it returns.
    """

    def __init__(self, sql: str, *, name: str = "", **parts: str) -> None:
        self.parts = {**parts, name: sql}
        named = ", ".join(f"{name} AS ({part})" for name, part in parts.items())
        self.alone = text(f"WITH {named} {sql}" if named else sql)


class Writes:
    """The writes of a transaction that wait to be sent. `connection` is there for what has to be read meanwhile."""

    def __init__(self, connection: AnyConnection) -> None:
        self.connection = connection
        self._waiting: list[tuple[Write, Mapping[str, Any]]] = []

    def add(self, what: Write, values: Mapping[str, Any]) -> None:
        """Have it sent with the others."""
        self._waiting.append((what, values))

    def send(self) -> None:
        """Run all that wait, as one statement; raises what any of them raises."""
        if not self._waiting:
            return
        values = {f"p{n}_{name}": value for n, (_, own) in enumerate(self._waiting) for name, value in own.items()}
        waiting, self._waiting = self._waiting, []
        self.connection.execute(_together(*(what for what, _ in waiting)), values)


def reading(to: Connection | Writes) -> AnyConnection:
    """Where to read what the writes build on."""
    return to.connection if isinstance(to, Writes) else to


def write(to: Connection | Writes, what: Write, values: Mapping[str, Any]) -> None:
    """Run a write now, or have it sent with others."""
    if isinstance(to, Writes):
        to.add(what, values)
    else:
        to.execute(what.alone, values)


@lru_cache(maxsize=256)
def insertion(table: str, *columns: str) -> Write:
    """An INSERT of one row with these columns. Names are those of the code, never of a caller."""
    return Write(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(f':{name}' for name in columns)})")  # noqa: S608


@lru_cache(maxsize=256)
def _together(*writes: Write) -> TextClause:
    parts = []
    for n, one in enumerate(writes):
        for name, sql in one.parts.items():
            renamed = PARAMETER.sub(rf":p{n}_\1", sql)
            parts.append(f"{name or f'w{n}'} AS ({renamed})")
    return text(f"WITH {', '.join(parts)} SELECT 1")
