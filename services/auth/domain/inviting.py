"""Inviting people, and their accepting."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from chassis.call import Call
from chassis.commands import Receipt
from chassis.identity import Principal
from chassis.outbox import add_events
from contracts.auth import (
    CUSTOMERS,
    AcceptInvitation,
    EmailTaken,
    InvitationGone,
    InvitationView,
    InvitedView,
    InviteUser,
    Role,
    UserActivated,
    UserInvited,
    UserView,
)
from contracts.errors import Forbidden, InvalidCommand, NotFound
from services.auth.domain import passwords, policy
from services.auth.domain.realm import Realm, note
from services.auth.domain.time_zones import require_time_zone
from services.auth.domain.views import folded, user_view
from services.auth.models import companies, invitations, users
from services.auth.queries import PERSON
from services.auth.settings import INVITATION_LIFE


def invite_user(realm: Realm, call: Call, command: InviteUser) -> InvitedView:
    """Invite somebody. Until accepted, a further invitation replaces the link; active and disabled accounts are not touched."""
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
        user_id = _invited(connection, actor, command)
        invite(connection, user_id, token, call.now, by=actor.id)
        note(connection, actor.id, "user_invited", user_id, role=command.role.value)
        event = UserInvited(user_id=user_id, company_id=command.company_id, by=actor.id, role=command.role)
        add_events(connection, f"users/{user_id}", [event], call=call, company_id=command.company_id)
        return Receipt(str(user_id), 1)

    key = realm.commands.key(actor.id, "invite_user", command)
    receipt, is_repeat = realm.commands.once(realm.engine, key, effect)
    with realm.reads.connect() as connection:
        row = policy.managed_user(connection, actor, UUID(receipt.resource_id))
        expires_at = connection.scalar(select(invitations.c.expires_at).where(invitations.c.user_id == row.id))
    over = expires_at or call.now  # a repeat may come when the link was used
    return InvitedView(user=user_view(row), token=None if is_repeat else token, expires_at=over)


def _invited(connection: Connection, actor: Principal, command: InviteUser) -> UUID:
    """The row of the invited person: a new one, or that of an earlier invitation that was not accepted.

    An administrator may send the invited person to another company; an active or disabled account is touched by nobody.
    """
    email_key = command.email.casefold()
    known = connection.execute(select(users).where(users.c.email_key == email_key).with_for_update()).first()
    facts: dict[str, Any] = {
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
    if known.state != "invited" or (known.company_id != command.company_id and actor.role is not Role.ADMIN):
        raise EmailTaken()
    facts["company_id"] = command.company_id
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
    if command.time_zone is not None:
        require_time_zone(command.time_zone)
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
