"""The events of a subject, as the outbox holds them."""

from __future__ import annotations

from typing import Any

import psycopg

from tests.support.stack import RunningStack

_EVENTS = "SELECT name, data FROM outbox WHERE subject = %s ORDER BY sequence"


def events_of(stack: RunningStack, number: int) -> list[tuple[str, dict[str, Any]]]:
    """Name and data of every event about a request, in order."""
    with psycopg.connect(stack.database("tickets").replace("+psycopg", "")) as connection:
        return [(row[0], row[1]) for row in connection.execute(_EVENTS, (f"tickets/{number}",))]
