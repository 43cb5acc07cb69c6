"""What was revoked lately, for processes that connect."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete

from contracts.auth import RevocationsView, RevocationView
from services.auth.domain.realm import Realm
from services.auth.models import revocations
from services.auth.queries import REVOCATIONS
from services.auth.settings import REVOCATION_LIFE

MOST = 4_000  # fits a reply; who asks goes on behind the last until an answer is empty


def revocations_after(realm: Realm, now: datetime, position: int) -> RevocationsView:
    """Revocations after a position that a living token could still meet, the oldest first."""
    recent = REVOCATIONS.where(revocations.c.position > position, revocations.c.created_at > now - REVOCATION_LIFE)
    with realm.reads.connect() as connection:
        rows = connection.execute(recent.limit(MOST)).all()
    items = [RevocationView.model_validate(dict(row._mapping)) for row in rows]
    return RevocationsView(items=items, position=items[-1].position if items else position)


def purge(connection: Connection, now: datetime) -> int:
    """Forget revocations that no living token can meet."""
    return connection.execute(delete(revocations).where(revocations.c.created_at < now - 2 * REVOCATION_LIFE)).rowcount
