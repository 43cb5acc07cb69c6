"""Who has a request and how it ends: grey lines, unassigning, the checklist, automatic closing, reminders, settings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from chassis.blocking import BlockingBus
from chassis.client import client
from contracts.auth import Role
from contracts.errors import Forbidden, NotFound, StaleVersion
from contracts.tickets import ChangeDeskSettings, GetDeskSettings, TicketsApi, UpdateScope
from tests.support.outbox import events_of
from tests.support.stack import RunningStack
from tests.support.world import Actor, World


@pytest.fixture
def tickets(bus: BlockingBus) -> TicketsApi:
    """The tickets service."""
    return client(TicketsApi, bus, "tickets")


@pytest.fixture
def ana(world: World) -> Actor:
    """A customer of a fresh company."""
    return world.person(world.company(), name="Ana Pop")


def facts(actor: Actor, number: int) -> list[tuple[str, str | None]]:
    """The grey lines: what, and who did it."""
    entries = actor.api.ticket(number)["entries"]
    assert [e["seq"] for e in entries] == list(range(1, len(entries) + 1))
    return [(e["fact"]["what"], e["author_id"]) for e in entries if e["kind"] == "system"]


def settle(world: World, tickets: TicketsApi, company_id: UUID | None, **fields: Any) -> None:
    """Change the desk's settings of a company."""
    assert company_id is not None
    command = ChangeDeskSettings(command_id=str(uuid4()), company_id=company_id, **fields)
    tickets.change_desk_settings(world.admin.call(), command)


def answered(consultant: Actor, number: int, kind: str, **fields: Any) -> None:
    """A consultant answers."""
    answer = consultant.api.post(f"/tickets/{number}/answers", {"kind": kind, "body_html": "<p>x</p>", **fields})
    assert answer.status_code == 201, answer.text


def monday_after(moment: datetime) -> datetime:
    """Noon of the first Monday that is at least two weeks later."""
    later = moment + timedelta(days=14)
    return (later + timedelta(days=-later.weekday() % 7)).replace(hour=12, minute=0, second=0, microsecond=0)


def test_taking_giving_and_giving_back_are_grey_lines_that_the_customer_sees(world: World, ana: Actor) -> None:
    number = ana.api.opened()
    elena, stefan, mihai = world.consultant, world.other_consultant, world.dispatcher
    path = f"/tickets/{number}/assignment"
    assert elena.api.put(path, {}, if_match=elena.api.etag(number)).status_code == 200
    given = mihai.api.put(path, {"assignee_id": str(stefan.id)}, if_match=mihai.api.etag(number))
    assert given.status_code == 200, given.text
    assert elena.api.delete(path, if_match=elena.api.etag(number)).status_code == 403  # it is not hers
    assert stefan.api.delete(path, if_match=stefan.api.etag(number)).status_code == 204
    who = [("taken", str(elena.id)), ("assigned", str(mihai.id)), ("unassigned", str(stefan.id))]
    assert facts(ana, number) == who
    page = ana.api.ticket(number)
    assert (page["ticket"]["status"], page["ticket"]["assignee_id"]) == ("new", None)
    assert {str(p.id) for p in (elena, stefan, mihai)} <= set(page["people"])


def test_unassigning_keeps_in_progress_once_something_was_answered(world: World, ana: Actor) -> None:
    number = ana.api.opened()
    answered(world.consultant, number, "reply")
    path = f"/tickets/{number}/assignment"
    assert world.consultant.api.delete(path, if_match=world.consultant.api.etag(number)).status_code == 204
    assert ana.api.ticket(number)["ticket"]["status"] == "in_progress"
    nobody = world.consultant.api.delete(path, if_match=world.consultant.api.etag(number))
    assert (nobody.status_code, nobody.json()["code"]) == (409, "transition-not-allowed")


@pytest.mark.parametrize("action", ["accept", "withdraw", "close"])
def test_each_end_says_who_and_why(world: World, ana: Actor, action: str) -> None:
    number = ana.api.opened()
    actor = world.consultant if action == "close" else ana
    if action == "accept":
        answered(world.consultant, number, "resolution")
    assert actor.api.act(number, action, reason="Dublură").status_code == 200
    last = ana.api.ticket(number)["entries"][-1]
    what = {"accept": "accepted", "withdraw": "withdrawn", "close": "closed"}[action]
    expected = {"what": what, "person_id": None, "reason": "Dublură", "working_days": None}
    assert (last["fact"], last["author_id"]) == (expected, str(actor.id))


def test_staff_tick_the_checklist_and_nothing_else_moves(stack: RunningStack, world: World, ana: Actor) -> None:
    number, elena = ana.api.opened(), world.consultant
    answered(elena, number, "info_request", info_items=["copia bazei", "jurnalul"])
    first, second = (item["id"] for item in ana.api.ticket(number)["entries"][-1]["info_items"])
    path = f"/tickets/{number}/info-items"

    def tick(actor: Actor, item: str, state: str) -> int:
        return actor.api.patch(f"{path}/{item}", {"state": state}, if_match=actor.api.etag(number)).status_code

    assert tick(ana, first, "satisfied") == 403
    assert tick(elena, first, "satisfied") == 200
    assert tick(elena, first, "satisfied") == 200  # again: nobody is told twice
    assert tick(elena, second, "waived") == 200
    page = ana.api.ticket(number)
    items = page["entries"][-1]["info_items"]
    assert [(i["state"], i["changed_by"]) for i in items] == [("satisfied", str(elena.id)), ("waived", str(elena.id))]
    assert page["ticket"]["status"] == "waiting_customer"
    assert tick(elena, first, "open") == 200
    assert ana.api.ticket(number)["entries"][-1]["info_items"][0]["changed_by"] is None
    told = [d for name, d in events_of(stack, number) if name == "info_item_changed_v1"]
    assert told[0] == {"number": number, "item_id": first, "state": "satisfied", "by": str(elena.id)}
    assert [d["state"] for d in told] == ["satisfied", "waived", "open"]
    assert elena.api.patch(f"{path}/{first}", {"state": "waived"}).status_code == 428
    assert elena.api.patch(f"{path}/{first}", {"state": "waived"}, if_match='"1.0"').status_code == 412
    other = ana.api.opened()
    elsewhere = f"/tickets/{other}/info-items/{first}"
    assert elena.api.patch(elsewhere, {"state": "waived"}, if_match=elena.api.etag(other)).status_code == 404
    assert ana.api.act(number, "withdraw").status_code == 200
    assert tick(elena, first, "waived") == 409


def test_n_of_0_closes_with_the_resolution(stack: RunningStack, world: World, tickets: TicketsApi, ana: Actor) -> None:
    settle(world, tickets, ana.company_id, auto_close_working_days=0)
    number = ana.api.opened()
    answered(world.consultant, number, "resolution")
    page = ana.api.ticket(number)
    assert (page["ticket"]["status"], page["ticket"]["close_reason"]) == ("closed", "resolution")
    assert facts(ana, number) == [("auto_closed", None)]
    names = [name for name, _ in events_of(stack, number)]
    assert names[-4:] == ["ticket_assigned_v1", "ticket_status_changed_v1", "ticket_resolved_v1", "ticket_closed_v1"]


def test_what_stays_resolved_closes_after_the_working_days_of_its_company(
    stack: RunningStack, world: World, tickets: TicketsApi, ana: Actor
) -> None:
    settle(world, tickets, ana.company_id, auto_close_working_days=3)
    number, slower = ana.api.opened(), world.person(world.company())
    later = slower.api.opened()
    for one in (number, later):
        answered(world.consultant, one, "resolution")
    resolved_at = datetime.fromisoformat(ana.api.ticket(number)["ticket"]["resolved_at"])
    days, closes_at = 3, resolved_at.astimezone(ZoneInfo("Europe/Bucharest"))  # working days are the vendor's
    while days:
        closes_at += timedelta(days=1)
        days -= closes_at.weekday() < 5
    stack.run_job("tickets", "auto-close", closes_at - timedelta(hours=2))
    assert ana.api.ticket(number)["ticket"]["status"] == "resolved"
    stack.run_job("tickets", "auto-close", closes_at + timedelta(hours=2))
    page = ana.api.ticket(number)
    assert (page["ticket"]["status"], page["ticket"]["close_reason"]) == ("closed", "auto")
    assert page["entries"][-1]["fact"]["working_days"] == 3
    assert facts(ana, number) == [("auto_closed", None)]
    assert slower.api.ticket(later)["ticket"]["status"] == "resolved"  # five days, the default
    closed = next(d for name, d in events_of(stack, number) if name == "ticket_closed_v1")
    assert (closed["closed_by"], closed["reason"]) == (None, "auto")


def test_a_customer_who_is_waited_for_is_reminded_once(stack: RunningStack, world: World, ana: Actor) -> None:
    number = ana.api.opened()
    answered(world.consultant, number, "info_request", info_items=["jurnalul"])
    later = monday_after(datetime.now(UTC))
    for days in (0, 1):
        stack.run_job("tickets", "remind-waiting", later + timedelta(days=days))
    assert facts(ana, number) == [("reminded", None)]
    assert ana.api.ticket(number)["ticket"]["status"] == "waiting_customer"
    name, data = events_of(stack, number)[-1]
    assert (name, data["entry_id"]) == ("ticket_reminded_v1", ana.api.ticket(number)["entries"][-1]["id"])


def test_where_a_company_wants_it_so_only_the_author_updates(world: World, tickets: TicketsApi, ana: Actor) -> None:
    colleague, number = world.person(ana.company_id), ana.api.opened()
    update = {"body_html": "<p>Detaliu</p>"}
    assert colleague.api.post(f"/tickets/{number}/updates", update).status_code == 201
    settle(world, tickets, ana.company_id, update_scope=UpdateScope.AUTHOR)
    assert colleague.api.post(f"/tickets/{number}/updates", update).status_code == 403
    assert "update" not in colleague.api.ticket(number)["actions"]
    assert ana.api.post(f"/tickets/{number}/updates", update).status_code == 201


def test_settings_are_changed_by_administrators_and_seen_by_the_company(
    world: World, tickets: TicketsApi, ana: Actor
) -> None:
    assert ana.company_id is not None
    question = GetDeskSettings(company_id=ana.company_id)
    before = tickets.get_desk_settings(ana.call(), question)
    assert (before.auto_close_working_days, before.update_scope, before.version) == (5, "company", 0)
    manager = world.person(ana.company_id, Role.COMPANY_ADMIN)
    command = ChangeDeskSettings(command_id=str(uuid4()), company_id=ana.company_id, auto_close_working_days=9)
    for actor in (ana, manager, world.consultant):
        with pytest.raises(Forbidden):
            tickets.change_desk_settings(actor.call(), command)
    for _ in range(2):  # once, however often it is sent
        assert tickets.change_desk_settings(world.admin.call(), command).version == 1
    assert tickets.get_desk_settings(world.consultant.call(), question).auto_close_working_days == 9
    stale = command.model_copy(update={"command_id": str(uuid4()), "expected_version": 0})
    with pytest.raises(StaleVersion):
        tickets.change_desk_settings(world.admin.call(), stale)
    foreigner = world.person(world.company())
    for company_id in (ana.company_id, uuid4()):
        with pytest.raises(NotFound):
            tickets.get_desk_settings(foreigner.call(), GetDeskSettings(company_id=company_id))
    with pytest.raises(NotFound):
        tickets.get_desk_settings(world.admin.call(), GetDeskSettings(company_id=uuid4()))
