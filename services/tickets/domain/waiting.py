"""What happens when nobody does anything: a resolved request closes, a customer who is waited for is reminded once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, TextClause, text, update
from sqlalchemy.exc import DBAPIError

from chassis import log
from chassis.db import is_away
from contracts.tickets import FactView, Status, SystemFact, TicketReminded
from services.tickets.domain import durations, facts, handling, writing
from services.tickets.domain.desk import Desk
from services.tickets.models import tickets
from services.tickets.queries import statement, ticket_sql

BATCH = 200

# Working days are counted in Python; a day of the calendar is never longer, so this finds all that are due.
_DUE = (
    "SELECT t.number, t.{since} AS since FROM tickets t LEFT JOIN desk_settings s ON s.company_id = t.company_id "
    "WHERE t.status = '{status}' AND {condition} AND (t.{since}, t.number) > (:since, :number) "
    "ORDER BY t.{since}, t.number LIMIT :batch"
)
_RESOLVED = text(
    _DUE.format(
        since="resolved_at",
        status="resolved",
        condition="t.resolved_at <= :now - coalesce(s.auto_close_working_days, 5) * interval '23 hours'",
    )
)
_WAITING = text(
    _DUE.format(
        since="waiting_since",
        status="waiting_customer",
        condition="t.waiting_since <= :now - interval '23 hours' AND coalesce(s.auto_close_working_days, 5) > 0 "
        "AND (t.reminded_at IS NULL OR t.reminded_at < t.waiting_since)",
    )
)


def auto_close(desk: Desk, now: datetime) -> int:
    """Close what stayed resolved for as many working days as its company wants; returns how many."""

    def close(connection: Connection, ticket: Row[Any]) -> bool:
        days = ticket.auto_close_working_days
        if ticket.status != Status.RESOLVED or durations.auto_close_at(ticket.resolved_at, days) > now:
            return False
        fact = FactView(what=SystemFact.AUTO_CLOSED, working_days=days)
        handling.close(connection, None, ticket, now, reason="auto", fact=fact)
        return True

    return _each(desk, _RESOLVED, now, close)


def remind(desk: Desk, now: datetime) -> int:
    """Remind each customer whose answer is waited for, once per waiting; returns how many."""

    def tell(connection: Connection, ticket: Row[Any]) -> bool:
        since, days = ticket.waiting_since, ticket.auto_close_working_days
        is_reminded = ticket.reminded_at is not None and since is not None and ticket.reminded_at >= since
        if ticket.status != Status.WAITING_CUSTOMER or days == 0 or is_reminded:
            return False
        if durations.remind_at(since, days) > now:
            return False
        seq = facts.add(connection, ticket, [FactView(what=SystemFact.REMINDED)], by=None, now=now)
        reminded = update(tickets).where(tickets.c.id == ticket.id)
        connection.execute(reminded.values(last_seq=seq, version=ticket.version + 1, reminded_at=now))
        entry_id = facts.entry_id(ticket, seq)
        event = TicketReminded(number=ticket.number, entry_id=entry_id, waiting_since=since)
        writing.tell(connection, None, ticket, [event], now=now)
        return True

    return _each(desk, _WAITING, now, tell)


def _each(desk: Desk, due: TextClause, now: datetime, act: Callable[[Connection, Row[Any]], bool]) -> int:
    """A transaction per request. One that cannot be taken now, as it is being worked on, holds up no other: the next run has it."""
    done = 0
    for number in _numbers(desk, due, now):
        try:
            with desk.engine.begin() as connection:
                ticket = connection.execute(statement(ticket_sql("TRUE", lock=True)), {"number": number}).one()
                done += act(connection, ticket)
        except DBAPIError as error:
            if is_away(error):
                raise
            log.get_logger("tickets-jobs").warning("left_for_the_next_run", number=number, error=str(error.orig))
    return done


def _numbers(desk: Desk, due: TextClause, now: datetime) -> Iterator[int]:
    """The candidates, a batch at a time: those that are not due yet never hide those behind them."""
    position: dict[str, Any] = {"since": datetime.min.replace(tzinfo=now.tzinfo), "number": 0}
    while True:
        with desk.reads.connect() as connection:
            rows = connection.execute(due, {"now": now, "batch": BATCH, **position}).all()
        yield from (row.number for row in rows)
        if len(rows) < BATCH:
            return
        position = {"since": rows[-1].since, "number": rows[-1].number}
