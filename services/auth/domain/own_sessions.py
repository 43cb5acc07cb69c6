"""The caller's own sessions: browser sessions and families of tokens, listed and ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, literal, select, tuple_, union_all

from chassis import paging
from chassis.call import Call
from chassis.outbox import add_events
from contracts.auth import EndSession, ListSessions, Role, SessionRevoked, SessionsView, SessionView
from contracts.errors import NotFound
from contracts.model import Page
from services.auth.domain.realm import Realm, revoke
from services.auth.domain.sessions import end
from services.auth.models import sessions, token_families
from services.auth.settings import SESSION_IDLE


def list_sessions(realm: Realm, call: Call, command: ListSessions) -> SessionsView:
    """Sessions and families that still live, newest first."""
    found = _living(call.actor.id, call.now).subquery()
    query = select(found).order_by(found.c.created_at.desc(), found.c.id.desc()).limit(command.limit + 1)
    bound = paging.fingerprint("sessions", call.actor.id)
    if command.cursor:
        query = query.where(
            tuple_(found.c.created_at, found.c.id) < paging.decode(command.cursor, bound, datetime.fromisoformat, UUID)
        )
    with realm.reads.connect() as connection:
        rows = list(connection.execute(query).all())
    more = len(rows) > command.limit
    rows = rows[: command.limit]
    cursor = paging.encode(bound, rows[-1].created_at.isoformat(), rows[-1].id) if more else None
    items = [SessionView(**row._mapping, is_current=row.id == call.actor.session_id) for row in rows]
    return SessionsView(items=items, page=Page(next_cursor=cursor, limit=command.limit))


def end_session(realm: Realm, call: Call, command: EndSession) -> None:
    """End one of the caller's own sessions or families, at once and everywhere; another's is as one that is not there."""
    actor = call.actor
    session_id = command.session_id or actor.session_id
    with realm.engine.begin() as connection:
        if session_id != actor.session_id and not _is_own(connection, actor.id, session_id):
            raise NotFound()
        ended = end(connection, [session_id])
        revoked = revoke(connection, session_id=session_id)
        if ended and actor.role is not Role.SERVICE:
            event = SessionRevoked(user_id=actor.id, company_id=actor.company_id, by=actor.id, session_id=session_id)
            add_events(connection, f"users/{actor.id}", [event], call=call, company_id=actor.company_id)
    realm.announce([revoked])


def _is_own(connection: Connection, principal_id: UUID, session_id: UUID) -> bool:
    browser = select(sessions.c.id).where(sessions.c.id == session_id, sessions.c.user_id == principal_id)
    families = token_families.c
    family = select(families.id).where(families.id == session_id, families.principal_id == principal_id)
    return connection.execute(union_all(browser, family)).first() is not None


def _living(principal_id: UUID, now: datetime) -> Any:
    s, f = sessions.c, token_families.c
    browser: Select[Any] = select(
        s.id, literal("browser").label("kind"), s.user_agent, s.created_at, s.last_seen_at, s.expires_at
    ).where(s.user_id == principal_id, s.expires_at > now, s.last_seen_at > now - SESSION_IDLE)
    families: Select[Any] = select(f.id, literal("api"), f.user_agent, f.created_at, f.rotated_at, f.expires_at).where(
        f.principal_id == principal_id, f.expires_at > now
    )
    return union_all(browser, families)
