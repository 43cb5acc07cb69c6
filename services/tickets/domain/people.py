"""People whom a command names: asked from auth, and refused alike when foreign, missing or not fit."""

from __future__ import annotations

from uuid import UUID

from chassis.call import Call
from chassis.identity import Principal
from contracts.auth import CUSTOMERS, STAFF, GetUsers, PersonView, Role
from contracts.tickets import PersonNotUsable
from services.tickets.domain.desk import Desk


def customer(desk: Desk, call: Call, user_id: UUID) -> tuple[UUID, UUID]:
    """An active customer for whom the caller may record a request, and the company; raises `PersonNotUsable`."""
    person = _person(desk, call, user_id)
    if person is None or not person.is_active or person.role not in CUSTOMERS or person.company_id is None:
        raise PersonNotUsable()
    if not may_record_for(call.actor, person.company_id):
        raise PersonNotUsable()
    return person.id, person.company_id


def may_record_for(actor: Principal, company_id: UUID) -> bool:
    """Internal systems can be limited to companies."""
    return actor.role is not Role.SERVICE or actor.company_ids is None or company_id in actor.company_ids


def consultant(desk: Desk, call: Call, user_id: UUID) -> PersonView:
    """An active consultant or dispatcher; raises `PersonNotUsable`."""
    person = _person(desk, call, user_id)
    if person is None or not person.is_active or person.role not in STAFF:
        raise PersonNotUsable()
    return person


def _person(desk: Desk, call: Call, user_id: UUID) -> PersonView | None:
    found: PersonView | None = desk.auth.get_users(call, GetUsers(ids=[user_id])).people.get(user_id)
    return found
