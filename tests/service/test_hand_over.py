"""A consultant's active requests go to another one."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from chassis.blocking import BlockingBus
from chassis.client import client
from contracts.auth import Role
from contracts.errors import CommandReused, Forbidden
from contracts.tickets import HandOver, PersonNotUsable, TicketsApi
from tests.support.outbox import events_of
from tests.support.stack import RunningStack
from tests.support.world import Actor, World


@pytest.fixture
def tickets(bus: BlockingBus) -> TicketsApi:
    """The tickets service."""
    return client(TicketsApi, bus, "tickets")


@pytest.fixture
def leaving(world: World) -> Actor:
    """A consultant who is about to leave."""
    return world.person(None, Role.CONSULTANT, "Radu Mărginean")


def hand_over(from_id: UUID, to_id: UUID, command_id: str | None = None) -> HandOver:
    """The command."""
    return HandOver(command_id=command_id or str(uuid4()), from_id=from_id, to_id=to_id)


def taken(world: World, consultant: Actor, count: int) -> list[int]:
    """Requests that a consultant has taken."""
    ana = world.person(world.company())
    numbers = [ana.api.opened(f"Cererea {n}") for n in range(count)]
    for number in numbers:
        assert consultant.api.put(f"/tickets/{number}/assignment", {}, if_match='"1.x"').status_code == 200
    return numbers


def test_all_active_requests_move_and_closed_ones_stay(
    stack: RunningStack, world: World, tickets: TicketsApi, leaving: Actor
) -> None:
    numbers = taken(world, leaving, 4)
    closed = numbers.pop()
    assert leaving.api.act(closed, "close", reason="Dublură").status_code == 200
    other = world.person(None, Role.CONSULTANT, "Ioana Sima")
    command = hand_over(leaving.id, other.id)
    assert tickets.hand_over(world.admin.call(), command).moved == 3
    for number in numbers:
        ticket = other.api.ticket(number)["ticket"]
        assert (ticket["assignee_id"], ticket["status"], ticket["version"]) == (str(other.id), "in_progress", 3)
        changed = {"assignee_before": str(leaving.id), "assignee_after": str(other.id), "by": str(world.admin.id)}
        assert events_of(stack, number)[-1] == ("ticket_assigned_v1", {"number": number, **changed})
    assert other.api.ticket(closed)["ticket"]["assignee_id"] == str(leaving.id)
    assert tickets.hand_over(world.admin.call(), command).moved == 3  # a repeat: the same answer, nothing done
    assert other.api.ticket(numbers[0])["ticket"]["version"] == 3
    assert tickets.hand_over(world.admin.call(), hand_over(leaving.id, other.id)).moved == 0
    with pytest.raises(CommandReused):
        tickets.hand_over(world.admin.call(), hand_over(other.id, leaving.id, command.command_id))


def test_more_than_a_batch_moves_whole(world: World, tickets: TicketsApi, leaving: Actor) -> None:
    numbers = taken(world, leaving, 53)
    assert tickets.hand_over(world.dispatcher.call(), hand_over(leaving.id, world.consultant.id)).moved == 53
    first, last = (world.consultant.api.ticket(n)["ticket"]["assignee_id"] for n in (numbers[0], numbers[-1]))
    assert first == last == str(world.consultant.id)


def test_only_an_active_consultant_takes_over(world: World, tickets: TicketsApi, leaving: Actor) -> None:
    customer = world.person(world.company())
    for to_id in (customer.id, world.admin.id, uuid4(), leaving.id):
        with pytest.raises(PersonNotUsable):
            tickets.hand_over(world.admin.call(), hand_over(leaving.id, to_id))


def test_consultants_and_customers_hand_nothing_over(world: World, tickets: TicketsApi, leaving: Actor) -> None:
    company = world.company()
    for actor in (leaving, world.person(company), world.person(company, Role.COMPANY_ADMIN)):
        with pytest.raises(Forbidden):
            tickets.hand_over(actor.call(), hand_over(leaving.id, world.consultant.id))
