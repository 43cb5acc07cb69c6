"""Who may do what with a request, and the only way to fetch its row for somebody. Foreign and missing are the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, select

from chassis.direct import AnyConnection
from chassis.identity import Principal
from contracts.auth import Role, Scope
from contracts.errors import Forbidden, NotFound
from contracts.tickets import Action, DraftKind, Status
from services.tickets.models import drafts
from services.tickets.queries import INFO_ITEM, WORK_ENTRY, active_of_sql, statement, ticket_sql
from services.tickets.settings import CORRECTION_DAYS


def visibility(actor: Principal) -> tuple[str, dict[str, Any]]:
    """A condition on `tickets t`, and its parameters: what the actor may know of. Raises `NotFound` for nothing at all."""
    if actor.is_staff:
        return "TRUE", {}
    if actor.is_partner:
        return "t.company_id = :own_company", {"own_company": actor.company_id}
    if actor.role is Role.SERVICE and actor.scopes & {Scope.TICKETS_READ, Scope.TICKETS_UPDATE}:
        if actor.company_ids is None:
            return "TRUE", {}
        return "t.company_id = ANY(:companies)", {"companies": list(actor.company_ids)}
    if actor.role is Role.SERVICE and Scope.TICKETS_OPEN in actor.scopes:
        return "t.recorded_by = :self", {"self": actor.id}
    raise NotFound()


def ticket_for(connection: AnyConnection, actor: Principal, number: int, *, lock: bool = False) -> Row[Any]:
    """A request that the actor may see, with the desk's settings for its company; `NotFound` otherwise."""
    condition, parameters = visibility(actor)
    row: Row[Any] | None = connection.execute(
        statement(ticket_sql(condition, lock=lock)), {**parameters, "number": number}
    ).first()
    if row is None:
        raise NotFound()
    return row


def may_list(actor: Principal) -> None:
    """Raise `Forbidden` for who has no list of requests."""
    if actor.role is Role.ADMIN or (actor.role is Role.SERVICE and Scope.TICKETS_READ not in actor.scopes):
        raise Forbidden()


def may_read(actor: Principal) -> None:
    """Raise `NotFound` for internal systems without the scope to read."""
    if actor.role is Role.SERVICE and Scope.TICKETS_READ not in actor.scopes:
        raise NotFound()


def reader(actor: Principal) -> UUID | None:
    """Whose marks tell what is unread: people have them, internal systems have none."""
    return None if actor.role is Role.SERVICE else actor.id


def sees_internal(actor: Principal) -> bool:
    """Internal notes and notes of work are for staff alone."""
    return actor.is_staff


def sees_work(actor: Principal) -> bool:
    """Work records: people who see the request; internal systems with the scope."""
    return actor.role is not Role.SERVICE or Scope.WORK_READ in actor.scopes


def may_update(actor: Principal, ticket: Row[Any]) -> bool:
    """P7: any user of the company, or the author alone where the company wants it so."""
    if actor.is_partner:
        return bool(ticket.update_scope == "company" or ticket.author_id == actor.id)
    return actor.role is Role.SERVICE and Scope.TICKETS_UPDATE in actor.scopes


def is_author(actor: Principal, ticket: Row[Any]) -> bool:
    """Only the author withdraws and accepts."""
    return actor.is_partner and bool(ticket.author_id == actor.id)


def require_staff(actor: Principal) -> None:
    """Raise `Forbidden` for everybody but consultants and dispatchers."""
    if not actor.is_staff:
        raise Forbidden()


def require_staff_or_missing(actor: Principal) -> None:
    """As `require_staff`, but who may not know of requests at all meets `NotFound`."""
    visibility(actor)
    require_staff(actor)


def may_assign_others(actor: Principal) -> bool:
    """Dispatchers give requests to others; consultants take them."""
    return actor.role is Role.DISPATCHER


DRAFTED_BY_PARTNERS = frozenset({DraftKind.TICKET, DraftKind.FOLLOW_UP, DraftKind.UPDATE})
DRAFTED_BY_STAFF = frozenset(DraftKind) - {DraftKind.FOLLOW_UP, DraftKind.UPDATE}


def require_may_draft(actor: Principal, kind: DraftKind | None = None) -> None:
    """People write drafts, of what they may send; `Forbidden` otherwise."""
    if actor.is_partner and (kind is None or kind in DRAFTED_BY_PARTNERS):
        return
    if actor.is_staff and (kind is None or kind in DRAFTED_BY_STAFF):
        return
    raise Forbidden()


def draft_for(connection: Connection, actor: Principal, draft_id: UUID, *, lock: bool = False) -> Row[Any]:
    """An own draft; `NotFound` otherwise."""
    query = select(drafts).where(drafts.c.id == draft_id, drafts.c.owner_id == actor.id)
    row = connection.execute(query.with_for_update() if lock else query).first()
    if row is None:
        raise NotFound()
    return row


def info_item_of(connection: AnyConnection, ticket: Row[Any], item_id: UUID) -> Row[Any]:
    """An information item of a request that was fetched for somebody; `NotFound` when it is of another."""
    row = connection.execute(statement(INFO_ITEM), {"item_id": item_id, "ticket_id": ticket.id}).first()
    if row is None:
        raise NotFound()
    return row


def work_of(connection: AnyConnection, actor: Principal, ticket: Row[Any], work_entry_id: UUID) -> Row[Any]:
    """A record of work on a request, for one who may correct it: whose it is, and dispatchers."""
    parameters = {"work_entry_id": work_entry_id, "ticket_id": ticket.id}
    row = connection.execute(statement(WORK_ENTRY), parameters).first()
    if row is None:
        raise NotFound()
    if row.consultant_id != actor.id and not may_assign_others(actor):
        raise Forbidden("Consultants correct their own work; dispatchers that of others.")
    return row


def require_sees_settings(actor: Principal, company_id: UUID) -> None:
    """The desk's settings: for administrators and staff, and for a company's people their own; `NotFound` otherwise."""
    if actor.role is Role.ADMIN or actor.is_staff or (actor.is_partner and actor.company_id == company_id):
        return
    raise NotFound()


def require_admin(actor: Principal) -> None:
    """Raise `Forbidden` for everybody but the vendor's administrators."""
    if actor.role is not Role.ADMIN:
        raise Forbidden()


def require_may_hand_over(actor: Principal) -> None:
    """Dispatchers move a colleague's requests; administrators do when they disable an account. `Forbidden` for others."""
    if actor.role not in (Role.DISPATCHER, Role.ADMIN):
        raise Forbidden()


def require_may_count_people(actor: Principal, company_id: UUID | None) -> None:
    """Numbers per person are for staff, administrators, and a company's administrator of the own company."""
    if actor.is_staff or actor.role is Role.ADMIN:
        return
    if actor.role is not Role.COMPANY_ADMIN or company_id is None or company_id != actor.company_id:
        raise Forbidden()


def active_of(connection: Connection, actor: Principal, assignee_id: UUID, limit: int) -> Sequence[Row[Any]]:
    """Active requests of a consultant, locked, for one who may hand them over."""
    require_may_hand_over(actor)
    parameters = {"assignee_id": assignee_id, "limit": limit}
    return connection.execute(statement(active_of_sql()), parameters).all()


def is_correctable(ticket: Row[Any], now: datetime) -> bool:
    """Work is corrected while the request is active, and for 30 days after: that is accounting, no update."""
    return ticket.closed_at is None or bool(now <= ticket.closed_at + timedelta(days=CORRECTION_DAYS))


def actions(actor: Principal, ticket: Row[Any], now: datetime) -> list[Action]:
    """What the actor may do with the request now; with items and work: where it has some, each by its own rules."""
    status = Status(ticket.status)
    is_closed = status is Status.CLOSED
    allowed = {
        Action.UPDATE: may_update(actor, ticket) and not is_closed,
        Action.FOLLOW_UP: actor.is_partner and is_closed,
        Action.ACCEPT: is_author(actor, ticket) and status is Status.RESOLVED,
        Action.WITHDRAW: is_author(actor, ticket) and not is_closed,
        Action.ANSWER: actor.is_staff and not is_closed,
        Action.TAKE: actor.is_staff and not is_closed and ticket.assignee_id != actor.id,
        Action.ASSIGN: may_assign_others(actor) and not is_closed,
        Action.UNASSIGN: may_unassign(actor, ticket) and not is_closed,
        Action.CLOSE: actor.is_staff and not is_closed,
        Action.CHANGE_INFO_ITEM: actor.is_staff and not is_closed,
        Action.LOG_WORK: actor.is_staff and not is_closed,
        Action.CORRECT_WORK: actor.is_staff and is_correctable(ticket, now),
        Action.NOTE: actor.is_staff and not is_closed,
    }
    return [action for action, is_allowed in allowed.items() if is_allowed]


def may_unassign(actor: Principal, ticket: Row[Any]) -> bool:
    """Consultants give back what is theirs, dispatchers anything."""
    if ticket.assignee_id is None or not actor.is_staff:
        return False
    return may_assign_others(actor) or bool(ticket.assignee_id == actor.id)
