"""The timer: one per consultant, over all requests. Stopping it makes a record of work, or only says how long it ran."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert

from chassis.call import Call
from chassis.commands import Receipt
from contracts.errors import NotFound
from contracts.tickets import (
    GetTimer,
    RunningTimer,
    StartTimer,
    StoppedTimerView,
    StopTimer,
    TimerRunning,
    TimerView,
)
from services.tickets.domain import durations, policy, work
from services.tickets.domain.conversation import refuse_closed
from services.tickets.domain.desk import Desk
from services.tickets.models import timers


def start_timer(desk: Desk, call: Call, command: StartTimer) -> TimerView:
    """Start it; one that runs on this request already runs on. Raises `TimerRunning` when it runs on another."""
    actor = call.actor
    policy.require_staff_or_missing(actor)

    def effect(connection: Connection) -> Receipt:
        ticket = policy.ticket_for(connection, actor, command.number)
        refuse_closed(ticket)
        row = insert(timers).values(consultant_id=actor.id, number=ticket.number, started_at=call.now)
        connection.execute(row.on_conflict_do_nothing())
        running = _running(connection, actor.id)
        if running is not None and running.number != command.number:
            raise TimerRunning(number=running.number)
        return Receipt(str(ticket.number), ticket.version)

    desk.commands.once(desk.engine, desk.commands.key(actor.id, "start_timer", command), effect)
    return get_timer(desk, call, GetTimer())


def stop_timer(desk: Desk, call: Call, command: StopTimer) -> StoppedTimerView:
    """Stop it and, with an activity, record the interval; raises `NotFound` when it does not run on this request."""
    actor = call.actor
    policy.require_staff_or_missing(actor)
    key = desk.commands.key(actor.id, "stop_timer", command)
    work_entry_id = key.derived_id("work") if command.activity else None

    def effect(connection: Connection) -> Receipt:
        ticket = policy.ticket_for(connection, actor, command.number, lock=work_entry_id is not None)
        mine = (timers.c.consultant_id == actor.id) & (timers.c.number == command.number)
        started_at = connection.scalar(delete(timers).where(mine).returning(timers.c.started_at))
        if started_at is None:
            raise NotFound("Your timer does not run on this request.")
        if work_entry_id is not None:
            durations.check_interval(started_at, call.now, call.now)
            interval = {"started_at": started_at, "ended_at": call.now}
            facts = {"activity": command.activity, "billable": command.billable, "note": ""}
            work.append(connection, call, ticket, work_entry_id, interval | facts)
        return Receipt(f"{started_at.isoformat()}/{call.now.isoformat()}", ticket.version)

    receipt, _ = desk.commands.once(desk.engine, key, effect)  # the timer is gone: the receipt alone knows what it said
    started_at, ended_at = (datetime.fromisoformat(moment) for moment in receipt.resource_id.split("/"))
    return StoppedTimerView(
        number=command.number,
        started_at=started_at,
        ended_at=ended_at,
        seconds=round((ended_at - started_at).total_seconds()),
        work_entry_id=work_entry_id,
    )


def get_timer(desk: Desk, call: Call, command: GetTimer) -> TimerView:
    """The caller's running timer, whichever request it runs on."""
    policy.require_staff_or_missing(call.actor)
    with desk.reads.connect() as connection:
        if command.number is not None:
            policy.ticket_for(connection, call.actor, command.number)
        return TimerView(running=_running(connection, call.actor.id))


def _running(connection: Connection, consultant_id: UUID) -> RunningTimer | None:
    query = select(timers.c.number, timers.c.started_at).where(timers.c.consultant_id == consultant_id)
    row = connection.execute(query).first()
    return None if row is None else RunningTimer(number=row.number, started_at=row.started_at)
