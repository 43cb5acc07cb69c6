"""How the desk treats a company's requests: when they close by themselves, who updates them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.call import Call
from chassis.commands import Receipt
from contracts.auth import GetCompany
from contracts.errors import StaleVersion
from contracts.tickets import ChangeDeskSettings, DeskSettingsView, GetDeskSettings, UpdateScope
from services.tickets.domain import policy
from services.tickets.domain.desk import Desk
from services.tickets.models import desk_settings
from services.tickets.settings import AUTO_CLOSE_WORKING_DAYS


def get_desk_settings(desk: Desk, call: Call, command: GetDeskSettings) -> DeskSettingsView:
    """For administrators and staff, and for a company's people their own; `NotFound` otherwise."""
    company_id = command.company_id
    policy.require_sees_settings(call.actor, company_id)
    if not call.actor.is_partner:
        desk.auth.get_company(call, GetCompany(company_id=company_id))  # a missing company has no settings
    with desk.reads.connect() as connection:
        return _view(connection, company_id)


def change_desk_settings(desk: Desk, call: Call, command: ChangeDeskSettings) -> DeskSettingsView:
    """What holds from now on, for requests that are open too; raises `StaleVersion`."""
    policy.require_sees_settings(call.actor, command.company_id)
    policy.require_admin(call.actor)
    desk.auth.get_company(call, GetCompany(company_id=command.company_id))

    def effect(connection: Connection) -> Receipt:
        row = insert(desk_settings).values(company_id=command.company_id, version=0).on_conflict_do_nothing()
        connection.execute(row)
        mine = desk_settings.c.company_id == command.company_id
        version = connection.scalar(select(desk_settings.c.version).where(mine).with_for_update()) or 0
        if command.expected_version not in (None, version):
            raise StaleVersion(version=version)
        changes: dict[str, Any] = {"version": version + 1}
        if command.auto_close_working_days is not None:
            changes["auto_close_working_days"] = command.auto_close_working_days
        if command.update_scope is not None:
            changes["update_scope"] = command.update_scope.value
        connection.execute(update(desk_settings).where(mine).values(**changes))
        return Receipt(str(command.company_id), version + 1)

    desk.commands.once(desk.engine, desk.commands.key(call.actor.id, "change_desk_settings", command), effect)
    with desk.reads.connect() as connection:
        return _view(connection, command.company_id)


def _view(connection: Connection, company_id: UUID) -> DeskSettingsView:
    row = connection.execute(select(desk_settings).where(desk_settings.c.company_id == company_id)).first()
    if row is None:
        return DeskSettingsView(
            company_id=company_id,
            auto_close_working_days=AUTO_CLOSE_WORKING_DAYS,
            update_scope=UpdateScope.COMPANY,
            version=0,
        )
    return DeskSettingsView.model_validate(dict(row._mapping))
