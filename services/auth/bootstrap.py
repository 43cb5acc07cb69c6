"""What must be there before anybody can sign in: a signing key, tickets' own account, an invitation for the first
administrator."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import Connection, Engine, func, insert, select, text

from chassis.settings import Settings
from services.auth.domain import keys
from services.auth.domain.inviting import invite
from services.auth.domain.realm import note
from services.auth.domain.service_accounts import keep_tickets_account
from services.auth.models import users


class BootstrapSettings(Settings):
    """What `solicitari migrate auth` needs beside the owner's role."""

    root_private_key: str
    tickets_client_secret: str | None = None
    bootstrap_code: str | None = None
    bootstrap_email: str = "admin@example.org"


def after_migration(engine: Engine, environment: Mapping[str, str]) -> str | None:
    """Prepare a database; returns the first administrator's code while there is no administrator, else None."""
    settings = BootstrapSettings.from_environment(environment)
    now = datetime.now(UTC)
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(7203120)"))
        keys.rotate(connection, settings.root_private_key, now)
        if settings.tickets_client_secret:
            keep_tickets_account(connection, settings.tickets_client_secret)
        return _first_administrator(connection, settings, now)


def _first_administrator(connection: Connection, settings: BootstrapSettings, now: datetime) -> str | None:
    administrators = select(func.count()).select_from(users).where(users.c.role == "admin", users.c.state == "active")
    if connection.scalar(administrators):
        return None
    email_key = settings.bootstrap_email.casefold()
    known = connection.execute(select(users).where(users.c.email_key == email_key)).first()
    if known is not None and (known.role, known.state) != ("admin", "invited"):
        raise SystemExit("BOOTSTRAP_EMAIL is the address of another account. Set an address that nobody has here.")
    user_id = None if known is None else known.id
    if user_id is None:
        user_id = uuid4()
        row = {"id": user_id, "email": settings.bootstrap_email, "email_key": email_key}
        connection.execute(insert(users).values(**row, role="admin", state="invited"))
        note(connection, None, "user_invited", user_id, role="admin")
    code = settings.bootstrap_code or secrets.token_urlsafe(18)
    invite(connection, user_id, code, now, by=None)
    return code
