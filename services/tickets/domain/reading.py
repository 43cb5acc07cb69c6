"""Reading requests: the list (P2, P3, P12) and the page of one (P8)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson

from chassis import paging
from chassis.call import Call
from chassis.identity import Principal
from chassis.results import Raw
from contracts.errors import NotFound
from contracts.tickets import (
    GetTicket,
    InvalidCursor,
    InvalidInterval,
    ListEntries,
    ListTickets,
    ListType,
    Sort,
    UnknownTimeZone,
)
from services.tickets.domain import policy
from services.tickets.domain.desk import Desk
from services.tickets.queries import count_sql, entries_sql, list_sql, page_sql, statement
from services.tickets.settings import LAST_ENTRIES

MOST_OUTSIDE = 1_000


def get_ticket(desk: Desk, call: Call, command: GetTicket) -> Raw:
    """A request with its last entries, work, durations, and what the caller may do now; as JSON of `TicketDetail`."""
    actor = call.actor
    policy.may_read(actor)
    condition, parameters = policy.visibility(actor)
    parameters |= {
        "number": command.number,
        "now": call.now,
        "last": LAST_ENTRIES,
        "internal": policy.sees_internal(actor),
        "work": policy.sees_work(actor),
    }
    with desk.reads.connect() as connection:
        row = connection.execute(statement(page_sql(condition)), parameters).first()
    if row is None:
        raise NotFound()
    actions = orjson.dumps([action.value for action in policy.actions(actor, row)])
    parts = (
        b'{"ticket":',
        row.ticket_json.encode(),
        b',"entries":',
        row.entries_json.encode(),
        b',"has_older_entries":true' if row.has_older else b',"has_older_entries":false',
        b',"work":',
        row.work_json.encode(),
        b',"durations":',
        row.durations_json.encode(),
        b',"actions":',
        actions,
        b"}",
    )
    return Raw(b"".join(parts))


def list_entries(desk: Desk, call: Call, command: ListEntries) -> Raw:
    """Older entries, in order of `seq`; as JSON of `EntriesView`."""
    actor = call.actor
    policy.may_read(actor)
    condition, parameters = policy.visibility(actor)
    parameters |= {
        "number": command.number,
        "before_seq": command.before_seq,
        "internal": policy.sees_internal(actor),
        "limit": command.limit + 1,
    }
    with desk.reads.connect() as connection:
        policy.ticket_for(connection, actor, command.number)
        rows = connection.execute(statement(entries_sql(condition)), parameters).all()
    more = b"true" if len(rows) > command.limit else b"false"
    items = ",".join(row.item for row in reversed(rows[: command.limit]))
    return Raw(b'{"items":[' + items.encode() + b'],"has_older_entries":' + more + b"}")


def list_tickets(desk: Desk, call: Call, command: ListTickets) -> Raw:
    """A page of requests; as JSON of `TicketsView`."""
    actor = call.actor
    policy.may_list(actor)
    begin, end = interval(command.created_from, command.created_to, command.tz)
    narrowed, wide, parameters = _conditions(actor, command, begin, end)
    descending = command.sort is Sort.CREATED_DESC
    bound = paging.fingerprint(command.model_dump(mode="json", exclude={"cursor", "limit"}), str(actor.company_id))
    conditions = narrowed
    if command.cursor:
        created_at, number = _position(command.cursor, bound)
        parameters |= {"after_created_at": created_at, "after_number": number}
        comparison = "<" if descending else ">"
        conditions = (*narrowed, f"(t.created_at, t.number) {comparison} (:after_created_at, :after_number)")
    outside = b"null"
    with desk.reads.connect() as connection:
        sql = list_sql(conditions, descending=descending)
        rows = connection.execute(statement(sql), parameters | {"limit": command.limit + 1}).all()
        if not command.cursor and (begin or end):
            beyond = " OR ".join(
                part for part, given in (("t.created_at < :begin", begin), ("t.created_at >= :end", end)) if given
            )
            active = (*wide, "t.status <> 'closed'", f"({beyond})")
            count = connection.scalar(statement(count_sql(active, MOST_OUTSIDE)), parameters)
            outside = str(count).encode()
    more = len(rows) > command.limit
    rows = rows[: command.limit]
    cursor = paging.encode(bound, rows[-1].created_at.isoformat(), rows[-1].number) if more else None
    page = orjson.dumps({"next_cursor": cursor, "limit": command.limit})
    items = ",".join(row.item for row in rows).encode()
    return Raw(b'{"items":[' + items + b'],"page":' + page + b',"active_outside":' + outside + b"}")


def interval(first: date | None, last: date | None, tz: str) -> tuple[datetime | None, datetime | None]:
    """From the first day's midnight to the midnight after the last day, in the time zone; either may be absent."""
    try:
        zone = ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownTimeZone() from None
    if first and last and first > last:
        raise InvalidInterval()
    try:
        begin = datetime.combine(first, time(), zone) if first else None
        end = datetime.combine(last + timedelta(days=1), time(), zone) if last else None
    except OverflowError:
        raise InvalidInterval("These days lie outside the calendar.") from None
    return begin, end


def _conditions(
    actor: Principal, command: ListTickets, begin: datetime | None, end: datetime | None
) -> tuple[tuple[str, ...], tuple[str, ...], dict[str, Any]]:
    """The conditions of the list, those without interval, type and status, and all parameters."""
    visible, parameters = policy.visibility(actor)
    wide = [visible]
    named = {
        "assignee": ("t.assignee_id = :assignee", command.assignee),
        "author": ("t.author_id = :author", command.author),
        "company": ("t.company_id = :company", command.company),
        "number": ("t.number = :number", command.number),
    }
    for name, (condition, value) in named.items():
        if value is not None:
            wide.append(condition)
            parameters[name] = value
    if command.unassigned:
        wide.append("t.assignee_id IS NULL")
    if command.priority:
        wide.append("t.priority = ANY(:priority)")
        parameters["priority"] = [p.value for p in command.priority]
    narrowed = list(wide)
    if begin is not None:
        narrowed.append("t.created_at >= :begin")
        parameters["begin"] = begin
    if end is not None:
        narrowed.append("t.created_at < :end")
        parameters["end"] = end
    if command.type is ListType.ACTIVE:
        narrowed.append("t.status <> 'closed'")
    if command.status:
        narrowed.append("t.status = ANY(:status)")
        parameters["status"] = [s.value for s in command.status]
    return tuple(narrowed), tuple(wide), parameters


def _position(cursor: str, bound: str) -> tuple[datetime, int]:
    try:
        created_at, number = paging.decode(cursor, bound)
        return datetime.fromisoformat(created_at), int(number)
    except (paging.CursorMismatch, ValueError, TypeError):
        raise InvalidCursor() from None
