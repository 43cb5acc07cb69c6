"""Reading one request: its page (P8), older entries, history, work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row

from chassis import paging
from chassis.call import Call
from chassis.direct import DirectConnection
from chassis.results import Raw
from contracts.errors import NotFound
from contracts.tickets import GetTicket, ListEntries, ListHistory, ListWork, Status
from services.tickets.domain import durations, policy
from services.tickets.domain.desk import Desk
from services.tickets.queries import entries_sql, history_sql, page_sql, per_consultant_sql, statement, work_sql
from services.tickets.settings import LAST_ENTRIES


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
        "reader": policy.reader(actor),
    }
    with desk.direct.connect() as connection:
        row = connection.execute(statement(page_sql(condition)), parameters).first()
    if row is None:
        raise NotFound()
    actions = orjson.dumps([action.value for action in policy.actions(actor, row, call.now)])
    parts = (
        b'{"ticket":',
        row.ticket_json[:-1].encode(),
        b',"auto_close_at":',
        orjson.dumps(_auto_close_at(row)),
        b"}",
        b',"entries":',
        row.entries_json.encode(),
        b',"has_older_entries":true' if row.has_older else b',"has_older_entries":false',
        b',"work":',
        row.work_json.encode(),
        b',"durations":',
        row.durations_json.encode(),
        b',"actions":',
        actions,
        b',"seen_seq":%d}' % row.seen_seq,
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
    with desk.direct.connect() as connection:
        policy.ticket_for(connection, actor, command.number)
        rows = connection.execute(statement(entries_sql(condition)), parameters).all()
    more = b"true" if len(rows) > command.limit else b"false"
    items = ",".join(row.item for row in reversed(rows[: command.limit]))
    return Raw(b'{"items":[' + items.encode() + b'],"has_older_entries":' + more + b"}")


def list_history(desk: Desk, call: Call, command: ListHistory) -> Raw:
    """Who did what, newest first; as JSON of `HistoryView`."""
    bound = paging.fingerprint("history", command.number)
    at, rank, n = _place(command.cursor, bound, paging.bigint, paging.bigint)
    with desk.direct.connect() as connection:
        ticket = _readable(connection, call, command.number)
        parameters = {"at": at, "rank": rank, "n": n, **_of(call, ticket, command.limit)}
        rows = connection.execute(statement(history_sql()), parameters).all()
    last = rows[command.limit - 1] if len(rows) > command.limit else None
    cursor = paging.encode(bound, last.place, last.rank, last.n) if last else None
    return Raw(_items(rows, command.limit, cursor) + b"}")


def list_work(desk: Desk, call: Call, command: ListWork) -> Raw:
    """Records of work, by their beginning, and what all of them come to; as JSON of `WorkView`."""
    bound = paging.fingerprint("work", command.number)
    at, work_entry_id = _place(command.cursor, bound, UUID)
    with desk.direct.connect() as connection:
        ticket = _readable(connection, call, command.number)
        parameters = {"at": at, "id": work_entry_id, **_of(call, ticket, command.limit)}
        rows = connection.execute(statement(work_sql()), parameters).all()
        per_consultant = connection.scalar(statement(per_consultant_sql()), parameters)
    last = rows[command.limit - 1] if len(rows) > command.limit else None
    cursor = paging.encode(bound, last.place, last.id) if last else None
    sums = f',"effort_seconds":{ticket.effort_seconds},"per_consultant":{per_consultant}}}'
    return Raw(_items(rows, command.limit, cursor) + sums.encode())


def _readable(connection: DirectConnection, call: Call, number: int) -> Row[Any]:
    policy.may_read(call.actor)
    return policy.ticket_for(connection, call.actor, number)


def _of(call: Call, ticket: Row[Any], limit: int) -> dict[str, Any]:
    """What every list about one request is asked with."""
    actor = call.actor
    rights = {"internal": policy.sees_internal(actor), "work": policy.sees_work(actor)}
    return {"ticket_id": ticket.id, "limit": limit + 1, **rights}


def _items(rows: Sequence[Row[Any]], limit: int, cursor: str | None) -> bytes:
    page = orjson.dumps({"next_cursor": cursor, "limit": limit})
    return b'{"items":[' + ",".join(row.item for row in rows[:limit]).encode() + b'],"page":' + page


def _auto_close_at(ticket: Row[Any]) -> datetime | None:
    if ticket.status != Status.RESOLVED or ticket.resolved_at is None:
        return None
    return durations.auto_close_at(ticket.resolved_at, ticket.auto_close_working_days).astimezone(UTC)


def _place(cursor: str | None, bound: str, *kinds: Callable[[Any], Any]) -> tuple[Any, ...]:
    """The place that a cursor names: a time and what tells its rows apart; nothing but None for the first page."""
    if not cursor:
        return (None, *(None for _ in kinds))
    return paging.decode(cursor, bound, datetime.fromisoformat, *kinds)
