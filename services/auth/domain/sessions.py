"""Signing in: browser sessions, API tokens with rotating refresh tokens, service accounts."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, delete, insert, select, update

from chassis.call import Call
from contracts.auth import (
    InvalidCredentials,
    IssueToken,
    RefreshToken,
    Role,
    SessionEnded,
    SessionStarted,
    SignInThrottled,
    StartSession,
    TokensView,
    TokenView,
)
from contracts.errors import InvalidCommand
from services.auth.domain import throttle
from services.auth.domain.keys import derived
from services.auth.domain.realm import Realm, revoke
from services.auth.domain.views import user_view
from services.auth.models import service_accounts, sessions, token_families, users
from services.auth.queries import PERSON, SESSION
from services.auth.settings import (
    ACCESS_TOKEN_LIFE,
    REFRESH_LIFE,
    REFRESH_REUSE,
    SESSION_IDLE,
    SESSION_LIFE,
)

_SECONDS = int(ACCESS_TOKEN_LIFE.total_seconds())
_SEEN_EVERY_SECONDS = 60
_MOST_REFRESHED = 2**31  # what a family's counter holds


def start_session(realm: Realm, call: Call, command: StartSession) -> SessionStarted:
    """Sign a browser in (P1). Unknown address, wrong password and disabled account are alike in answer and time."""
    person = _authenticated(realm, call.now, command.email, command.password, command.network)
    secret = secrets.token_urlsafe(32)
    expires_at = call.now + SESSION_LIFE
    with realm.engine.begin() as connection:
        _signed_in(connection, call.now, person)
        connection.execute(
            insert(sessions).values(
                id=uuid4(),
                user_id=person.id,
                secret_hash=_sha256(secret),
                user_agent=command.user_agent,
                created_at=call.now,
                last_seen_at=call.now,
                expires_at=expires_at,
            )
        )
    throttle.succeeded(realm, throttle.keys_of(realm, command.email, command.network))
    return SessionStarted(session_secret=secret, user=user_view(person), expires_at=expires_at)


def exchange_session(realm: Realm, call: Call, session_secret: str) -> TokenView:
    """A token for a browser session, while it is neither idle for 8 hours nor older than 7 days."""
    living = (
        sessions.c.secret_hash == _sha256(session_secret),
        sessions.c.expires_at > call.now,
        sessions.c.last_seen_at > call.now - SESSION_IDLE,
        users.c.state == "active",
    )
    with realm.reads.connect() as connection:
        row = connection.execute(SESSION.where(*living)).first()  # session and generation of the same moment
        if row is None:
            raise SessionEnded()
        if (call.now - row.last_seen_at).total_seconds() > _SEEN_EVERY_SECONDS:
            connection.execute(update(sessions).where(sessions.c.id == row.session_id).values(last_seen_at=call.now))
    return TokenView(
        access_token=realm.keys.access_token(call.now, session_id=row.session_id, **_claims_of(row)),
        expires_in=_SECONDS,
        user=user_view(row),
        session_expires_at=row.session_expires_at,
    )


def end(connection: Connection, ids: list[UUID]) -> int:
    """Remove sessions and families by id; returns how many there were."""
    ended = connection.execute(delete(sessions).where(sessions.c.id.in_(ids))).rowcount
    return ended + connection.execute(delete(token_families).where(token_families.c.id.in_(ids))).rowcount


def end_all(connection: Connection, principal_id: UUID, *, keep: UUID | None = None) -> None:
    """Remove every session and family of somebody (but one to `keep`); the generation does the rest."""
    browser = delete(sessions).where(sessions.c.user_id == principal_id)
    families = delete(token_families).where(token_families.c.principal_id == principal_id)
    if keep is not None:
        browser, families = browser.where(sessions.c.id != keep), families.where(token_families.c.id != keep)
    connection.execute(browser)
    connection.execute(families)


def issue_token(realm: Realm, call: Call, command: IssueToken) -> TokensView:
    """Sign an API client in: a person by e-mail and password, an internal system by client id and secret."""
    by_person = command.email is not None and command.password is not None
    by_client = command.client_id is not None and command.client_secret is not None
    if by_person == by_client:
        raise InvalidCommand("Give either e-mail and password, or client_id and client_secret.")
    person = None
    if by_person:
        person = _authenticated(realm, call.now, command.email or "", command.password or "", command.network)
        principal_id: UUID = person.id
    else:
        principal_id = _service_account(realm, call.now, command).id
    family = {
        "id": uuid4(),
        "principal_id": principal_id,
        "salt": secrets.token_bytes(16),
        "user_agent": command.user_agent,
        "created_at": call.now,
        "rotated_at": call.now,
        "expires_at": call.now + REFRESH_LIFE,
    }
    with realm.engine.begin() as connection:
        if person is not None:
            _signed_in(connection, call.now, person)
        connection.execute(insert(token_families).values(**family))
        claims = _claims(connection, principal_id)
    address = f"client:{command.client_id}" if person is None else command.email or ""
    throttle.succeeded(realm, throttle.keys_of(realm, address, command.network))
    return _tokens(realm, call.now, claims, family["id"], family["salt"], 1)  # type: ignore[arg-type]


def refresh_token(realm: Realm, call: Call, command: RefreshToken) -> TokensView:
    """Exchange a refresh token. Used again within 30 s it gives the same successor; later its family ends."""
    try:
        family_text, count_text, secret = command.refresh_token.split(".")
        family_id, count, given = UUID(family_text), int(count_text), secret.encode("ascii")
        if not 0 < count < _MOST_REFRESHED:
            raise ValueError(count)
    except ValueError:
        raise SessionEnded() from None
    stolen = None
    with realm.engine.begin() as connection:
        query = select(token_families).where(token_families.c.id == family_id).with_for_update()
        family = connection.execute(query).first()
        if family is None or family.expires_at <= call.now:
            raise SessionEnded()
        if not hmac.compare_digest(given, _refresh_secret(realm, family.id, family.salt, count).encode()):
            raise SessionEnded()
        claims = _claims(connection, family.principal_id)  # here: whoever ends the family waits until this is read
        if count == family.counter:
            count += 1
            advance = update(token_families).where(token_families.c.id == family_id)
            connection.execute(advance.values(counter=count, rotated_at=call.now))
        elif count == family.counter - 1 and call.now - family.rotated_at <= REFRESH_REUSE:
            count = family.counter
        else:
            end(connection, [family_id])
            stolen = revoke(connection, session_id=family_id)
    if stolen is not None:
        realm.announce([stolen])
        raise SessionEnded("This refresh token was used before. Sign in again.")
    return _tokens(realm, call.now, claims, family.id, family.salt, count)


def _authenticated(realm: Realm, now: datetime, email: str, password: str, network: str) -> Row[Any]:
    counters = throttle.keys_of(realm, email, network)
    throttle.admit(realm, counters, now)
    with realm.reads.connect() as connection:
        person = connection.execute(PERSON.where(users.c.email_key == email.casefold().strip())).first()
    if person is not None and person.state != "active":
        person = None
    try:
        fits = realm.hasher.matches(None if person is None else person.password_hash, password)
    except SignInThrottled:  # too many are signing in at this moment
        throttle.unchecked(realm, counters)
        raise
    if person is None or not fits:
        raise InvalidCredentials()
    return person


def _signed_in(connection: Connection, now: datetime, person: Row[Any]) -> None:
    """Note the moment; refuse when the account was disabled, or its password or role changed, while it was checked."""
    as_checked = (users.c.id == person.id, users.c.state == "active", users.c.generation == person.generation)
    if connection.execute(update(users).where(*as_checked).values(last_signed_in_at=now)).rowcount == 0:
        raise InvalidCredentials()


def _service_account(realm: Realm, now: datetime, command: IssueToken) -> Row[Any]:
    counters = throttle.keys_of(realm, f"client:{command.client_id}", command.network)
    throttle.admit(realm, counters, now)
    try:
        query = select(service_accounts).where(service_accounts.c.id == UUID(command.client_id or ""))
        with realm.reads.connect() as connection:
            account = connection.execute(query).first()
    except ValueError:
        account = None
    kept = bytes(account.secret_hash) if account is not None else _sha256("nobody")
    fits = hmac.compare_digest(kept, _sha256(command.client_secret or ""))
    if account is None or not account.is_active or not fits:
        raise InvalidCredentials("Client id and client secret do not belong together.")
    return account


def _claims(connection: Connection, principal_id: UUID) -> dict[str, Any]:
    """What a token says of a person or an internal system as they are now; `SessionEnded` for who is not active."""
    person = connection.execute(PERSON.where(users.c.id == principal_id, users.c.state == "active")).first()
    if person is not None:
        return _claims_of(person)
    query = select(service_accounts).where(service_accounts.c.id == principal_id, service_accounts.c.is_active)
    account = connection.execute(query).first()
    if account is None:
        raise SessionEnded()
    return {
        "subject": account.id,
        "role": Role.SERVICE.value,
        "generation": account.generation,
        "scopes": account.scopes,
        "company_ids": account.company_ids,
    }


def _claims_of(person: Row[Any]) -> dict[str, Any]:
    return {
        "subject": person.id,
        "role": person.role,
        "generation": person.generation,
        "company_id": person.company_id,
    }


def _tokens(
    realm: Realm, now: datetime, claims: dict[str, Any], family_id: UUID, salt: bytes, count: int
) -> TokensView:
    access_token = realm.keys.access_token(now, session_id=family_id, **claims)
    refresh = f"{family_id}.{count}.{_refresh_secret(realm, family_id, salt, count)}"
    return TokensView(access_token=access_token, expires_in=_SECONDS, refresh_token=refresh)


def _refresh_secret(realm: Realm, family_id: UUID, salt: bytes, count: int) -> str:
    """The secret part of a family's n-th token: computed, so that none is stored and a successor can be given again."""
    key = derived(realm.settings.root_private_key, "refresh-tokens")
    digest = hmac.new(
        key, family_id.bytes + bytes(salt) + count.to_bytes(4, "big", signed=True), hashlib.sha256
    ).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _sha256(secret: str) -> bytes:
    """High-entropy secrets need no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
