"""Events are rows, written in the transaction of their cause; the relay publishes them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

import orjson
from sqlalchemy import Connection

from chassis.call import Call
from chassis.writes import Write, Writes, write
from contracts.model import Event

# One statement for all events of a transaction: the counter row orders the transactions of one subject until commit,
# so the ids of a subject's rows are in the order of their commits.
_ADD = Write(
    """
    INSERT INTO outbox (event_id, name, subject, sequence, audience, company_id, actor_id, traceparent, causation_id, data)
    SELECT (e->>'event_id')::uuid, e->>'name', :subject, counter.last_sequence - :count + ordinal, e->>'audience',
           :company_id, :actor_id, :traceparent, :causation_id, e->'data'
    FROM counter, jsonb_array_elements(CAST(:events AS jsonb)) WITH ORDINALITY AS events (e, ordinal)
    ORDER BY ordinal
    """,
    counter="""
    INSERT INTO outbox_subjects (subject, last_sequence) VALUES (:subject, :count)
    ON CONFLICT (subject) DO UPDATE SET last_sequence = outbox_subjects.last_sequence + :count
    RETURNING last_sequence
    """,
)


def add_events(
    to: Connection | Writes,
    subject: str,
    events: Sequence[Event],
    *,
    call: Call | None,
    company_id: UUID | None = None,
) -> None:
    """Write events about one subject, in order. `call` gives actor, trace and cause; none for jobs."""
    if not events:
        return
    rows = [
        {
            "event_id": str(uuid4()),
            "name": event.name,
            "audience": event.audience.value,
            "data": event.model_dump(mode="json"),
        }
        for event in events
    ]
    write(
        to,
        _ADD,
        {
            "subject": subject,
            "count": len(rows),
            "company_id": company_id,
            "actor_id": call.caller.id if call and call.caller else None,
            "traceparent": call.traceparent if call else None,
            "causation_id": call.request_id if call else None,
            "events": orjson.dumps(rows).decode(),
        },
    )
