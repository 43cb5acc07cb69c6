"""Holding: a draft keeps its files from being purged."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, delete, insert, select

from chassis.call import Call
from contracts.errors import Forbidden, InvalidCommand
from contracts.files import MAX_HOLD_DAYS, FileNotUsable, HoldFiles, HoldView
from services.files.domain import policy
from services.files.domain.cabinet import Cabinet
from services.files.models import files, holds


def hold(cabinet: Cabinet, call: Call, command: HoldFiles) -> HoldView:
    """Replace the set of files that a draft of the caller holds; raises `FileNotUsable`. The last call counts."""
    actor = call.actor
    if not policy.may_upload(actor):
        raise Forbidden()
    if command.until > call.now + timedelta(days=MAX_HOLD_DAYS):
        detail = f"Files are held for at most {MAX_HOLD_DAYS} days."
        raise InvalidCommand(errors=[{"pointer": "/until", "detail": detail}])
    wanted = set(command.file_ids)
    of_draft = (holds.c.owner_id == actor.id, holds.c.draft_id == command.draft_id)
    with cabinet.engine.begin() as connection:
        if wanted:
            _lock_usable(connection, call, command)  # first: two windows of one draft come one after the other
        connection.execute(delete(holds).where(*of_draft))
        if wanted:
            row = {"owner_id": actor.id, "draft_id": command.draft_id, "held_until": command.until}
            connection.execute(insert(holds), [row | {"file_id": file_id} for file_id in sorted(wanted)])
    return HoldView(draft_id=command.draft_id, file_ids=command.file_ids, until=command.until)


def _lock_usable(connection: Connection, call: Call, command: HoldFiles) -> None:
    """Lock the rows: the purge locks them before it looks for holds, so whoever comes second sees the first."""
    mine = (
        select(files.c.id)
        .where(files.c.id.in_(set(command.file_ids)), files.c.owner_id == call.actor.id)
        .where(files.c.state == "ready", files.c.entry_id.is_(None))
        .order_by(files.c.id)
        .with_for_update(key_share=True)
    )
    if len(connection.execute(mine).all()) != len(set(command.file_ids)):
        raise FileNotUsable()
