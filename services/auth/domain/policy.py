"""Who may do what with people and companies, and the only way to fetch their rows for somebody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, and_, false, or_, select, true

from chassis.identity import Principal
from contracts.auth import CUSTOMERS, Role, Scope
from contracts.errors import Forbidden, NotFound
from services.auth.models import companies, service_accounts, users
from services.auth.queries import PERSON

KNOWS_PEOPLE = frozenset({Scope.USERS_READ, Scope.TICKETS_OPEN})  # whoever opens for a customer must find the customer


def visible_users(actor: Principal) -> ColumnElement[bool]:
    """Which people an actor may know of at all."""
    if actor.role is Role.ADMIN or actor.is_staff:
        return true()
    if actor.is_partner:
        return or_(users.c.company_id == actor.company_id, users.c.company_id.is_(None))
    if actor.role is Role.SERVICE and actor.scopes & KNOWS_PEOPLE:
        if actor.company_ids is None:
            return true()
        return or_(users.c.company_id.in_(actor.company_ids), users.c.company_id.is_(None))
    return false()


def visible_accounts(actor: Principal) -> ColumnElement[bool]:
    """Whose whole accounts, with contact details, may be read: of the people it knows, an internal system reads customers'."""
    if actor.role is Role.SERVICE:
        return and_(visible_users(actor), users.c.company_id.is_not(None))
    return visible_users(actor)


def sees_contact_details(actor: Principal, person: Row[Any]) -> bool:
    """Telephone and e-mail are for staff, administrators, the own company's administrators and oneself."""
    if actor.role is Role.ADMIN or actor.is_staff or actor.id == person.id:
        return True
    if actor.role is Role.COMPANY_ADMIN:
        return bool(person.company_id == actor.company_id)
    return Scope.USERS_READ in actor.scopes and person.company_id is not None


def may_manage_company(actor: Principal, company_id: UUID | None) -> bool:
    """Whether an actor invites and disables people of a company (none: the vendor)."""
    if actor.role is Role.ADMIN:
        return True
    return actor.role is Role.COMPANY_ADMIN and company_id is not None and company_id == actor.company_id


def require_admin(actor: Principal) -> None:
    """Raise `Forbidden` unless the actor is the vendor's administrator."""
    if actor.role is not Role.ADMIN:
        raise Forbidden()


def company_for(connection: Connection, actor: Principal, company_id: UUID, *, lock: bool = False) -> Row[Any]:
    """A company that the actor may see; `NotFound` otherwise."""
    allowed = actor.role is Role.ADMIN or actor.is_staff or company_id == actor.company_id
    query = select(companies).where(companies.c.id == company_id)
    row = connection.execute(query.with_for_update() if lock else query).first() if allowed else None
    if row is None:
        raise NotFound()
    return row


def managed_user(connection: Connection, actor: Principal, user_id: UUID, *, lock: bool = False) -> Row[Any]:
    """An account that the actor manages, or the own one; `NotFound` for what the actor may not know of."""
    query = PERSON.where(users.c.id == user_id, visible_users(actor))
    row = connection.execute(query.with_for_update(of=users) if lock else query).first()
    if row is None:
        raise NotFound()
    if actor.id != row.id and not may_manage_company(actor, row.company_id):
        if actor.is_partner and row.company_id != actor.company_id:
            raise NotFound()
        raise Forbidden()
    return row


def service_account(connection: Connection, actor: Principal, client_id: UUID, *, lock: bool = False) -> Row[Any]:
    """An internal system's account, for administrators; `NotFound` when there is none."""
    require_admin(actor)
    query = select(service_accounts).where(service_accounts.c.id == client_id)
    row = connection.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise NotFound()
    return row


def check_role_for_company(role: Role, company_id: UUID | None) -> bool:
    """Customers belong to a company, the vendor's people to none; services are no people."""
    if role is Role.SERVICE:
        return False
    return (role in CUSTOMERS) == (company_id is not None)
