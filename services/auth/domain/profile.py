"""What a person changes of the own account: name, telephone, language, time zone; the password."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select, update

from chassis.call import Call
from chassis.commands import Receipt
from chassis.outbox import add_events
from contracts.auth import ChangePassword, ChangeProfile, Role, SignInThrottled, UserChanged, UserView, WrongPassword
from contracts.errors import Forbidden, StaleVersion, Unauthenticated
from services.auth.domain import passwords, policy, sessions, throttle
from services.auth.domain.people import get_user
from services.auth.domain.realm import Realm, note, revoke
from services.auth.domain.time_zones import require_time_zone
from services.auth.domain.views import folded
from services.auth.models import users


def change_profile(realm: Realm, call: Call, command: ChangeProfile) -> UserView:
    """Change what is given, in the version that the caller has read."""
    actor = call.actor
    if actor.role is Role.SERVICE:
        raise Forbidden()
    if command.time_zone is not None:
        require_time_zone(command.time_zone)

    def effect(connection: Connection) -> Receipt:
        row = policy.managed_user(connection, actor, actor.id, lock=True)
        if row.version != command.expected_version:
            raise StaleVersion()
        wanted = command.model_dump(include={"name", "telephone", "language", "time_zone"}, exclude_none=True)
        changes: dict[str, Any] = {name: value for name, value in wanted.items() if value != getattr(row, name)}
        if not changes:
            return Receipt(str(row.id), row.version)
        event = UserChanged(user_id=row.id, company_id=row.company_id, by=row.id, changed=sorted(changes))
        if "name" in changes:
            changes["name_key"] = folded(changes["name"])
        connection.execute(update(users).where(users.c.id == row.id).values(**changes, version=row.version + 1))
        add_events(connection, f"users/{row.id}", [event], call=call, company_id=row.company_id)
        return Receipt(str(row.id), row.version + 1)

    realm.commands.once(realm.engine, realm.commands.key(actor.id, "change_profile", command), effect)
    return get_user(realm, call, actor.id)


def change_password(realm: Realm, call: Call, command: ChangePassword) -> None:
    """Set a new password, given the present one.

    Every other session and token family ends, and tokens signed before are refused everywhere before this returns; the
    caller's own session goes on (a browser notices nothing, an API client refreshes its token). Nothing of a password is
    kept to recognise repeats: a repeat is refused, since the present password is another by then.
    """
    actor = call.actor
    if actor.role is Role.SERVICE:
        raise Forbidden()
    counters = [throttle.own_password(realm, actor.id)]
    throttle.admit(realm, counters, call.now)
    with realm.reads.connect() as connection:
        row = connection.execute(select(users).where(users.c.id == actor.id, users.c.state == "active")).first()
    if row is None:
        raise Unauthenticated()
    try:
        fits = realm.hasher.matches(row.password_hash, command.current_password)
    except SignInThrottled:  # too many passwords are being checked at this moment
        throttle.unchecked(realm, counters)
        raise
    if not fits:
        raise WrongPassword(errors=[{"pointer": "/current_password", "detail": "This is another password."}])
    throttle.succeeded(realm, counters)
    passwords.check_strength(command.new_password, row.email)
    password_hash = realm.hasher.hash(command.new_password)
    with realm.engine.begin() as connection:
        unchanged = (users.c.id == row.id, users.c.state == "active", users.c.generation == row.generation)
        changed = update(users).where(*unchanged).values(password_hash=password_hash, generation=row.generation + 1)
        if connection.execute(changed).rowcount == 0:
            raise StaleVersion()
        sessions.end_all(connection, row.id, keep=actor.session_id)
        revoked = revoke(connection, user_id=row.id, generation=row.generation + 1)
        note(connection, row.id, "change_password", row.id)
    realm.announce([revoked])
