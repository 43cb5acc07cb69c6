"""Durations (P10): merged intervals of work, working days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.tickets import ConsultantEffort, InvalidWorkInterval

MOST = timedelta(hours=24)
CLOCK_LEEWAY = timedelta(minutes=5)
VENDOR_ZONE = ZoneInfo("Europe/Bucharest")

Interval = tuple[UUID, datetime, datetime]


def per_consultant(intervals: Iterable[Interval]) -> list[ConsultantEffort]:
    """Seconds of work by consultant; overlapping intervals of the same consultant count once."""
    by_consultant: dict[UUID, list[tuple[datetime, datetime]]] = {}
    for consultant_id, started_at, ended_at in intervals:
        by_consultant.setdefault(consultant_id, []).append((started_at, ended_at))
    return [ConsultantEffort(consultant_id=c, effort_seconds=_merged(own)) for c, own in by_consultant.items()]


def effort_seconds(intervals: Iterable[Interval]) -> int:
    """*Durata intervenției*: the sum over consultants."""
    return sum(effort.effort_seconds for effort in per_consultant(intervals))


def _merged(intervals: list[tuple[datetime, datetime]]) -> int:
    total = timedelta()
    end = None
    for started_at, ended_at in sorted(intervals):
        if end is None or started_at > end:
            total += ended_at - started_at
            end = ended_at
        elif ended_at > end:
            total += ended_at - end
            end = ended_at
    return round(total.total_seconds())


def check_interval(started_at: datetime, ended_at: datetime, now: datetime, *, may_be_empty: bool = False) -> None:
    """Raise `InvalidWorkInterval` unless work ends after it starts, lies in the past and takes at most a day.

    `may_be_empty`: a correction may say that nothing was worked.
    """
    is_empty = may_be_empty and started_at == ended_at
    if not (started_at < ended_at or is_empty) or ended_at > now + CLOCK_LEEWAY or ended_at - started_at > MOST:
        raise InvalidWorkInterval()


def auto_close_at(resolved_at: datetime, working_days: int) -> datetime:
    """When a resolved request closes by itself; `working_days` as its company wants."""
    return after_working_days(resolved_at, working_days)


def remind_at(waiting_since: datetime, working_days: int) -> datetime:
    """When a customer who has not answered is reminded: after half the days of automatic closing, one at least."""
    return after_working_days(waiting_since, max(1, (working_days + 1) // 2))


def after_working_days(moment: datetime, days: int) -> datetime:
    """The same time of day, so many working days (Monday to Friday, the vendor's calendar) later."""
    local = moment.astimezone(VENDOR_ZONE)
    while days > 0:
        local += timedelta(days=1)
        if local.weekday() < 5:
            days -= 1
    return local
