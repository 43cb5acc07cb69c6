"""The common road of what is done to a request in the version that the caller has read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Row

from chassis.call import Call
from chassis.writes import Writes
from contracts.errors import StaleVersion
from contracts.model import WritingCommand
from contracts.tickets import Status, TicketRef
from services.tickets.domain import policy, writing
from services.tickets.domain.conversation import refuse_closed
from services.tickets.domain.desk import Desk

Effect = Callable[[Writes, Row[Any]], Status]


def on_version(
    desk: Desk,
    call: Call,
    operation: str,
    command: WritingCommand,
    effect: Effect,
    *,
    check: Callable[[], None] | None = None,
    even_closed: bool = False,
) -> TicketRef:
    """See, check (asks other services), decide, write; raises `StaleVersion`.

    `even_closed`: it can be done to a closed request too, so a stale version of one is nothing else than stale.
    """
    key = desk.commands.key(call.actor.id, operation, command)
    number, version = command.number, command.expected_version  # type: ignore[attr-defined]

    def decide(writes: Writes, ticket: Row[Any]) -> Status:
        if ticket.version != version:
            if not even_closed:
                refuse_closed(ticket)
            raise StaleVersion(version=ticket.version)
        return effect(writes, ticket)

    def see_and_check() -> None:
        if check is not None:
            with desk.direct.connect() as connection:
                policy.ticket_for(connection, call.actor, number)  # foreign and missing come before everything else
            check()

    return writing.decided(desk, call, key, number, decide, check=see_and_check)
