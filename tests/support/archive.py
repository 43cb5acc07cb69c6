"""Very many requests of one company, written straight into the database of tickets: what lists are tried on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, insert, text

from services.tickets.domain import search
from services.tickets.models import entries, read_marks, tickets


@dataclass(frozen=True)
class Kept:
    """A request as it stands in the database."""

    company_id: UUID
    author_id: UUID
    created_at: datetime
    updated_at: datetime
    subject: str = "Subiect"
    body: str = "Text"
    note: str = ""
    status: str = "new"
    priority: str = "normal"
    category: str | None = None
    assignee_id: UUID | None = None
    customer_waits_since: datetime | None = None
    id: UUID = field(default_factory=uuid4)
    number: int = 0


def keep(connection: Connection, rows: Iterable[Kept]) -> list[Kept]:
    """Write requests, each with its description and perhaps a note; returns them with their numbers."""
    wanted = list(rows)
    numbers = connection.scalars(
        text("SELECT nextval('ticket_number') FROM generate_series(1, :n)"), {"n": len(wanted)}
    ).all()
    kept = [Kept(**{**vars(row), "number": number}) for row, number in zip(wanted, numbers, strict=True)]
    connection.execute(insert(tickets), [_ticket(row) for row in kept])
    connection.execute(insert(entries), [entry for row in kept for entry in _entries(row)])
    for row in kept:
        said = [str(row.number), row.subject, row.body]
        place = search.Place(row.company_id, row.created_at, row.number)
        search.add_words(connection, place, said, public=True)
        if row.note:
            search.add_words(connection, place, [row.note], public=False)
    return kept


def mark(connection: Connection, user_id: UUID, rows: Iterable[Kept]) -> None:
    """Somebody has seen these to their end."""
    connection.execute(insert(read_marks), [{"user_id": user_id, "ticket_id": row.id, "seq": 9} for row in rows])


def _ticket(row: Kept) -> dict[str, object]:
    facts = {name: value for name, value in vars(row).items() if name not in ("body", "note")}
    return {**facts, "recorded_by": row.author_id, "last_seq": 2 if row.note else 1}


def _entries(row: Kept) -> list[dict[str, object]]:
    description = _entry(row, 1, "description", row.body)
    return [description, _entry(row, 2, "internal_note", row.note)] if row.note else [description]


def _entry(row: Kept, seq: int, kind: str, body: str) -> dict[str, object]:
    return {
        "id": uuid4(),
        "ticket_id": row.id,
        "seq": seq,
        "kind": kind,
        "is_internal": kind == "internal_note",
        "author_id": row.author_id,
        "body_html": f"<p>{body}</p>",
        "body_text": body,
        "created_at": row.created_at,
    }
