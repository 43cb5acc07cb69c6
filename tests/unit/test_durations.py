"""Durations: overlaps of one consultant count once; working days are Monday to Friday."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.tickets import InvalidWorkInterval
from services.tickets.domain import durations

BEGIN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
CONSULTANTS = [UUID(int=n) for n in range(3)]
MINUTES = st.integers(0, 600)
INTERVALS = st.lists(
    st.tuples(st.sampled_from(CONSULTANTS), MINUTES, MINUTES).map(lambda i: (i[0], *sorted(i[1:]))), max_size=12
)
ANY_ORDER = INTERVALS.flatmap(st.permutations)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))


def at(minute: int) -> datetime:
    """A minute of the day."""
    return BEGIN + timedelta(minutes=minute)


@given(ANY_ORDER)
def test_effort_is_the_number_of_different_minutes_that_each_consultant_worked(
    worked: list[tuple[UUID, int, int]],
) -> None:
    minutes = {(who, minute) for who, start, end in worked for minute in range(start, end)}
    intervals = [(who, at(start), at(end)) for who, start, end in worked]
    assert durations.effort_seconds(intervals) == 60 * len(minutes)
    by_consultant = {e.consultant_id: e.effort_seconds for e in durations.per_consultant(intervals)}
    assert by_consultant == {w: 60 * sum(who == w for who, _ in minutes) for w in {who for who, _, _ in worked}}


@given(MOMENTS, st.integers(0, 30))
def test_after_working_days_lands_so_many_weekdays_later_at_the_same_time_of_day(moment: datetime, days: int) -> None:
    zone = ZoneInfo("Europe/Bucharest")
    begin, end = moment.astimezone(zone), durations.after_working_days(moment, days).astimezone(zone)
    between = [begin.date() + timedelta(days=n) for n in range(1, (end.date() - begin.date()).days + 1)]
    assert sum(day.weekday() < 5 for day in between) == days
    assert days == 0 or end.weekday() < 5
    assert begin.replace(tzinfo=None).time() == end.replace(tzinfo=None).time()


@given(MOMENTS, st.integers(0, 60))
def test_working_days_are_never_shorter_than_the_sql_that_finds_candidates_assumes(moment: datetime, days: int) -> None:
    assert durations.auto_close_at(moment, days) - moment >= days * timedelta(hours=23)


@pytest.mark.parametrize(("start", "end"), [(10, 10), (20, 10), (-1450, 0), (0, 20)])
def test_impossible_intervals_are_refused(start: int, end: int) -> None:
    with pytest.raises(InvalidWorkInterval):
        durations.check_interval(at(start), at(end), now=at(10))


def test_a_correction_may_say_that_nothing_was_worked() -> None:
    durations.check_interval(at(5), at(5), now=at(10), may_be_empty=True)
    with pytest.raises(InvalidWorkInterval):
        durations.check_interval(at(6), at(5), now=at(10), may_be_empty=True)
