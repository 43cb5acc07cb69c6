"""What files does by itself: purge what nobody attached, compare rows and store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import Engine, delete, exists, select, update

from chassis.jobs import Job
from services.files.domain import checking
from services.files.domain.cabinet import Cabinet
from services.files.domain.uploads import purge
from services.files.models import files, holds
from services.files.settings import UNATTACHED_LIFE, FilesSettings

SETTINGS = FilesSettings
BATCH = 100


def jobs(settings: FilesSettings, engine: Engine) -> list[Job]:
    """All jobs of files."""
    cabinet = Cabinet.of(engine, settings)
    return [
        Job("purge-unattached", 300, purge_unattached(cabinet)),
        Job("verify-hashes", 30, partial(checking.verify_new, cabinet)),
        Job("sweep", 86_400, partial(checking.sweep, cabinet)),
        Job("verify-store", None, partial(checking.verify_store, cabinet, hashes=False)),
        Job("verify-bytes", None, partial(checking.verify_store, cabinet, hashes=True)),
    ]


def purge_unattached(cabinet: Cabinet) -> Callable[[datetime], int]:
    """Remove files that were not attached within 24 hours and that no draft holds; finish removals that were interrupted."""
    due_columns = (files.c.id, files.c.object_key, files.c.owner_id)

    def batch(now: datetime) -> int:
        is_held = exists().where(holds.c.file_id == files.c.id, holds.c.held_until > now)
        old = (
            select(files.c.id)
            .where(files.c.entry_id.is_(None), files.c.state.in_(("pending", "ready")), ~is_held)
            .where(files.c.created_at < now - UNATTACHED_LIFE)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        with cabinet.engine.begin() as connection:  # from here on no entry can claim them
            connection.execute(delete(holds).where(holds.c.held_until <= now))
            locked = connection.execute(old).scalars().all()  # looked at again, now that no draft can take hold of them
            free = update(files).where(files.c.id.in_(locked), ~is_held)
            connection.execute(free.values(state="purging"))
        with cabinet.reads.connect() as connection:
            due = connection.execute(select(*due_columns).where(files.c.state == "purging").limit(BATCH)).all()
        for row in due:
            purge(cabinet, row.id, row.object_key, row.owner_id, reason="unattached")
        return len(due)

    def run(now: datetime) -> int:
        done = 0
        while count := batch(now):
            done += count
        return done

    return run
