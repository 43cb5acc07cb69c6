"""Records of work (P10)."""

from __future__ import annotations

from sqlalchemy import insert, text

from chassis.call import Call
from contracts.tickets import LogWork, Status, TicketRef, WorkLogged
from services.tickets.domain import durations, policy, writing
from services.tickets.domain.conversation import refuse_closed
from services.tickets.domain.desk import Desk
from services.tickets.models import work_entries

_INTERVALS = text("SELECT consultant_id, started_at, ended_at FROM work_entries WHERE ticket_id = :ticket_id")


def log_work(desk: Desk, call: Call, command: LogWork) -> TicketRef:
    """Record an interval; the state stays. The request's effort is counted anew in the same transaction."""
    actor = call.actor
    policy.require_staff_or_missing(actor)
    key = desk.commands.key(actor.id, "log_work", command)
    receipt = writing.earlier(desk, key)
    if receipt is not None:
        return writing.repeated(desk, call, receipt, key, "work")
    durations.check_interval(command.started_at, command.ended_at, call.now)
    work_entry_id = key.derived_id("work")
    facts = command.model_dump(exclude={"command_id", "number"})
    try:
        with desk.engine.begin() as connection:
            ticket = writing.locked(desk, connection, actor, command.number, key)
            refuse_closed(ticket)
            row = {"id": work_entry_id, "ticket_id": ticket.id, "consultant_id": actor.id, "created_at": call.now}
            connection.execute(insert(work_entries).values(**row, **facts))
            intervals = [tuple(r) for r in connection.execute(_INTERVALS, {"ticket_id": ticket.id})]
            effort = durations.effort_seconds(intervals)
            status = Status(ticket.status)
            writing.change(connection, ticket, status, call.now, effort_seconds=effort)
            event = WorkLogged(
                number=ticket.number,
                work_entry_id=work_entry_id,
                consultant_id=actor.id,
                started_at=command.started_at,
                ended_at=command.ended_at,
                seconds=round((command.ended_at - command.started_at).total_seconds()),
                activity=command.activity,
                billable=command.billable,
            )
            writing.tell(connection, call, ticket, [event])
    except writing.Repeated as twin:
        return writing.repeated(desk, call, twin.receipt, key, "work")
    return writing.ref(ticket.number, ticket.version + 1, status, key, "work")
