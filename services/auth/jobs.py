"""What auth does by itself: rotate signing keys, forget what is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, Engine, delete

from chassis.jobs import Job
from services.auth.domain import keys, revocations, throttle
from services.auth.models import sessions, token_families
from services.auth.settings import SESSION_IDLE, AuthSettings

SETTINGS = AuthSettings


def jobs(settings: AuthSettings, engine: Engine) -> list[Job]:
    """All jobs of auth."""

    def in_transaction(work: Callable[[Connection, datetime], int]) -> Callable[[datetime], int]:
        def run(now: datetime) -> int:
            with engine.begin() as connection:
                return work(connection, now)

        return run

    return [
        Job("rotate-keys", 3600, in_transaction(lambda c, now: keys.rotate(c, settings.root_private_key, now))),
        Job("end-sessions", 600, in_transaction(_end_sessions)),
        Job("purge-revocations", 300, in_transaction(revocations.purge)),
        Job(
            "purge-failures",
            600,
            in_transaction(lambda c, now: throttle.purge(c, settings.failure_window_minutes, now)),
        ),
    ]


def _end_sessions(connection: Connection, now: datetime) -> int:
    over = (sessions.c.expires_at < now) | (sessions.c.last_seen_at < now - SESSION_IDLE)
    ended = connection.execute(delete(sessions).where(over)).rowcount
    return ended + connection.execute(delete(token_families).where(token_families.c.expires_at < now)).rowcount
