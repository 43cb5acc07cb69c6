"""Entries of kind `system`: the grey lines of a request that everybody sees. They carry facts, and each reader's
language makes the sentence. What else happened stands in the history."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, Row

from chassis.writes import Writes, insertion, write
from contracts.tickets import FactView, SystemFact, TransitionAction

OF_ACTION = {
    TransitionAction.ACCEPT: SystemFact.ACCEPTED,
    TransitionAction.WITHDRAW: SystemFact.WITHDRAWN,
    TransitionAction.CLOSE: SystemFact.CLOSED,
}


def of_assignment(ticket: Row[Any], assignee_id: UUID | None, by: UUID) -> list[FactView]:
    """What another consultant, or none, makes worth saying; nothing when it is the same."""
    if ticket.assignee_id == assignee_id:
        return []
    if assignee_id is None:
        return [FactView(what=SystemFact.UNASSIGNED, person_id=ticket.assignee_id)]
    return [FactView(what=SystemFact.TAKEN if assignee_id == by else SystemFact.ASSIGNED, person_id=assignee_id)]


def add(
    to: Connection | Writes,
    ticket: Row[Any],
    facts: list[FactView],
    *,
    by: UUID | None,
    now: datetime,
    last_seq: int | None = None,
) -> int:
    """Append the facts as entries; returns the request's last seq. `last_seq`: when this transaction has moved it already.

    `by` none: it happened by itself. Nobody else has written since the request was read, so seq has no gap.
    """
    seq = ticket.last_seq if last_seq is None else last_seq
    for fact in facts:
        seq += 1
        row = {"id": entry_id(ticket, seq), "ticket_id": ticket.id, "seq": seq, "kind": "system", "author_id": by}
        row |= {"body_html": "", "body_text": "", "fact": Jsonb(fact.model_dump(mode="json")), "created_at": now}
        write(to, insertion("entries", *row), row)
    return int(seq)


def entry_id(ticket: Row[Any], seq: int) -> UUID:
    """The id of a system entry: it needs no other than its place."""
    return uuid5(ticket.id, str(seq))
