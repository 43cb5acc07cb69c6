"""Who has a request, and its ends: assign, unassign, accept, withdraw, close."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from chassis.call import Call
from contracts.errors import Forbidden, StaleVersion
from contracts.model import WritingCommand
from contracts.tickets import (
    AssignTicket,
    ReasonMissing,
    Status,
    TicketRef,
    TransitionAction,
    TransitionNotAllowed,
    TransitionTicket,
    UnassignTicket,
)
from services.tickets.domain import people, policy, states, writing
from services.tickets.domain.conversation import refuse_closed
from services.tickets.domain.desk import Desk
from services.tickets.domain.states import Happening

Effect = Callable[[Connection, Row[Any]], Status]


def assign(desk: Desk, call: Call, command: AssignTicket) -> TicketRef:
    """Take a request, or (dispatcher) give it to a consultant."""
    actor = call.actor
    policy.require_staff_or_missing(actor)
    assignee_id = command.assignee_id or actor.id

    def check() -> None:
        if assignee_id != actor.id:
            if not policy.may_assign_others(actor):
                raise Forbidden("Consultants take requests; dispatchers give them to others.")
            people.consultant(desk, call, assignee_id)

    def effect(connection: Connection, ticket: Row[Any]) -> Status:
        refuse_closed(ticket)
        following = states.after(Status(ticket.status), Happening.ASSIGN)
        writing.change(connection, ticket, following, call.now, assignee_id=assignee_id)
        events = writing.assigned(ticket, assignee_id, actor.id)
        writing.tell(connection, call, ticket, events + writing.status_changed(ticket, following, actor.id))
        return following

    return _handle(desk, call, "assign", command, check, effect)


def unassign(desk: Desk, call: Call, command: UnassignTicket) -> TicketRef:
    """Take the consultant off. Back to `new` only while nothing was answered."""
    actor = call.actor
    policy.require_staff_or_missing(actor)

    def effect(connection: Connection, ticket: Row[Any]) -> Status:
        refuse_closed(ticket)
        if ticket.assignee_id is None:
            raise TransitionNotAllowed("Nobody has this request.")
        if not policy.may_unassign(actor, ticket):
            raise Forbidden()
        status = Status(ticket.status)
        untouched = status is Status.IN_PROGRESS and ticket.first_response_at is None
        following = Status.NEW if untouched else status
        writing.change(connection, ticket, following, call.now, assignee_id=None)
        events = writing.assigned(ticket, None, actor.id)
        writing.tell(connection, call, ticket, events + writing.status_changed(ticket, following, actor.id))
        return following

    return _handle(desk, call, "unassign", command, lambda: None, effect)


def transition(desk: Desk, call: Call, command: TransitionTicket) -> TicketRef:
    """Accept a resolution or withdraw (the author), close with a reason (staff)."""
    actor = call.actor

    def effect(connection: Connection, ticket: Row[Any]) -> Status:
        if command.action is TransitionAction.CLOSE:
            policy.require_staff(actor)
            if not command.reason:
                raise ReasonMissing()
        elif not policy.is_author(actor, ticket):
            raise Forbidden("Only the author accepts or withdraws a request.")
        refuse_closed(ticket)
        states.after(Status(ticket.status), Happening(command.action.value))
        reason = command.reason or command.action.value
        close(connection, call, ticket, call.now, reason=reason)
        return Status.CLOSED

    return _handle(desk, call, "transition", command, lambda: None, effect)


def close(connection: Connection, call: Call | None, ticket: Row[Any], now: datetime, *, reason: str) -> None:
    """Write that a request is closed, by somebody or (no call) by itself."""
    by = call.actor.id if call else None
    changes = writing.change(connection, ticket, Status.CLOSED, now, close_reason=reason)
    events = writing.status_changed(ticket, Status.CLOSED, by, reason)
    events.append(writing.closed(connection, ticket, changes, now, by=by, reason=reason))
    writing.tell(connection, call, ticket, events)


def _handle(
    desk: Desk, call: Call, operation: str, command: WritingCommand, check: Callable[[], None], effect: Effect
) -> TicketRef:
    key = desk.commands.key(call.actor.id, operation, command)
    receipt = writing.earlier(desk, key)
    if receipt is not None:
        return writing.repeated(desk, call, receipt, key)
    number, version = command.number, command.expected_version  # type: ignore[attr-defined]
    with desk.reads.connect() as connection:
        policy.ticket_for(connection, call.actor, number)  # foreign and missing come before everything else
    check()
    try:
        with desk.engine.begin() as connection:
            ticket = writing.locked(desk, connection, call.actor, number, key)
            if ticket.version != version:
                refuse_closed(ticket)
                raise StaleVersion(version=ticket.version)
            status = effect(connection, ticket)
    except writing.Repeated as twin:
        return writing.repeated(desk, call, twin.receipt, key)
    return writing.ref(number, ticket.version + 1, status, key)
