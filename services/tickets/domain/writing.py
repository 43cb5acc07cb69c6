"""Writing to a request: decided on what was read, then written, row, entries, events and the command's row, in one statement.

Nobody waits for a lock meanwhile: the statement takes nothing that changed since it was read (`Meanwhile`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, text
from sqlalchemy.exc import IntegrityError

from chassis.call import Call
from chassis.commands import AlreadyRan, CommandKey, Meanwhile, Receipt
from chassis.direct import AnyConnection
from chassis.outbox import add_events
from chassis.writes import Write, Writes, insertion, reading, write
from contracts.errors import DomainError
from contracts.tickets import (
    EntryVoided,
    ExternalRefTaken,
    Status,
    TicketAssigned,
    TicketClosed,
    TicketEvent,
    TicketRef,
    TicketResolved,
    TicketStatusChanged,
)
from services.tickets.domain import durations, history, policy, search
from services.tickets.domain.desk import Desk
from services.tickets.domain.texts import Body
from services.tickets.models import ticket_number

UNIQUE_VIOLATION = "23505"  # SQLSTATE
EXTERNAL_REF = "tickets_recorded_by_external_ref_key"
_INTERVALS = text(
    "SELECT consultant_id, started_at, ended_at FROM work_now "
    "WHERE ticket_id = :ticket_id AND id IS DISTINCT FROM CAST(:without AS uuid)"
)


def earlier(desk: Desk, key: CommandKey) -> Receipt | None:
    """The receipt of an earlier run of the command, if any."""
    with desk.direct.connect() as connection:
        return desk.commands.find(connection, key)


def earlier_or_number(desk: Desk, key: CommandKey) -> tuple[Receipt | None, int]:
    """The receipt of an earlier run of a command that records a request, if any, and the number of a new one."""
    with desk.direct.connect() as connection:
        return desk.commands.find_and_draw(connection, key, ticket_number.name)


def repeated(desk: Desk, call: Call, receipt: Receipt, key: CommandKey, made: str | None = None) -> TicketRef:
    """The answer to a repeat: the request read again, through policy. `made`: what the command made, if anything."""
    with desk.direct.connect() as connection:
        ticket = policy.ticket_for(connection, call.actor, int(receipt.resource_id))
    return ref(ticket.number, receipt.version, Status(ticket.status), key, made)


def ref(number: int, version: int, status: Status, key: CommandKey, made: str | None = None) -> TicketRef:
    """Which request, and what the command made on it (`entry` or `work`)."""
    return TicketRef(
        number=number,
        version=version,
        status=status,
        entry_id=key.derived_id("entry") if made == "entry" else None,
        work_entry_id=key.derived_id("work") if made == "work" else None,
    )


def once(desk: Desk, call: Call, key: CommandKey, act: Callable[[], TicketRef], made: str | None) -> TicketRef:
    """What `act` answers; when it is refused and the command ran before, the answer to a repeat."""
    try:
        return act()
    except (DomainError, AlreadyRan):
        receipt = earlier(desk, key)
        if receipt is None:
            raise
    return repeated(desk, call, receipt, key, made)


def decided(
    desk: Desk,
    call: Call,
    key: CommandKey,
    number: int,
    decide: Callable[[Writes, Row[Any]], Status],
    *,
    made: str | None = None,
    check: Callable[[], None] = lambda: None,
) -> TicketRef:
    """After `check`, let `decide` see the request as it stands and say what to write, and send that. A repeat is recognised.

    `decide` answers the state that follows. When somebody else wrote to the request meanwhile, it decides again, on the row
    under its lock.
    """

    def write_to(connection: AnyConnection, *, lock: bool) -> TicketRef:
        ticket = policy.ticket_for(connection, call.actor, number, lock=lock)
        writes = Writes(connection)
        status = decide(writes, ticket)
        send(desk, writes, key, number)
        return ref(number, ticket.version + 1, status, key, made)

    def act() -> TicketRef:
        check()
        try:
            with desk.direct.connect() as at_once:
                return write_to(at_once, lock=False)
        except Meanwhile:
            try:
                with desk.engine.begin() as transaction:
                    return write_to(transaction, lock=True)
            except Meanwhile:  # of nobody but a twin
                raise AlreadyRan() from None

    return once(desk, call, key, act, made)


def send(desk: Desk, writes: Writes, key: CommandKey, number: int, *, version: int | None = None) -> None:
    """Send what a command writes to a request, and its row: all is kept, or nothing. `version`: of a new request.

    Raises `Meanwhile`, `AlreadyRan`, `CommandInProgress`, `EntryVoided` and `ExternalRefTaken`.
    """
    try:
        desk.commands.send(writes, key, resource_id=str(number), version=version)
    except IntegrityError as error:
        refused = error.orig.diag  # type: ignore[union-attr]
        if refused.table_name == "entry_fates":
            raise EntryVoided() from None
        if refused.constraint_name == EXTERNAL_REF:
            raise ExternalRefTaken() from None
        if refused.sqlstate == UNIQUE_VIOLATION:  # what a twin made, or somebody's next entry
            raise (AlreadyRan if version else Meanwhile)() from None
        raise


def add_entry(
    to: Connection | Writes,
    ticket: Row[Any],
    entry_id: UUID,
    kind: str,
    author_id: UUID,
    body: Body,
    file_ids: Sequence[UUID],
    now: datetime,
    *,
    items: Sequence[str] = (),
    **more: Any,
) -> int:
    """Append an entry, which can be found by its words and those of its items; returns its seq.

    It is written only if nobody else has written since the request was read, so seq has no gap.
    """
    seq = int(ticket.last_seq) + 1
    row = {"id": entry_id, "ticket_id": ticket.id, "seq": seq, "kind": kind, "author_id": author_id}
    row |= {"body_html": body.html, "body_text": body.text, "file_ids": list(file_ids), "created_at": now, **more}
    write(to, insertion("entries", *row), row)
    public = not more.get("is_internal", False)
    place = search.Place(ticket.company_id, ticket.created_at, ticket.number)
    search.add_words(to, place, [body.text, *items], public=public)
    return seq


def change(
    to: Connection | Writes,
    ticket: Row[Any],
    following: Status,
    now: datetime,
    *,
    customer_spoke: bool = False,
    **values: Any,
) -> dict[str, Any]:
    """Write the request's next version; returns all that changed. Waiting time is booked when waiting ends."""
    status = Status(ticket.status)
    values |= {"version": ticket.version + 1, "updated_at": now, "status": following.value}
    values["customer_waits_since"] = _customer_waits_since(ticket, following, now, spoke=customer_spoke)
    if following is Status.WAITING_CUSTOMER and status is not following:
        values["waiting_since"] = now
    if status is Status.WAITING_CUSTOMER and status is not following and ticket.waiting_since is not None:
        waited = int((now - ticket.waiting_since).total_seconds())
        values |= {"waiting_since": None, "waiting_seconds": ticket.waiting_seconds + waited}
    if following is Status.RESOLVED and "resolved_at" not in values and status is not following:
        values["resolved_at"] = now
    if following is Status.CLOSED and status is not following:
        values["closed_at"] = now
    if following in (Status.IN_PROGRESS, Status.WAITING_CUSTOMER) and ticket.resolved_at is not None:
        values["resolved_at"] = None
    write(to, _changing(*values), {**values, "id": ticket.id, "version_read": ticket.version})
    return values


@lru_cache(maxsize=256)
def _changing(*columns: str) -> Write:
    """An UPDATE of a request that nobody has changed since it was read."""
    values = ", ".join(f"{name} = :{name}" for name in columns)
    sql = f"UPDATE tickets SET {values} WHERE id = :id AND version = :version_read RETURNING version"  # noqa: S608
    return Write(sql, name="changed")


def _customer_waits_since(ticket: Row[Any], following: Status, now: datetime, *, spoke: bool) -> datetime | None:
    """Since when the customer waits for us: since the first word that staff have not answered; none while we wait.

    A second update before an answer does not move it, so whoever writes again does not fall behind in the queue.
    """
    if following not in (Status.NEW, Status.IN_PROGRESS):
        return None
    since: datetime | None = ticket.customer_waits_since
    is_answered = since is None or (ticket.answered_at is not None and ticket.answered_at >= since)
    return now if since is None or (spoke and is_answered) else since


def tell(
    to: Connection | Writes,
    call: Call | None,
    ticket: Row[Any],
    events: Sequence[TicketEvent],
    *,
    now: datetime | None = None,
) -> None:
    """Write the events of this transaction, in order, and what of them the history keeps. `now`: of a job (no call)."""
    subject = f"tickets/{ticket.number}"
    add_events(to, subject, events, call=call, company_id=ticket.company_id)
    history.keep(to, ticket.id, events, by=call.actor.id if call else None, now=call.now if call else now)


def assigned(ticket: Row[Any], assignee_id: UUID | None, by: UUID) -> list[TicketEvent]:
    """The event of another consultant, if it is another."""
    if ticket.assignee_id == assignee_id:
        return []
    before = ticket.assignee_id
    return [TicketAssigned(number=ticket.number, assignee_before=before, assignee_after=assignee_id, by=by)]


def status_changed(ticket: Row[Any], following: Status, by: UUID | None, reason: str = "") -> list[TicketEvent]:
    """The event of another state, if it is another."""
    before = Status(ticket.status)
    if before is following:
        return []
    return [
        TicketStatusChanged(number=ticket.number, status_before=before, status_after=following, by=by, reason=reason)
    ]


def intervals_of(to: Connection | Writes, ticket: Row[Any], *, without: UUID | None = None) -> list[durations.Interval]:
    """The intervals of work on a request, as they were last corrected; `without` the one of this record."""
    rows = reading(to).execute(_INTERVALS, {"ticket_id": ticket.id, "without": without}).all()
    return [tuple(row) for row in rows]


def _spent(ticket: Row[Any], changes: dict[str, Any], now: datetime) -> dict[str, Any]:
    waiting = changes.get("waiting_seconds", ticket.waiting_seconds)
    elapsed = int((now - ticket.created_at).total_seconds())
    return {"effort_seconds": ticket.effort_seconds, "elapsed_seconds": elapsed, "waiting_seconds": waiting}


def resolved(ticket: Row[Any], changes: dict[str, Any], consultant_id: UUID, now: datetime) -> TicketEvent:
    """The event of a resolution."""
    return TicketResolved(number=ticket.number, consultant_id=consultant_id, **_spent(ticket, changes, now))


def closed(
    to: Connection | Writes,
    ticket: Row[Any],
    changes: dict[str, Any],
    now: datetime,
    *,
    by: UUID | None,
    reason: str,
) -> TicketEvent:
    """The event of closing, with who worked how long."""
    return TicketClosed(
        number=ticket.number,
        consultant_id=changes.get("assignee_id", ticket.assignee_id),
        reason=reason,
        closed_by=by,
        per_consultant=durations.per_consultant(intervals_of(to, ticket)),
        **_spent(ticket, changes, now),
    )
