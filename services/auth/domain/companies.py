"""Partner companies."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import Connection, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from chassis import paging
from chassis.call import Call
from chassis.commands import Receipt
from chassis.outbox import add_events
from contracts.auth import (
    ChangeCompany,
    CompaniesView,
    CompanyChanged,
    CompanyNameTaken,
    CompanyView,
    CreateCompany,
    ListCompanies,
    Role,
)
from contracts.errors import Forbidden, StaleVersion
from contracts.model import Page
from services.auth.domain import policy
from services.auth.domain.realm import Realm, note
from services.auth.domain.time_zones import require_time_zone
from services.auth.domain.views import company_view, folded
from services.auth.models import companies


def create_company(realm: Realm, call: Call, command: CreateCompany) -> CompanyView:
    """Register a company (administrators)."""
    policy.require_admin(call.actor)
    require_time_zone(command.time_zone)

    def effect(connection: Connection) -> Receipt:
        company_id = uuid4()
        row = {"id": company_id, "name": command.name, "name_key": folded(command.name), "time_zone": command.time_zone}
        try:
            connection.execute(insert(companies).values(**row))
        except IntegrityError:
            raise CompanyNameTaken() from None
        _tell(connection, call, company_id, ["name", "time_zone"])
        return Receipt(str(company_id), 1)

    key = realm.commands.key(call.actor.id, "create_company", command)
    receipt, _ = realm.commands.once(realm.engine, key, effect)
    return get_company(realm, call, UUID(receipt.resource_id))


def change_company(realm: Realm, call: Call, command: ChangeCompany) -> CompanyView:
    """Change name or time zone (administrators)."""
    policy.require_admin(call.actor)
    if command.time_zone is not None:
        require_time_zone(command.time_zone)

    def effect(connection: Connection) -> Receipt:
        row = policy.company_for(connection, call.actor, command.company_id, lock=True)
        if row.version != command.expected_version:
            raise StaleVersion()
        wanted = {"name": command.name, "time_zone": command.time_zone}
        changes = {
            field: value for field, value in wanted.items() if value is not None and value != getattr(row, field)
        }
        if not changes:
            return Receipt(str(row.id), row.version)
        extra = {"name_key": folded(changes["name"])} if "name" in changes else {}
        statement = update(companies).where(companies.c.id == row.id)
        try:
            connection.execute(statement.values(**changes, **extra, version=row.version + 1))
        except IntegrityError:
            raise CompanyNameTaken() from None
        _tell(connection, call, row.id, sorted(changes))
        return Receipt(str(row.id), row.version + 1)

    key = realm.commands.key(call.actor.id, "change_company", command)
    receipt, _ = realm.commands.once(realm.engine, key, effect)
    return get_company(realm, call, UUID(receipt.resource_id))


def get_company(realm: Realm, call: Call, company_id: UUID) -> CompanyView:
    """One company that the caller may see."""
    with realm.reads.connect() as connection:
        return company_view(policy.company_for(connection, call.actor, company_id))


def list_companies(realm: Realm, call: Call, command: ListCompanies) -> CompaniesView:
    """Companies by name; a customer sees the own one alone."""
    actor = call.actor
    bound = paging.fingerprint("companies", command.q)
    query = select(companies).order_by(companies.c.name_key, companies.c.id).limit(command.limit + 1)
    if actor.is_partner:
        query = query.where(companies.c.id == actor.company_id)
    elif not actor.is_staff and actor.role is not Role.ADMIN:
        raise Forbidden()
    for word in folded(command.q or "").split():
        query = query.where(companies.c.name_key.contains(word, autoescape=True))
    if command.cursor:
        place = (companies.c.name_key, companies.c.id)
        query = query.where(tuple_(*place) > paging.decode(command.cursor, bound, paging.words, UUID))
    with realm.reads.connect() as connection:
        rows = connection.execute(query).all()
    more = len(rows) > command.limit
    rows = rows[: command.limit]
    cursor = paging.encode(bound, rows[-1].name_key, rows[-1].id) if more else None
    return CompaniesView(items=[company_view(r) for r in rows], page=Page(next_cursor=cursor, limit=command.limit))


def _tell(connection: Connection, call: Call, company_id: UUID, changed: list[str]) -> None:
    note(connection, call.actor.id, "company_changed", company_id, changed=changed)
    event = CompanyChanged(company_id=company_id, by=call.actor.id, changed=changed)
    add_events(connection, f"companies/{company_id}", [event], call=call, company_id=company_id)
