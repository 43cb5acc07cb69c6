"""What happens to accounts: disabled, enabled, given another role."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, func, select, text, update

from chassis.call import Call
from chassis.commands import Receipt
from chassis.identity import Principal
from chassis.outbox import add_events
from contracts.auth import (
    CUSTOMERS,
    ChangeRole,
    DisableUser,
    EnableUser,
    RevocationView,
    Role,
    RoleChanged,
    UserDisabled,
    UserEnabled,
    UserView,
)
from contracts.errors import Forbidden, InvalidCommand, StaleVersion
from services.auth.domain import policy, sessions
from services.auth.domain.realm import Realm, note, revoke
from services.auth.domain.views import user_view
from services.auth.models import invitations, users


def disable_user(realm: Realm, call: Call, command: DisableUser) -> UserView:
    """Disable an account: its sessions end and its tokens are refused, everywhere, before this returns."""
    return _changed(realm, call, command, "disable_user", _disable)


def enable_user(realm: Realm, call: Call, command: EnableUser) -> UserView:
    """Undo a disablement, one of the vendor's as the vendor. An account that was never activated needs a new invitation."""
    return _changed(realm, call, command, "enable_user", _enable)


def change_role(realm: Realm, call: Call, command: ChangeRole) -> UserView:
    """Give another role of the same kind (customer, vendor); tokens with the old one are refused at once."""

    def effect(connection: Connection, actor: Principal, row: Row[Any]) -> tuple[dict[str, Any], Any]:
        if actor.role is Role.COMPANY_ADMIN and command.role not in CUSTOMERS:
            raise Forbidden()
        if not policy.check_role_for_company(command.role, row.company_id):
            raise InvalidCommand("Customers belong to a company; the vendor's people to none.")
        if actor.id == row.id:
            raise Forbidden("Nobody changes the own role.")
        _keep_an_administrator(connection, row, stays=command.role is Role.ADMIN)
        event = RoleChanged(
            user_id=row.id, company_id=row.company_id, by=actor.id, role_before=row.role, role_after=command.role
        )
        return {"role": command.role.value, "generation": row.generation + 1}, event

    return _changed(realm, call, command, "change_role", effect)


def _disable(connection: Connection, actor: Principal, row: Row[Any]) -> tuple[dict[str, Any], Any]:
    if actor.id == row.id:
        raise Forbidden("Nobody disables the own account.")
    _keep_an_administrator(connection, row, stays=False)
    sessions.end_all(connection, row.id)
    connection.execute(delete(invitations).where(invitations.c.user_id == row.id))  # a link must not outlive it
    event = UserDisabled(user_id=row.id, company_id=row.company_id, by=actor.id)
    by_vendor = row.disabled_by_vendor or actor.role is Role.ADMIN
    return {"state": "disabled", "generation": row.generation + 1, "disabled_by_vendor": by_vendor}, event


def _enable(_connection: Connection, actor: Principal, row: Row[Any]) -> tuple[dict[str, Any], Any]:
    if row.disabled_by_vendor and actor.role is not Role.ADMIN:
        raise Forbidden("The vendor disabled this account. Ask the vendor to enable it.")
    state = "active" if row.password_hash else "invited"
    return {"state": state, "disabled_by_vendor": False}, UserEnabled(
        user_id=row.id, company_id=row.company_id, by=actor.id
    )


def _changed(
    realm: Realm, call: Call, command: DisableUser | EnableUser | ChangeRole, operation: str, change: Any
) -> UserView:
    """Lock the account, change it, tell of it; announce what was revoked before returning."""
    actor = call.actor
    revoked = []

    def effect(connection: Connection) -> Receipt:
        row = policy.managed_user(connection, actor, command.user_id, lock=True)
        if not policy.may_manage_company(actor, row.company_id):
            raise Forbidden()
        if command.expected_version is not None and row.version != command.expected_version:
            raise StaleVersion()
        changes, event = change(connection, actor, row)
        connection.execute(update(users).where(users.c.id == row.id).values(**changes, version=row.version + 1))
        if "generation" in changes:
            revoked.append(revoke(connection, user_id=row.id, generation=changes["generation"]))
        told = {name: value for name, value in changes.items() if name in ("role", "state")}
        before = {f"{name}_before": getattr(row, name) for name in told}
        note(connection, actor.id, operation, row.id, **told, **before)
        add_events(connection, f"users/{row.id}", [event], call=call, company_id=row.company_id)
        return Receipt(str(row.id), row.version + 1)

    key = realm.commands.key(actor.id, operation, command)
    receipt, _ = realm.commands.once(realm.engine, key, effect)
    with realm.reads.connect() as connection:
        row = policy.managed_user(connection, actor, UUID(receipt.resource_id))
    if operation != "enable_user":  # a repeat announces too: the first attempt may have died before it did
        realm.announce(revoked or [RevocationView(position=0, user_id=row.id, generation=row.generation)])
    return user_view(row)


def _keep_an_administrator(connection: Connection, row: Row[Any], *, stays: bool) -> None:
    if row.role != Role.ADMIN or row.state != "active" or stays:
        return
    connection.execute(text("SELECT pg_advisory_xact_lock(7203121)"))  # two who end each other would both count two
    count = select(func.count()).select_from(users).where(users.c.role == "admin", users.c.state == "active")
    if (connection.scalar(count) or 0) < 2:
        raise Forbidden("This is the last administrator. Make another one first.")
