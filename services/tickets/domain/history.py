"""What was done to a request beside its entries: kept as its event says it, in the transaction of the event."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from chassis.writes import Write, Writes, write
from contracts.tickets import HistoryKind, TicketEvent

KEPT = {
    "ticket_assigned_v1": HistoryKind.ASSIGNED,
    "ticket_status_changed_v1": HistoryKind.STATUS_CHANGED,
    "info_item_changed_v1": HistoryKind.INFO_ITEM_CHANGED,
    "work_logged_v1": HistoryKind.WORK_LOGGED,
    "work_corrected_v1": HistoryKind.WORK_CORRECTED,
    "ticket_reminded_v1": HistoryKind.REMINDED,
}
_KEEP = Write(
    "INSERT INTO changes (ticket_id, what, actor_id, facts, created_at) "
    "SELECT :ticket_id, c->>'what', :by, c->'facts', :now "
    "FROM jsonb_array_elements(CAST(:changes AS jsonb)) WITH ORDINALITY AS told (c, ordinal) ORDER BY ordinal"
)


def keep(
    to: Connection | Writes, ticket_id: UUID, events: Sequence[TicketEvent], *, by: UUID | None, now: datetime | None
) -> None:
    """Keep those of the events that no entry tells; `by`: none when it happened by itself."""
    changes = [
        {"what": KEPT[event.name].value, "facts": event.model_dump(mode="json", exclude={"number"})}
        for event in events
        if event.name in KEPT
    ]
    if changes:
        parameters = {"ticket_id": ticket_id, "by": by, "now": now, "changes": json.dumps(changes)}
        write(to, _KEEP, parameters)
