"""The list of requests (P2, P3, P12): filters, sorts, text search, and how many active ones lie outside the interval."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson

from chassis import paging
from chassis.call import Call
from chassis.db import planned_for_values
from chassis.identity import Principal
from chassis.results import Raw
from contracts.errors import InvalidCommand, InvalidCursor
from contracts.tickets import (
    InvalidInterval,
    ListTickets,
    ListType,
    Sort,
    Status,
    UnknownTimeZone,
)
from services.tickets.domain import policy, search
from services.tickets.domain.desk import Desk
from services.tickets.queries import IS_UNREAD, MARK, after_sql, count_sql, list_sql, statement

MOST_OUTSIDE = 1_000

# The order of each sort: what it goes by (then by number), and whether downwards.
ORDERS: dict[Sort, tuple[str, bool]] = {
    Sort.CREATED: ("t.created_at", False),
    Sort.CREATED_DESC: ("t.created_at", True),
    Sort.UPDATED_DESC: ("t.updated_at", True),
    Sort.WAITING: ("coalesce(t.customer_waits_since, 'infinity'::timestamptz)", False),
}
_BY_CREATION = frozenset({Sort.CREATED, Sort.CREATED_DESC})


@dataclass
class Selection:
    """What is listed: joined sources, conditions and their parameters. Values are bound, never part of a text."""

    parameters: dict[str, Any]
    source: str = "tickets t"
    conditions: list[str] = field(default_factory=list)

    def narrow(self, condition: str, **parameters: Any) -> None:
        """Add a condition."""
        self.conditions.append(condition)
        self.parameters |= parameters

    def join(self, source: str) -> None:
        """Add a source."""
        self.source += f" {source}"


def list_tickets(desk: Desk, call: Call, command: ListTickets) -> Raw:
    """A page of requests; as JSON of `TicketsView`."""
    actor = call.actor
    policy.may_list(actor)
    begin, end = interval(command.created_from, command.created_to, command.tz)
    bound = paging.fingerprint(command.model_dump(mode="json", exclude={"cursor", "limit"}), str(actor.company_id))
    wide = _wide(actor, command)
    if wide is None:
        return _page([], None, command.limit, b"0" if begin or end else b"null")
    key, descending = ORDERS[command.sort]
    conditions = wide.conditions + _narrow(command, wide.parameters, begin, end)
    parameters = wide.parameters | {"limit": command.limit + 1}
    if command.cursor:
        conditions.append(after_sql(key, descending=descending))
        parameters |= _place(command.cursor, bound)
    sql = list_sql(wide.source, tuple(conditions), key, descending=descending)
    outside = b"null"
    with desk.reads.connect() as connection, nullcontext() if _is_plain(command) else planned_for_values(connection):
        rows = connection.execute(statement(sql), parameters).all()
        if not command.cursor and (begin or end):
            sql = count_sql(wide.source, (*wide.conditions, *_active_outside(begin, end)), MOST_OUTSIDE)
            outside = str(connection.scalar(statement(sql), parameters)).encode()
    more = len(rows) > command.limit
    rows = rows[: command.limit]
    cursor = paging.encode(bound, rows[-1].place, rows[-1].number) if more else None
    return _page([row.item for row in rows], cursor, command.limit, outside)


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


def _page(items: list[str], cursor: str | None, limit: int, outside: bytes) -> Raw:
    page = orjson.dumps({"next_cursor": cursor, "limit": limit})
    return Raw(b'{"items":[' + ",".join(items).encode() + b'],"page":' + page + b',"active_outside":' + outside + b"}")


def _wide(actor: Principal, command: ListTickets) -> Selection | None:
    """All filters but interval, type and status; none when nothing can be found."""
    visible, parameters = policy.visibility(actor)
    wide = Selection(parameters | {"reader": policy.reader(actor), "internal": policy.sees_internal(actor)})
    wide.narrow(visible)
    for name, column in (
        ("assignee", "assignee_id"),
        ("author", "author_id"),
        ("company", "company_id"),
        ("category", "category"),
        ("number", "number"),
    ):
        value = getattr(command, name)
        if value is not None:
            wide.narrow(f"t.{column} = :{name}", **{name: value})
    if command.unassigned:
        wide.narrow("t.assignee_id IS NULL")
    if command.priority:
        wide.narrow("t.priority = ANY(:priority)", priority=[p.value for p in command.priority])
    if command.unread:
        wide.join(MARK)
        wide.narrow(IS_UNREAD)
    if command.q is not None:
        query = search.query(command.q, _searched(actor, command))
        if query is None:
            return None
        documents = "staff_documents" if policy.sees_internal(actor) else "public_documents"
        wide.join(f"JOIN {documents} d ON d.ticket_id = t.id")
        wide.narrow("d.words @@ CAST(:query AS tsquery)", query=query)
    return wide


def _searched(actor: Principal, command: ListTickets) -> list[Any] | None:
    """The companies whose public documents are searched; none for staff, who search their own documents."""
    if policy.sees_internal(actor):
        return None
    if actor.is_partner:
        return [actor.company_id]
    if command.company is not None:
        return [command.company]
    if actor.company_ids is None:
        raise InvalidCommand(
            "Name the company in which to search.", errors=[{"pointer": "/company", "detail": "Missing"}]
        )
    return sorted(actor.company_ids)


def _narrow(
    command: ListTickets, parameters: dict[str, Any], begin: datetime | None, end: datetime | None
) -> list[str]:
    """Interval, type and status; their values go into `parameters`."""
    conditions = []
    if begin is not None:
        conditions.append("t.created_at >= :begin")
        parameters["begin"] = begin
    if end is not None:
        conditions.append("t.created_at < :end")
        parameters["end"] = end
    if command.type is ListType.ACTIVE or (command.status and Status.CLOSED not in command.status):
        conditions.append("t.status <> 'closed'")  # said so, it leads to the indexes of active ones
    if command.status:
        conditions.append("t.status = ANY(:status)")
        parameters["status"] = [s.value for s in command.status]
    return conditions


def _active_outside(begin: datetime | None, end: datetime | None) -> tuple[str, ...]:
    beyond = [part for part, given in (("t.created_at < :begin", begin), ("t.created_at >= :end", end)) if given]
    return "t.status <> 'closed'", f"({' OR '.join(beyond)})"


def _is_plain(command: ListTickets) -> bool:
    """One plan, the walk along an index in its order, is the best one whatever the values are."""
    return command.sort in _BY_CREATION and not (command.q or command.unread or command.category or command.priority)


def _place(cursor: str, bound: str) -> dict[str, Any]:
    try:
        place, number = paging.decode(cursor, bound)
        if place != "infinity":
            datetime.fromisoformat(place)
        return {"after_place": place, "after_number": int(number)}
    except (paging.CursorMismatch, ValueError, TypeError):
        raise InvalidCursor() from None
