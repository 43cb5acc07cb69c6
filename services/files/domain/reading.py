"""Reading: a check at every read, and a record of every read and refusal."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.call import Call
from contracts.errors import NotFound
from contracts.files import AuthorizeRead, DescribeFiles, FilesView, FileView, ReadView
from services.files.domain import policy
from services.files.domain.cabinet import Cabinet
from services.files.models import reads
from services.files.queries import FILE_BY_ID


def describe(cabinet: Cabinet, call: Call, command: DescribeFiles) -> FilesView:
    """Files as the caller may see them."""
    with cabinet.reads.connect() as connection:
        return FilesView(files=policy.described(connection, call.actor, command.ids))


def get_file(cabinet: Cabinet, call: Call, file_id: UUID) -> FileView:
    """One file that the caller may read, or an own one that is being uploaded."""
    with cabinet.reads.connect() as connection:
        row = connection.execute(FILE_BY_ID, {"file_id": file_id}).first()
        if row is not None and row.owner_id == call.actor.id and row.state == "pending":
            return policy.view(row, is_readable=False)
        return policy.view(policy.readable_file(connection, call.actor, file_id), is_readable=True)


def authorize_read(cabinet: Cabinet, call: Call, command: AuthorizeRead) -> ReadView:
    """Leave to read a file's bytes. Refusals are recorded too, for files that exist."""
    actor = call.actor
    with cabinet.reads.connect() as connection:
        row = connection.execute(FILE_BY_ID, {"file_id": command.file_id}).first()
        allowed = row is not None and policy.may_read(actor, row)
        if row is not None and not (allowed and (command.head or actor.id == row.owner_id)):
            _record(connection, row, actor.id, call.now, is_allowed=allowed)
        if row is None or not allowed:
            raise NotFound()
    return ReadView(file=policy.view(row, is_readable=True), get_url=cabinet.store.get_url(row.object_key))


def _record(connection: Connection, row: Row[Any], reader_id: UUID, now: datetime, *, is_allowed: bool) -> None:
    """One row per file, reader and hour, with a count."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    values = {"file_id": row.id, "reader_id": reader_id, "hour": hour, "is_allowed": is_allowed, "count": 1}
    statement = upsert(reads).values(**values)
    keys = ["file_id", "reader_id", "hour", "is_allowed"]
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_={"count": reads.c.count + 1}))
