"""What is said on a request: updates of the customer (P7), answers of consultants (P9), internal notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from sqlalchemy import Row, text

from chassis.call import Call
from chassis.commands import CommandKey
from chassis.direct import AnyConnection
from chassis.writes import Write, Writes, write
from contracts.errors import Forbidden, InvalidCommand
from contracts.files import ClaimFiles
from contracts.tickets import (
    AddNote,
    AddUpdate,
    AnswerKind,
    AnswerTicket,
    FactView,
    InfoItemsMissing,
    NoteAdded,
    Status,
    SystemFact,
    TicketAlreadyClosed,
    TicketAnswered,
    TicketEvent,
    TicketRef,
    TicketUpdated,
)
from services.tickets.domain import attaching, drafts, facts, policy, states, texts, writing
from services.tickets.domain.desk import Desk
from services.tickets.domain.states import Happening

_AUTHOR_OF_ENTRY = text(
    "SELECT author_id FROM entries WHERE id = :entry_id AND ticket_id = :ticket_id "
    "AND kind IN ('description', 'update')"
)

_ADD_ITEMS = Write(
    "INSERT INTO info_items (id, entry_id, ordinal, text) SELECT id, :entry_id, ordinal - 1, item "
    "FROM unnest(CAST(:ids AS uuid[]), CAST(:texts AS text[])) WITH ORDINALITY AS asked (id, item, ordinal)"
)


def add_update(desk: Desk, call: Call, command: AddUpdate) -> TicketRef:
    """Reactualizare cerere. On a closed request: where to record a linked one."""

    def check(ticket: Row[Any]) -> None:
        if not policy.may_update(call.actor, ticket):
            raise Forbidden("In this company only the author updates a request.")
        refuse_closed(ticket)

    def effect(writes: Writes, ticket: Row[Any], entry_id: UUID, body: texts.Body) -> Status:
        check(ticket)
        happening = Happening.UPDATE if command.still_open else Happening.THANKS
        following = states.after(Status(ticket.status), happening)
        seq = writing.add_entry(writes, ticket, entry_id, "update", call.actor.id, body, command.file_ids, call.now)
        writing.change(writes, ticket, following, call.now, customer_spoke=True, last_seq=seq)
        event = TicketUpdated(
            number=ticket.number,
            entry_id=entry_id,
            seq=seq,
            author_id=call.actor.id,
            file_ids=command.file_ids,
            status_before=Status(ticket.status),
            status_after=following,
        )
        changed = writing.status_changed(ticket, following, call.actor.id)
        writing.tell(writes, call, ticket, [event, *changed])
        return following

    return _say(desk, call, "add_update", command, "update", check, effect)


def answer(desk: Desk, call: Call, command: AnswerTicket) -> TicketRef:
    """A reply, an information request or the resolution. Whoever answers first has the request."""
    policy.require_staff_or_missing(call.actor)
    if command.kind is AnswerKind.INFO_REQUEST and not command.info_items:
        raise InfoItemsMissing()

    def effect(writes: Writes, ticket: Row[Any], entry_id: UUID, body: texts.Body) -> Status:
        refuse_closed(ticket)
        _addressee(writes.connection, ticket, command)
        actor, now = call.actor, call.now
        following = states.after(Status(ticket.status), Happening(command.kind.value))
        seq = writing.add_entry(
            writes,
            ticket,
            entry_id,
            command.kind.value,
            actor.id,
            body,
            command.file_ids,
            now,
            items=command.info_items,
            in_reply_to=command.in_reply_to,
        )
        item_ids = _add_items(writes, command, entry_id)
        assignee_id = ticket.assignee_id or actor.id
        closes = command.kind is AnswerKind.RESOLUTION and ticket.auto_close_working_days == 0
        final = Status.CLOSED if closes else following
        values: dict[str, Any] = {"last_seq": seq, "assignee_id": assignee_id, "answered_at": now}
        if ticket.first_response_at is None:
            values["first_response_at"] = now
        if command.kind is AnswerKind.RESOLUTION:
            values["resolved_at"] = now
        if closes:
            at_once = FactView(what=SystemFact.AUTO_CLOSED, working_days=0)
            values["last_seq"] = facts.add(writes, ticket, [at_once], by=None, now=now, last_seq=seq)
            values["close_reason"] = "resolution"
        changes = writing.change(writes, ticket, final, now, **values)
        events: list[TicketEvent] = [
            TicketAnswered(
                number=ticket.number,
                entry_id=entry_id,
                seq=seq,
                kind=command.kind,
                consultant_id=actor.id,
                file_ids=command.file_ids,
                info_items=item_ids,
            )
        ]
        events += writing.assigned(ticket, assignee_id, actor.id)
        events += writing.status_changed(ticket, final, actor.id)
        if command.kind is AnswerKind.RESOLUTION:
            events.append(writing.resolved(ticket, changes, actor.id, now))
        if closes:
            events.append(writing.closed(writes, ticket, changes, now, by=actor.id, reason="resolution"))
        writing.tell(writes, call, ticket, events)
        return final

    return _say(desk, call, "answer", command, command.kind.value, refuse_closed, effect)


def add_note(desk: Desk, call: Call, command: AddNote) -> TicketRef:
    """A note that staff alone see; the state stays."""
    policy.require_staff_or_missing(call.actor)

    def effect(writes: Writes, ticket: Row[Any], entry_id: UUID, body: texts.Body) -> Status:
        refuse_closed(ticket)
        status = Status(ticket.status)
        actor_id = call.actor.id
        seq = writing.add_entry(
            writes,
            ticket,
            entry_id,
            "internal_note",
            actor_id,
            body,
            command.file_ids,
            call.now,
            is_internal=True,
        )
        writing.change(writes, ticket, status, call.now, last_seq=seq)
        event = NoteAdded(number=ticket.number, entry_id=entry_id)
        writing.tell(writes, call, ticket, [event])
        return status

    return _say(desk, call, "add_note", command, "internal_note", refuse_closed, effect)


def refuse_closed(ticket: Row[Any]) -> None:
    """Raise `TicketAlreadyClosed`, which says where a linked request is recorded."""
    if ticket.status == Status.CLOSED:
        raise TicketAlreadyClosed(number=ticket.number, follow_up=f"/api/v1/tickets/{ticket.number}/follow-ups")


def _say(
    desk: Desk,
    call: Call,
    operation: str,
    command: AddUpdate | AnswerTicket | AddNote,
    kind: str,
    check: Callable[[Row[Any]], None],
    effect: Callable[[Writes, Row[Any], UUID, texts.Body], Status],
) -> TicketRef:
    """The common road of everything that is said: with files repeat, check and claim come first."""
    key = desk.commands.key(call.actor.id, operation, command)
    body = texts.sanitised(command.body_html)
    pictures = attaching.check_files(command.file_ids, body)
    if not (command.file_ids or pictures):
        return _commit(desk, call, key, command, body, effect)
    receipt = writing.earlier(desk, key)
    if receipt is not None:
        return writing.repeated(desk, call, receipt, key, "entry")
    with desk.direct.connect() as connection:
        ticket = policy.ticket_for(connection, call.actor, command.number)
        addressee_id = _addressee(connection, ticket, command)
    check(ticket)
    claim = ClaimFiles(
        entry_id=key.derived_id("entry"),
        file_ids=command.file_ids,
        picture_ids=pictures,
        ticket_id=ticket.id,
        ticket_number=ticket.number,
        company_id=ticket.company_id,
        ticket_author_id=ticket.author_id,
        entry_kind=kind,
        addressee_id=addressee_id,
        is_public=kind != "internal_note",
    )
    return attaching.with_files(desk, call, claim, lambda: _commit(desk, call, key, command, body, effect, claim))


def _commit(
    desk: Desk,
    call: Call,
    key: CommandKey,
    command: AddUpdate | AnswerTicket | AddNote,
    body: texts.Body,
    effect: Callable[[Writes, Row[Any], UUID, texts.Body], Status],
    claim: ClaimFiles | None = None,
) -> TicketRef:
    def decide(writes: Writes, ticket: Row[Any]) -> Status:
        if claim is not None:
            attaching.decide_open(writes, claim)
        drafts.sent(writes, call, command.draft_id)
        return effect(writes, ticket, key.derived_id("entry"), body)

    return writing.decided(desk, call, key, command.number, decide, made="entry")


def _addressee(connection: AnyConnection, ticket: Row[Any], command: AddUpdate | AnswerTicket | AddNote) -> UUID | None:
    """The customer whom a staff answer answers: the author of the entry it replies to, else the request's author."""
    if not isinstance(command, AnswerTicket):
        return None
    if command.in_reply_to is None:
        return UUID(str(ticket.author_id))
    found = connection.scalar(_AUTHOR_OF_ENTRY, {"entry_id": command.in_reply_to, "ticket_id": ticket.id})
    if found is None:
        detail = "Name a customer's entry of this request."
        raise InvalidCommand(errors=[{"pointer": "/in_reply_to", "detail": detail}])
    return UUID(str(found))


def _add_items(writes: Writes, command: AnswerTicket, entry_id: UUID) -> list[UUID]:
    if command.kind is not AnswerKind.INFO_REQUEST:
        return []
    ids = [uuid5(NAMESPACE_OID, f"{entry_id}/item/{ordinal}") for ordinal, _ in enumerate(command.info_items)]
    write(writes, _ADD_ITEMS, {"ids": ids, "entry_id": entry_id, "texts": list(command.info_items)})
    return ids
