"""The common road of what is done to a request in the version that the caller has read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Row

from chassis.call import Call
from contracts.errors import StaleVersion
from contracts.model import WritingCommand
from contracts.tickets import Status, TicketRef
from services.tickets.domain import policy, writing
from services.tickets.domain.conversation import refuse_closed
from services.tickets.domain.desk import Desk

Effect = Callable[[Connection, Row[Any]], Status]


def on_version(
    desk: Desk,
    call: Call,
    operation: str,
    command: WritingCommand,
    effect: Effect,
    *,
    check: Callable[[], None] = lambda: None,
    even_closed: bool = False,
) -> TicketRef:
    """Repeat, see, check (asks other services, if need be), then effect in one transaction; raises `StaleVersion`.

    `even_closed`: it can be done to a closed request too, so a stale version of one is nothing else than stale.
    """
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
                if not even_closed:
                    refuse_closed(ticket)
                raise StaleVersion(version=ticket.version)
            status = effect(connection, ticket)
    except writing.Repeated as twin:
        return writing.repeated(desk, call, twin.receipt, key)
    return writing.ref(number, ticket.version + 1, status, key)
