"""Statements that are read often, built once."""

from __future__ import annotations

from sqlalchemy import select

from services.auth.models import companies, revocations, sessions, users

PERSON = select(users, companies.c.name.label("company_name")).select_from(users.outerjoin(companies))
SESSION = PERSON.add_columns(
    sessions.c.id.label("session_id"), sessions.c.last_seen_at, sessions.c.expires_at.label("session_expires_at")
).where(sessions.c.user_id == users.c.id)
REVOCATIONS = select(revocations).order_by(revocations.c.position)
