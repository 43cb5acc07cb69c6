"""Records of work (P10), and their corrections, which are appended: what was recorded first is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row

from chassis.call import Call
from chassis.writes import Writes, insertion, write
from contracts.tickets import (
    CorrectionTooLate,
    CorrectWork,
    LogWork,
    ReasonMissing,
    Status,
    TicketRef,
    WorkCorrected,
    WorkLogged,
)
from services.tickets.domain import durations, policy, writing
from services.tickets.domain.conversation import refuse_closed
from services.tickets.domain.desk import Desk
from services.tickets.domain.versioned import on_version

CORRECTED = ("started_at", "ended_at", "activity", "billable", "note")


def log_work(desk: Desk, call: Call, command: LogWork) -> TicketRef:
    """Record an interval; the state stays. The request's effort is counted anew in the same transaction."""
    actor = call.actor
    policy.require_staff_or_missing(actor)
    key = desk.commands.key(actor.id, "log_work", command)
    facts = command.model_dump(exclude={"command_id", "number"})

    def decide(writes: Writes, ticket: Row[Any]) -> Status:
        append(writes, call, ticket, key.derived_id("work"), facts)
        return Status(ticket.status)

    def check() -> None:
        durations.check_interval(command.started_at, command.ended_at, call.now)

    return writing.decided(desk, call, key, command.number, decide, made="work", check=check)


def append(to: Connection | Writes, call: Call, ticket: Row[Any], work_entry_id: UUID, facts: dict[str, Any]) -> None:
    """Write the caller's interval on a request; raises `TicketAlreadyClosed`."""
    refuse_closed(ticket)
    row = {"id": work_entry_id, "ticket_id": ticket.id, "consultant_id": call.actor.id, "created_at": call.now, **facts}
    _count_anew(to, call, ticket, writing.intervals_of(to, ticket), row)
    write(to, insertion("work_entries", *row), row)
    event = WorkLogged(number=ticket.number, work_entry_id=work_entry_id, consultant_id=call.actor.id, **_told(facts))
    writing.tell(to, call, ticket, [event])


def correct_work(desk: Desk, call: Call, command: CorrectWork) -> TicketRef:
    """Append what a record holds from now on: the own one, or (dispatcher) anybody's."""
    policy.require_staff_or_missing(call.actor)

    def effect(writes: Writes, ticket: Row[Any]) -> Status:
        record = policy.work_of(writes.connection, call.actor, ticket, command.work_entry_id)
        _check_time(ticket, command, call.now)
        given = command.model_dump(include=set(CORRECTED), exclude_none=True)
        facts = {name: getattr(record, name) for name in CORRECTED} | given
        durations.check_interval(facts["started_at"], facts["ended_at"], call.now, may_be_empty=True)
        row = {"work_entry_id": record.id, "revision": record.revision + 1, "reason": command.reason}
        row |= {"corrected_by": call.actor.id, "corrected_at": call.now, **facts}
        others = writing.intervals_of(writes, ticket, without=record.id)
        _count_anew(writes, call, ticket, others, {"consultant_id": record.consultant_id, **facts})
        write(writes, insertion("work_corrections", *row), row)
        event = WorkCorrected(
            number=ticket.number, work_entry_id=record.id, consultant_id=record.consultant_id, **_told(facts)
        )
        writing.tell(writes, call, ticket, [event])
        return Status(ticket.status)

    return on_version(desk, call, "correct_work", command, effect, even_closed=True)


def _check_time(ticket: Row[Any], command: CorrectWork, now: datetime) -> None:
    """After closing: for 30 days, with a reason."""
    if not policy.is_correctable(ticket, now):
        raise CorrectionTooLate()
    if ticket.closed_at is not None and not command.reason:
        raise ReasonMissing("Give a reason for correcting the work on a closed request.")


def _count_anew(
    to: Connection | Writes, call: Call, ticket: Row[Any], others: list[durations.Interval], own: dict[str, Any]
) -> None:
    """Count the request's effort from the other intervals and the one that is written now."""
    intervals = [*others, (own["consultant_id"], own["started_at"], own["ended_at"])]
    effort = durations.effort_seconds(intervals)
    writing.change(to, ticket, Status(ticket.status), call.now, effort_seconds=effort)


def _told(facts: dict[str, Any]) -> dict[str, Any]:
    """What the events say of an interval: everything but the note."""
    seconds = round((facts["ended_at"] - facts["started_at"]).total_seconds())
    return {name: facts[name] for name in CORRECTED if name != "note"} | {"seconds": seconds}
