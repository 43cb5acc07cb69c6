"""Who has a request, and its ends: assign, unassign, accept, withdraw, close."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row

from chassis.call import Call
from chassis.writes import Writes
from contracts.errors import Forbidden
from contracts.tickets import (
    AssignTicket,
    FactView,
    ReasonMissing,
    Status,
    TicketRef,
    TransitionAction,
    TransitionNotAllowed,
    TransitionTicket,
    UnassignTicket,
)
from services.tickets.domain import facts, people, policy, states, writing
from services.tickets.domain.conversation import refuse_closed
from services.tickets.domain.desk import Desk
from services.tickets.domain.states import Happening
from services.tickets.domain.versioned import on_version


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

    def effect(writes: Writes, ticket: Row[Any]) -> Status:
        refuse_closed(ticket)
        following = states.after(Status(ticket.status), Happening.ASSIGN)
        give(writes, call, ticket, assignee_id, following)
        return following

    return on_version(desk, call, "assign", command, effect, check=check)


def unassign(desk: Desk, call: Call, command: UnassignTicket) -> TicketRef:
    """Take the consultant off. Back to `new` only while nothing was answered."""
    actor = call.actor
    policy.require_staff_or_missing(actor)

    def effect(writes: Writes, ticket: Row[Any]) -> Status:
        refuse_closed(ticket)
        if ticket.assignee_id is None:
            raise TransitionNotAllowed("Nobody has this request.")
        if not policy.may_unassign(actor, ticket):
            raise Forbidden()
        status = Status(ticket.status)
        untouched = status is Status.IN_PROGRESS and ticket.first_response_at is None
        following = Status.NEW if untouched else status
        give(writes, call, ticket, None, following)
        return following

    return on_version(desk, call, "unassign", command, effect)


def transition(desk: Desk, call: Call, command: TransitionTicket) -> TicketRef:
    """Accept a resolution or withdraw (the author), close with a reason (staff)."""
    actor = call.actor

    def effect(writes: Writes, ticket: Row[Any]) -> Status:
        if command.action is TransitionAction.CLOSE:
            policy.require_staff(actor)
            if not command.reason:
                raise ReasonMissing()
        elif not policy.is_author(actor, ticket):
            raise Forbidden("Only the author accepts or withdraws a request.")
        refuse_closed(ticket)
        states.after(Status(ticket.status), Happening(command.action.value))
        reason = command.reason or command.action.value
        fact = FactView(what=facts.OF_ACTION[command.action], reason=command.reason or None)
        close(writes, call, ticket, call.now, reason=reason, fact=fact)
        return Status.CLOSED

    return on_version(desk, call, "transition", command, effect)


def give(
    to: Connection | Writes, call: Call, ticket: Row[Any], assignee_id: UUID | None, following: Status | None = None
) -> None:
    """Write that somebody else, or nobody, has the request. `following`: the state after it, when it moves."""
    by, status = call.actor.id, following or Status(ticket.status)
    seq = facts.add(to, ticket, facts.of_assignment(ticket, assignee_id, by), by=by, now=call.now)
    writing.change(to, ticket, status, call.now, assignee_id=assignee_id, last_seq=seq)
    events = writing.assigned(ticket, assignee_id, by)
    writing.tell(to, call, ticket, events + writing.status_changed(ticket, status, by))


def close(
    to: Connection | Writes, call: Call | None, ticket: Row[Any], now: datetime, *, reason: str, fact: FactView
) -> None:
    """Write that a request is closed, by somebody or (no call) by itself."""
    by = call.actor.id if call else None
    seq = facts.add(to, ticket, [fact], by=by, now=now)
    changes = writing.change(to, ticket, Status.CLOSED, now, close_reason=reason, last_seq=seq)
    events = writing.status_changed(ticket, Status.CLOSED, by, reason)
    events.append(writing.closed(to, ticket, changes, now, by=by, reason=reason))
    writing.tell(to, call, ticket, events, now=now)
