"""A consultant's active requests go to another one, as when an account is disabled."""

from __future__ import annotations

from chassis.call import Call
from chassis.commands import AlreadyRan
from chassis.writes import Writes
from contracts.errors import DeadlineExceeded
from contracts.tickets import HandedOverView, HandOver, PersonNotUsable
from services.tickets.domain import handling, people, policy, writing
from services.tickets.domain.desk import Desk

BATCH = 50
RESERVE_SECONDS = 1.0  # what the answer needs to arrive in time


def hand_over(desk: Desk, call: Call, command: HandOver) -> HandedOverView:
    """Move them in batches, a transaction each, so nobody waits long for a row.

    What a run that was cut off has left is moved by a repeat, which answers with the number that it moved itself.
    """
    actor = call.actor
    policy.require_may_hand_over(actor)
    key = desk.commands.key(actor.id, "hand_over", command)
    receipt = writing.earlier(desk, key)
    if receipt is not None:
        return HandedOverView(moved=receipt.version)
    if command.from_id == command.to_id:
        raise PersonNotUsable("Choose somebody else: these are the same person.")
    people.consultant(desk, call, command.to_id)
    moved = 0
    while batch := _move(desk, call, command):
        moved += batch
        if call.remaining() < RESERVE_SECONDS:
            raise DeadlineExceeded()
    try:
        with desk.direct.connect() as connection:
            desk.commands.send(Writes(connection), key, resource_id=str(command.to_id), version=moved)
    except AlreadyRan:
        receipt = writing.earlier(desk, key)
        return HandedOverView(moved=moved if receipt is None else receipt.version)
    return HandedOverView(moved=moved)


def _move(desk: Desk, call: Call, command: HandOver) -> int:
    """One batch; returns how many."""
    with desk.engine.begin() as connection:
        found = policy.active_of(connection, call.actor, command.from_id, BATCH)
        for ticket in found:
            handling.give(connection, call, ticket, command.to_id)
    return len(found)
