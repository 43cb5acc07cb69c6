"""People: finding, inviting, activating, disabling, roles."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, delete, func, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from chassis import paging
from chassis.call import Call
from chassis.commands import Receipt
from chassis.identity import Principal
from chassis.outbox import add_events
from contracts.auth import (
    CUSTOMERS,
    AcceptInvitation,
    ChangeRole,
    DisableUser,
    EmailTaken,
    EnableUser,
    GetUsers,
    InvitationGone,
    InvitationView,
    InvitedView,
    InviteUser,
    ListUsers,
    PeopleView,
    RevocationView,
    Role,
    RoleChanged,
    UserActivated,
    UserDisabled,
    UserEnabled,
    UserInvited,
    UsersView,
    UserView,
)
from contracts.errors import Forbidden, InvalidCommand, NotFound, StaleVersion
from contracts.model import Page
from services.auth.domain import passwords, policy, sessions
from services.auth.domain.realm import Realm, note, revoke
from services.auth.domain.views import folded, person_view, user_view
from services.auth.models import companies, invitations, users
from services.auth.queries import PERSON
from services.auth.settings import INVITATION_LIFE


def get_users(realm: Realm, call: Call, command: GetUsers) -> PeopleView:
    """People by id; those the caller may not know of are left out."""
    query = PERSON.where(users.c.id.in_(command.ids), policy.visible_users(call.actor))
    with realm.reads.connect() as connection:
        rows = connection.execute(query).all()
    return PeopleView(people={row.id: person_view(call.actor, row) for row in rows})


def get_user(realm: Realm, call: Call, user_id: UUID) -> UserView:
    """An account that the caller manages, or the own one; staff may look at any."""
    with realm.reads.connect() as connection:
        if call.actor.is_staff:
            row = connection.execute(PERSON.where(users.c.id == user_id)).first()
            if row is None:
                raise NotFound()
            return user_view(row)
        return user_view(policy.managed_user(connection, call.actor, user_id))


def list_users(realm: Realm, call: Call, command: ListUsers) -> UsersView:
    """The people of a company by name (its administrators, staff, administrators), or the vendor's own."""
    actor = call.actor
    bound = paging.fingerprint("users", command.company_id)
    query = PERSON.order_by(users.c.name_key, users.c.id).limit(command.limit + 1)
    if command.cursor:
        try:
            name_key, last_id = paging.decode(command.cursor, bound)
            query = query.where(tuple_(users.c.name_key, users.c.id) > (name_key, UUID(last_id)))
        except (paging.CursorMismatch, ValueError):
            raise InvalidCommand("This cursor belongs to another list. Begin again with the first page.") from None
    with realm.reads.connect() as connection:
        if command.company_id is not None:
            policy.company_for(connection, actor, command.company_id)  # foreign and missing: NotFound
            query = query.where(users.c.company_id == command.company_id)
        else:
            query = query.where(users.c.company_id.is_(None))
        if not (actor.is_staff or policy.may_manage_company(actor, command.company_id)):
            raise Forbidden()
        rows = connection.execute(query).all()
    more = len(rows) > command.limit
    rows = rows[: command.limit]
    cursor = paging.encode(bound, rows[-1].name_key, rows[-1].id) if more else None
    return UsersView(items=[user_view(r) for r in rows], page=Page(next_cursor=cursor, limit=command.limit))


def invite_user(realm: Realm, call: Call, command: InviteUser) -> InvitedView:
    """Invite somebody. Until accepted, a further invitation replaces the link; an activated account is never touched."""
    actor = call.actor
    if not policy.may_manage_company(actor, command.company_id):
        if command.company_id is not None and actor.is_partner and command.company_id != actor.company_id:
            raise NotFound()
        raise Forbidden()
    if not policy.check_role_for_company(command.role, command.company_id):
        raise InvalidCommand("Customers belong to a company; the vendor's people to none.")
    if actor.role is Role.COMPANY_ADMIN and command.role not in CUSTOMERS:
        raise Forbidden()
    token = secrets.token_urlsafe(32)

    def effect(connection: Connection) -> Receipt:
        if command.company_id is not None:
            policy.company_for(connection, actor, command.company_id)
        user_id = _invited(connection, command)
        invite(connection, user_id, token, call.now, by=actor.id)
        note(connection, actor.id, "user_invited", user_id, role=command.role.value)
        event = UserInvited(user_id=user_id, company_id=command.company_id, by=actor.id, role=command.role)
        add_events(connection, f"users/{user_id}", [event], call=call, company_id=command.company_id)
        return Receipt(str(user_id), 1)

    key = realm.commands.key(actor.id, "invite_user", command)
    receipt, is_repeat = realm.commands.once(realm.engine, key, effect)
    with realm.reads.connect() as connection:
        row = policy.managed_user(connection, actor, UUID(receipt.resource_id))
    expires_at = call.now + INVITATION_LIFE
    return InvitedView(user=user_view(row), token=None if is_repeat else token, expires_at=expires_at)


def _invited(connection: Connection, command: InviteUser) -> UUID:
    """The row of the invited person: a new one, or that of an earlier invitation into the same company."""
    email_key = command.email.casefold()
    known = connection.execute(select(users).where(users.c.email_key == email_key).with_for_update()).first()
    facts = {
        "name": command.name or "",
        "name_key": folded(command.name or command.email),
        "role": command.role.value,
        "telephone": command.telephone,
        "language": command.language,
    }
    if known is None:
        user_id = uuid4()
        row = {"id": user_id, "email": command.email, "email_key": email_key, "company_id": command.company_id}
        try:
            connection.execute(insert(users).values(**row, **facts, state="invited"))
        except IntegrityError:
            raise EmailTaken() from None
        return user_id
    if known.state != "invited" or known.company_id != command.company_id:
        raise EmailTaken()
    connection.execute(update(users).where(users.c.id == known.id).values(**facts, version=known.version + 1))
    return UUID(str(known.id))


def invite(connection: Connection, user_id: UUID, token: str, now: datetime, *, by: UUID | None) -> None:
    """Write an invitation, in place of an earlier one. Only the token's hash is kept."""
    connection.execute(delete(invitations).where(invitations.c.user_id == user_id))
    row = {"token_hash": token_hash(token), "user_id": user_id, "invited_by": by, "expires_at": now + INVITATION_LIFE}
    connection.execute(insert(invitations).values(**row))


def token_hash(token: str) -> bytes:
    """What is kept of an invitation's token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _invitation(connection: Connection, token: str, now: datetime, *, lock: bool = False) -> Row[Any]:
    query = (
        select(users, companies.c.name.label("company_name"), invitations.c.expires_at)
        .select_from(invitations.join(users, invitations.c.user_id == users.c.id).outerjoin(companies))
        .where(
            invitations.c.token_hash == token_hash(token), users.c.state == "invited", invitations.c.expires_at > now
        )
    )
    row = connection.execute(query.with_for_update(of=users) if lock else query).first()
    if row is None:
        raise InvitationGone()
    return row


def get_invitation(realm: Realm, call: Call, token: str) -> InvitationView:
    """What an invitation says, to whoever holds its token."""
    with realm.reads.connect() as connection:
        row = _invitation(connection, token, call.now)
    return InvitationView(
        email=row.email, name=row.name or None, company_name=row.company_name, role=row.role, expires_at=row.expires_at
    )


def accept_invitation(realm: Realm, call: Call, command: AcceptInvitation) -> UserView:
    """Set name and password and activate the account; once."""
    with realm.reads.connect() as connection:
        email = _invitation(connection, command.token, call.now).email
    passwords.check_strength(command.password, email)
    password_hash = realm.hasher.hash(command.password)
    with realm.engine.begin() as connection:
        row = _invitation(connection, command.token, call.now, lock=True)
        changes = {"telephone": command.telephone, "time_zone": command.time_zone}
        connection.execute(
            update(users)
            .where(users.c.id == row.id)
            .values(
                name=command.name,
                name_key=folded(command.name),
                password_hash=password_hash,
                state="active",
                version=row.version + 1,
                **{field: value for field, value in changes.items() if value is not None},
            )
        )
        connection.execute(delete(invitations).where(invitations.c.user_id == row.id))
        event = UserActivated(user_id=row.id, company_id=row.company_id, by=row.id, role=Role(row.role))
        add_events(connection, f"users/{row.id}", [event], call=call, company_id=row.company_id)
        return user_view(connection.execute(PERSON.where(users.c.id == row.id)).one())


def disable_user(realm: Realm, call: Call, command: DisableUser) -> UserView:
    """Disable an account: its sessions end and its tokens are refused, everywhere, before this returns."""
    return _changed(realm, call, command, "disable_user", _disable)


def enable_user(realm: Realm, call: Call, command: EnableUser) -> UserView:
    """Undo a disablement. An account that was never activated waits for its invitation again."""
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
    event = UserDisabled(user_id=row.id, company_id=row.company_id, by=actor.id)
    return {"state": "disabled", "generation": row.generation + 1}, event


def _enable(_connection: Connection, actor: Principal, row: Row[Any]) -> tuple[dict[str, Any], Any]:
    state = "active" if row.password_hash else "invited"
    return {"state": state}, UserEnabled(user_id=row.id, company_id=row.company_id, by=actor.id)


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
        note(connection, actor.id, operation, row.id, **{k: v for k, v in changes.items() if k in ("role", "state")})
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
    count = select(func.count()).select_from(users).where(users.c.role == "admin", users.c.state == "active")
    if (connection.scalar(count) or 0) < 2:
        raise Forbidden("This is the last administrator. Make another one first.")
