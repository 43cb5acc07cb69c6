"""The story's clock: it goes from 8 to 18, Monday to Friday, in Bucharest."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from demo.story import Request, What

ZONE = ZoneInfo("Europe/Bucharest")
BEGIN, END = time(8), time(18)
DAY_MINUTES = 600


def moments(request: Request, now: datetime) -> list[datetime]:
    """When a request was recorded and when each of its steps happened, on whole minutes, all before `now`.

    Work is done on the day it is recorded: a step of work never ends earlier than its length after the day begins.
    """
    moment = back(now, round(request.days * DAY_MINUTES))
    found = [moment]
    for step in request.steps:
        moment = forward(moment, step.after)
        if step.what is What.WORK:
            moment = max(moment, moment.replace(hour=BEGIN.hour, minute=0) + timedelta(minutes=step.minutes))
        found.append(moment)
    return found


def needed_minutes(request: Request) -> int:
    """The working minutes that a request's steps take at most; it must be older than that."""
    steps = (s.after + (s.minutes if s.what is What.WORK else 0) for s in request.steps)
    return sum(steps)


def waiting_seconds(request: Request, when: list[datetime]) -> int:
    """How long a request waited for its customer in periods that are over, as tickets books it."""
    waited, since = timedelta(), None
    for step, moment in zip(request.steps, when[1:], strict=True):
        asks = step.what is What.ANSWER and bool(step.items)
        ends = step.what in (What.UPDATE, What.TRANSITION) or (step.what is What.ANSWER and step.kind == "resolution")
        if asks and since is None:
            since = moment
        elif ends and since is not None:
            waited, since = waited + (moment - since), None
    return round(waited.total_seconds())


def forward(moment: datetime, minutes: int) -> datetime:
    """So many working minutes later; `moment` lies in working hours."""
    while True:
        left = int((moment.replace(hour=END.hour, minute=0) - moment).total_seconds()) // 60
        if minutes < left:
            return moment + timedelta(minutes=minutes)
        minutes -= left
        moment = moment.replace(hour=BEGIN.hour, minute=0) + timedelta(days=1)
        while moment.weekday() >= 5:
            moment += timedelta(days=1)


def back(now: datetime, minutes: int) -> datetime:
    """So many working minutes before the last working minute at or before `now`."""
    moment = now.astimezone(ZONE).replace(second=0, microsecond=0)
    if moment.weekday() >= 5 or moment.time() < BEGIN:
        moment = _evening_before(moment)
    elif moment.time() > END:
        moment = moment.replace(hour=END.hour, minute=0)
    while True:
        gone = int((moment - moment.replace(hour=BEGIN.hour, minute=0)).total_seconds()) // 60
        if minutes <= gone:
            return moment - timedelta(minutes=minutes)
        minutes -= gone
        moment = _evening_before(moment)


def _evening_before(moment: datetime) -> datetime:
    moment = moment.replace(hour=END.hour, minute=0) - timedelta(days=1)
    while moment.weekday() >= 5:
        moment -= timedelta(days=1)
    return moment
