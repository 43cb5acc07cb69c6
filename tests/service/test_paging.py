"""Every list from its first page to its last: nothing twice, nothing left out, whatever is recorded meanwhile."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, create_engine, func, select

from services.tickets.domain.listing import MOST_OUTSIDE
from services.tickets.models import tickets
from tests.support.archive import Kept, keep, mark
from tests.support.stack import RunningStack
from tests.support.world import Actor, World

START = datetime(2025, 1, 10, 9, 30, tzinfo=UTC)
STATUSES = ("new", "in_progress", "waiting_customer", "resolved", "closed")
SORTS = ("created_at", "-created_at", "-updated_at", "waiting_since")
Filter = tuple[dict[str, Any], Callable[[Kept], bool]]


@dataclass
class Archive:
    """A company with a thousand requests, three hundred of them with the same times."""

    database: Engine
    ana: Actor
    colleague: Actor
    consultant: Actor
    kept: list[Kept]
    seen: dict[UUID, set[UUID]]


@pytest.fixture(scope="module")
def database(stack: RunningStack) -> Iterator[Engine]:
    """The database of tickets."""
    engine = create_engine(stack.database("tickets"))
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def archive(world: World, database: Engine) -> Archive:
    """Written once, read by every test of this module."""
    ana = world.person(world.company("Arhiva"), name="Ana Pop")
    colleague = world.person(ana.company_id, name="Barbu Ion")
    consultant = world.consultant
    assert ana.company_id
    dice = random.Random(7)
    rows = [_row(dice, i, ana.company_id, ana.id if i % 3 else colleague.id, consultant.id) for i in range(1000)]
    with database.begin() as connection:
        kept = keep(connection, rows)
        mark(connection, ana.id, kept[::2])
        mark(connection, consultant.id, kept[::5])
    seen = {ana.id: {row.id for row in kept[::2]}, consultant.id: {row.id for row in kept[::5]}}
    return Archive(database, ana, colleague, consultant, kept, seen)


def _row(dice: random.Random, i: int, company_id: UUID, author_id: UUID, consultant_id: UUID) -> Kept:
    created_at = START if i < 300 else START + timedelta(minutes=dice.randrange(100_000))
    status = STATUSES[i % 5]
    return Kept(
        company_id=company_id,
        author_id=author_id,
        created_at=created_at,
        updated_at=START + timedelta(days=90) if i % 10 < 3 else created_at + timedelta(hours=i),
        body="Factură și ștampilă" if i % 4 else "Ștampila s-a rupt",
        status=status,
        priority=("low", "normal", "high", "urgent")[i // 5 % 4],
        category="Producție" if i % 7 == 0 else None,
        assignee_id=consultant_id if i % 2 else None,
        customer_waits_since=created_at if status in ("new", "in_progress") else None,
    )


def filters(archive: Archive, reader: Actor) -> list[Filter]:
    """Parameters of the list, and which rows they mean."""
    day = (START + timedelta(days=9)).date()
    end = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/Bucharest")) + timedelta(days=1)
    company, seen = {"company": str(archive.ana.company_id)}, archive.seen[reader.id]
    return [
        (company, lambda row: True),
        (company | {"type": "active"}, lambda row: row.status != "closed"),
        (company | {"status": ["new", "resolved"]}, lambda row: row.status in ("new", "resolved")),
        (company | {"assignee": str(archive.consultant.id)}, lambda row: row.assignee_id == archive.consultant.id),
        (company | {"unassigned": True}, lambda row: row.assignee_id is None),
        ({"author": str(archive.colleague.id)}, lambda row: row.author_id == archive.colleague.id),
        (company | {"priority": "urgent"}, lambda row: row.priority == "urgent"),
        (company | {"category": "Producție"}, lambda row: row.category == "Producție"),
        (company | {"created_to": str(day)}, lambda row: row.created_at < end),
        (company | {"unread": True}, lambda row: row.id not in seen and row.author_id != reader.id),
        (company | {"q": "STAMPILA"}, lambda row: True),
        (
            company | {"q": "factura şta", "type": "active"},
            lambda row: "Factură" in row.body and row.status != "closed",
        ),
    ]


def key_of(row: dict[str, Any], sort: str) -> tuple[str, int]:
    """A row's place in an order, from what the list itself says."""
    return str(row[sort.removeprefix("-")] or "9999"), int(row["number"])


def walk(reader: Actor, params: dict[str, Any], between: Callable[[], None]) -> list[dict[str, Any]]:
    """All rows of a list, page by page, by its own cursors."""
    rows: list[dict[str, Any]] = []
    cursor = None
    while True:
        answer = reader.api.get("/tickets", params=params | ({"cursor": cursor} if cursor else {}))
        assert answer.status_code == 200, answer.text
        page = answer.json()
        rows += page["items"]
        cursor = page["page"]["next_cursor"]
        assert ("link" in answer.headers) is (cursor is not None)
        if cursor is None:
            return rows
        between()


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("name", ["ana", "consultant"])
def test_pages_are_the_whole_list_and_nothing_twice(archive: Archive, name: str, sort: str) -> None:
    reader: Actor = getattr(archive, name)
    dice = random.Random(sort)
    assert archive.ana.company_id
    company_id, author_id = archive.ana.company_id, archive.colleague.id

    def somebody_records_more() -> None:
        with archive.database.begin() as connection:
            row = _row(dice, dice.randrange(1000), company_id, author_id, archive.consultant.id)
            keep(connection, [row])

    for params, matches in filters(archive, reader):
        rows = walk(reader, params | {"sort": sort, "limit": 90}, somebody_records_more)
        numbers = [row["number"] for row in rows]
        assert len(numbers) == len(set(numbers)), params
        expected = {row.number for row in archive.kept if matches(row)}
        known = {row.number for row in archive.kept}
        assert set(numbers) & known == expected, params
        if sort != "waiting_since" or name == "consultant":  # customers are not told what they sort by
            keys = [key_of(row, sort) for row in rows]
            assert keys == sorted(keys, reverse=sort.startswith("-")), params


def test_a_cursor_goes_with_its_filter_sort_and_time_zone(archive: Archive) -> None:
    api = archive.ana.api
    params: dict[str, Any] = {"limit": 5, "created_from": "2025-01-01"}
    cursor = api.get("/tickets", params=params).json()["page"]["next_cursor"]
    assert api.get("/tickets", params=params | {"cursor": cursor}).status_code == 200
    for other in ({"sort": "created_at"}, {"type": "active"}, {"tz": "UTC"}, {"q": "factura"}):
        answer = api.get("/tickets", params=params | other | {"cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-cursor"), other
    for nonsense in ("abc", cursor[:-4], "e30"):
        answer = api.get("/tickets", params=params | {"cursor": nonsense})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-cursor"), nonsense


def test_active_requests_outside_the_interval_are_counted_on_the_first_page_alone(archive: Archive) -> None:
    params: dict[str, Any] = {"created_to": "2025-01-09", "limit": 1}
    page = archive.ana.api.get("/tickets", params=params).json()
    of_company = (tickets.c.company_id == archive.ana.company_id) & (tickets.c.status != "closed")
    with archive.database.connect() as connection:
        active = connection.execute(select(func.count()).select_from(tickets).where(of_company)).scalar_one()
    assert (page["items"], page["active_outside"]) == ([], min(active, MOST_OUTSIDE))
    assert active >= 800
    params = {"created_from": "2025-01-10", "limit": 1}
    page = archive.ana.api.get("/tickets", params=params).json()
    assert page["active_outside"] == 0
    following = archive.ana.api.get("/tickets", params=params | {"cursor": page["page"]["next_cursor"]}).json()
    assert following["active_outside"] is None


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2025, 3, 30), 23), (date(2025, 10, 26), 25)], ids=["spring", "autumn"]
)
def test_both_days_are_inclusive_on_the_days_the_clock_changes(
    world: World, database: Engine, day: date, hours: int
) -> None:
    customer = world.person(world.company("Ceas"))
    assert customer.company_id
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/Bucharest")).astimezone(UTC)
    moment = timedelta(microseconds=1)
    times = [midnight - moment, midnight, midnight + timedelta(hours=hours) - moment, midnight + timedelta(hours=hours)]
    with database.begin() as connection:
        kept = keep(connection, [Kept(customer.company_id, customer.id, at, at) for at in times])
    before, first, last, after = (row.number for row in kept)

    def listed(**interval: str) -> set[int]:
        answer = customer.api.get("/tickets", params={"tz": "Europe/Bucharest", **interval})
        return {row["number"] for row in answer.json()["items"]}

    assert listed(created_from=str(day), created_to=str(day)) == {first, last}
    assert listed(created_from=str(day)) == {first, last, after}
    assert listed(created_to=str(day)) == {before, first, last}
    assert listed(created_from=str(day), created_to=str(day), tz="UTC") == {last, after}
