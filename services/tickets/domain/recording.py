"""Recording a request (P4, P5), and one linked to a closed one (P7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.call import Call
from chassis.commands import CommandKey
from chassis.outbox import add_events
from chassis.writes import Writes, insertion, write
from contracts.auth import Role, Scope
from contracts.errors import Forbidden, InvalidCommand
from contracts.files import ClaimFiles
from contracts.tickets import (
    OpenFollowUp,
    OpenTicket,
    Priority,
    Status,
    TicketOpened,
    TicketRef,
    TicketStillActive,
)
from services.tickets.domain import attaching, drafts, people, policy, search, texts
from services.tickets.domain.desk import Desk
from services.tickets.domain.writing import earlier_or_number, once, ref, repeated, send


@dataclass(frozen=True, slots=True)
class NewTicket:
    """A request about to be recorded."""

    author_id: UUID
    company_id: UUID
    subject: str
    body: texts.Body
    file_ids: list[UUID]
    priority: Priority
    category: str | None
    external_ref: str | None = None
    follow_up_of: int | None = None


def open_ticket(desk: Desk, call: Call, command: OpenTicket) -> TicketRef:
    """Record a request, for oneself or (staff, internal systems) on behalf of a customer."""
    key = desk.commands.key(call.actor.id, "open_ticket", command)
    receipt, number = earlier_or_number(desk, key)
    if receipt is not None:
        return repeated(desk, call, receipt, key, "entry")
    author_id, company_id = _author(desk, call, command)
    ticket = NewTicket(
        author_id=author_id,
        company_id=company_id,
        subject=command.subject,
        body=texts.sanitised(command.body_html),
        file_ids=command.file_ids,
        priority=command.priority,
        category=command.category,
        external_ref=command.external_ref,
    )
    return _record(desk, call, key, number, ticket, command.draft_id)


def open_follow_up(desk: Desk, call: Call, command: OpenFollowUp) -> TicketRef:
    """Record a request that continues a closed one."""
    actor = call.actor
    key = desk.commands.key(actor.id, "open_follow_up", command)
    receipt, number = earlier_or_number(desk, key)
    if receipt is not None:
        return repeated(desk, call, receipt, key, "entry")
    with desk.direct.connect() as connection:
        first = policy.ticket_for(connection, actor, command.number)
    if not actor.is_partner:
        raise Forbidden()
    if first.status != Status.CLOSED:
        raise TicketStillActive()
    ticket = NewTicket(
        author_id=actor.id,
        company_id=first.company_id,
        subject=command.subject or first.subject,
        body=texts.sanitised(command.body_html),
        file_ids=command.file_ids,
        priority=command.priority or Priority(first.priority),
        category=command.category or first.category,
        follow_up_of=first.number,
    )
    return _record(desk, call, key, number, ticket, command.draft_id)


def _author(desk: Desk, call: Call, command: OpenTicket) -> tuple[UUID, UUID]:
    """Who the request is of, and of which company."""
    actor = call.actor
    if actor.is_partner and actor.company_id is not None:
        if command.on_behalf_of not in (None, actor.id):
            raise Forbidden("You record requests in your own name.")
        if command.external_ref is not None:
            raise InvalidCommand("external_ref is for internal systems.")
        return actor.id, actor.company_id
    is_system = actor.role is Role.SERVICE and Scope.TICKETS_OPEN in actor.scopes
    if not (actor.is_staff or is_system):
        raise Forbidden()
    if command.on_behalf_of is None:
        raise InvalidCommand("Say on whose behalf: on_behalf_of is a customer's id.")
    return people.customer(desk, call, command.on_behalf_of)


def _record(
    desk: Desk, call: Call, key: CommandKey, number: int, ticket: NewTicket, draft_id: UUID | None
) -> TicketRef:
    claim = ClaimFiles(
        entry_id=key.derived_id("entry"),
        file_ids=ticket.file_ids,
        picture_ids=attaching.check_files(ticket.file_ids, ticket.body),
        ticket_id=key.derived_id("ticket"),
        ticket_number=number,
        company_id=ticket.company_id,
        ticket_author_id=ticket.author_id,
        entry_kind="description",
        addressee_id=ticket.author_id if call.actor.is_staff else None,
    )

    def commit() -> TicketRef:
        with desk.direct.connect() as connection:
            writes = Writes(connection)
            attaching.decide_open(writes, claim)
            _insert(writes, call, claim, ticket)
            drafts.sent(writes, call, draft_id)
            send(desk, writes, key, number, version=1)
        return ref(number, 1, Status.NEW, key, "entry")

    return attaching.with_files(desk, call, claim, lambda: once(desk, call, key, commit, "entry"))


def _insert(writes: Writes, call: Call, claim: ClaimFiles, ticket: NewTicket) -> None:
    actor, now = call.actor, call.now
    row: dict[str, Any] = {
        "id": claim.ticket_id,
        "number": claim.ticket_number,
        "company_id": ticket.company_id,
        "author_id": ticket.author_id,
        "recorded_by": actor.id,
        "subject": ticket.subject,
        "category": ticket.category,
        "priority": ticket.priority.value,
        "status": Status.NEW.value,
        "follow_up_of": ticket.follow_up_of,
        "external_ref": ticket.external_ref,
        "created_at": now,
        "updated_at": now,
        "customer_waits_since": now,
    }
    write(writes, insertion("tickets", *row), row)
    entry = {"id": claim.entry_id, "ticket_id": claim.ticket_id, "seq": 1, "kind": "description", "author_id": actor.id}
    entry |= {
        "body_html": ticket.body.html,
        "body_text": ticket.body.text,
        "file_ids": ticket.file_ids,
        "created_at": now,
    }
    write(writes, insertion("entries", *entry), entry)
    said = [str(claim.ticket_number), ticket.subject, ticket.body.text]
    search.add_words(writes, search.Place(ticket.company_id, now, claim.ticket_number), said, public=True)
    event = TicketOpened(
        number=claim.ticket_number,
        entry_id=claim.entry_id,
        company_id=ticket.company_id,
        author_id=ticket.author_id,
        recorded_by=actor.id,
        category=ticket.category,
        priority=ticket.priority,
        status=Status.NEW,
        file_ids=ticket.file_ids,
        follow_up_of=ticket.follow_up_of,
        external_ref=ticket.external_ref,
        channel="bus" if actor.role is Role.SERVICE else "portal",
        created_at=now,
    )
    subject = f"tickets/{claim.ticket_number}"
    add_events(writes, subject, [event], call=call, company_id=ticket.company_id)
