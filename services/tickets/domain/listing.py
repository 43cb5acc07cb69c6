"""The list of requests (P2, P3, P12): filters, sorts, text search, and how many active ones lie outside the interval.

A page is made in one of three ways, so that it costs much the same wherever in the list it lies:

- `list_sql`: an index holds the filter and the order; the page is its next rows.
- `walk_sql`: the same, and the other filters are applied on the way, for at most `WINDOW` rows; for words along the
  documents themselves (`walk_words_sql`) where they lie in the order that is asked for.
- `collect_sql`: when the walk did not fill the page, what is asked for is rare (or lies elsewhere): find all of it by the
  filters' own indexes, then sort.

A search begins with a look at how many documents hold the words: fewer than `FEW` are collected at once. Left to itself
the planner takes filters for independent and evenly spread: it walked 8 s through 500,000 requests for a word that only the
oldest 5 % have. What walks is planned once: its windows leave the planner no choice. What collects is planned for its values.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import orjson
from sqlalchemy import Row

from chassis import paging
from chassis.call import Call
from chassis.direct import DirectConnection
from chassis.results import Raw
from contracts.tickets import InvalidInterval, ListTickets, UnknownTimeZone
from services.tickets.domain import policy
from services.tickets.domain.desk import Desk
from services.tickets.domain.selecting import ACTIVE, ORDERS, Selection, select
from services.tickets.queries import (
    after_sql,
    collect_sql,
    count_found_sql,
    count_sql,
    list_sql,
    statement,
    walk_sql,
    walk_words_sql,
)

MOST_OUTSIDE = 1_000
WINDOW = 5_000
FEW = 100


def list_tickets(desk: Desk, call: Call, command: ListTickets) -> Raw:
    """A page of requests; as JSON of `TicketsView`."""
    actor = call.actor
    policy.may_list(actor)
    begin, end = interval(command.created_from, command.created_to, command.tz)
    bound = paging.fingerprint(command.model_dump(mode="json", exclude={"cursor", "limit"}), str(actor.company_id))
    place = _place(command.cursor, bound) if command.cursor else {}
    selection = select(actor, command, begin, end)
    if selection is None:
        return _page([], None, command.limit, b"0" if begin or end else b"null")
    selection.parameters |= {"limit": command.limit + 1, "window": WINDOW, "few": FEW, **place}
    outside = b"null"
    with desk.direct.connect() as connection:
        rows = _rows(connection, selection, command, after=bool(place))
        if selection.beyond and not place:
            outside = str(_active_outside(connection, selection)).encode()
    more = len(rows) > command.limit
    rows = rows[: command.limit]
    cursor = paging.encode(bound, rows[-1].place, rows[-1].number) if more else None
    return _page([row.item for row in rows], cursor, command.limit, outside)


def _rows(
    connection: DirectConnection, selection: Selection, command: ListTickets, *, after: bool
) -> Sequence[Row[Any]]:
    """The page's rows and, if there is more, one of the next page."""
    key, descending = ORDERS[command.sort]
    behind = [after_sql(key, descending=descending)] if after else []
    inner, rest = selection.along(key)
    parameters = selection.parameters
    if not rest:
        return connection.execute(statement(list_sql(inner + behind, key, descending=descending)), parameters).all()
    if not _is_few(connection, selection):
        walk = walk_sql(inner + behind, selection.joins, rest, key, descending=descending)
        by_documents = _walk_documents(selection, key, behind, descending=descending)
        rows = connection.execute(statement(by_documents or walk), parameters).all()
        if len(rows) > command.limit:
            return rows
    collect = collect_sql(selection.joins_by_words, selection.conditions() + behind, key, descending=descending)
    with connection.planned_for_values():
        return connection.execute(statement(collect), parameters).all()


def _walk_documents(selection: Selection, key: str, behind: list[str], *, descending: bool) -> str | None:
    """The walk for words along the documents; none where they do not lie in the order that is asked for."""
    inner = selection.along_documents(key)
    if selection.documents is None or inner is None:
        return None
    conditions = selection.conditions()
    return walk_words_sql(selection.documents, inner + behind, selection.joins, conditions, descending=descending)


def _is_few(connection: DirectConnection, selection: Selection) -> bool:
    """Whether so little is found that it is collected at once."""
    if {"number", "author"} & selection.equal.keys():
        return True
    if selection.documents is None:
        return False
    with connection.planned_for_values():
        found: Any = connection.scalar(statement(count_found_sql(selection.documents)), selection.parameters)
    return bool(found < FEW)


def _active_outside(connection: DirectConnection, selection: Selection) -> Any:
    conditions = [*selection.wide(), ACTIVE, f"({' OR '.join(selection.beyond)})"]
    sql = count_sql(selection.joins_by_either, conditions, MOST_OUTSIDE)
    return connection.scalar(statement(sql), selection.parameters)


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


def _place(cursor: str, bound: str) -> dict[str, Any]:
    place, number = paging.decode(cursor, bound, _moment, paging.bigint)
    return {"after_place": place, "after_number": number}


def _moment(place: str) -> str:
    if place != "infinity":
        datetime.fromisoformat(place)
    return place
