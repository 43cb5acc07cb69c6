"""Reading: a check at every read, and a record of every read and refusal."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, tuple_

from chassis import paging
from chassis.call import Call
from chassis.direct import DirectConnection
from contracts.errors import NotFound
from contracts.files import (
    AuthorizeRead,
    DescribeFiles,
    FileReads,
    FileReadsView,
    FilesView,
    FileView,
    ListReads,
    ReadView,
)
from contracts.model import Page
from services.files.domain import policy
from services.files.domain.cabinet import Cabinet
from services.files.models import reads
from services.files.queries import FILE_BY_ID, RECORD_READ


def describe(cabinet: Cabinet, call: Call, command: DescribeFiles) -> FilesView:
    """Files as the caller may see them."""
    with cabinet.direct.connect() as connection:
        return FilesView(files=policy.described(connection, call.actor, command.ids))


def get_file(cabinet: Cabinet, call: Call, file_id: UUID) -> FileView:
    """One file that the caller may read, or an own one that is being uploaded."""
    with cabinet.direct.connect() as connection:
        row = connection.execute(FILE_BY_ID, {"file_id": file_id}).first()
        if row is not None and row.owner_id == call.actor.id and row.state == "pending":
            return policy.view(row, is_readable=False)
        row = policy.readable_file(connection, call.actor, file_id)
        counts = policy.reader_counts(connection, [row.id]) if row.owner_id == call.actor.id else {}
        return policy.view(row, is_readable=True, reader_count=counts.get(row.id))


def list_reads(cabinet: Cabinet, call: Call, command: ListReads) -> FileReadsView:
    """Who read an own file, or was refused, newest hour first."""
    bound = paging.fingerprint("reads", str(command.file_id))
    order = (reads.c.hour, reads.c.reader_id, reads.c.is_allowed)
    query = select(*order, reads.c.count).where(reads.c.file_id == command.file_id)
    if command.cursor:
        query = query.where(tuple_(*order) < paging.decode(command.cursor, bound, datetime.fromisoformat, UUID, bool))
    with cabinet.reads.connect() as connection:
        policy.own_file(connection, call.actor, command.file_id)
        query = query.order_by(*(column.desc() for column in order)).limit(command.limit + 1)
        rows = connection.execute(query).all()
    more = len(rows) > command.limit
    rows = rows[: command.limit]
    last = rows[-1] if more else None
    cursor = paging.encode(bound, last.hour.isoformat(), last.reader_id, last.is_allowed) if last else None
    items = [FileReads.model_validate(dict(row._mapping)) for row in rows]
    return FileReadsView(items=items, page=Page(next_cursor=cursor, limit=command.limit))


def authorize_read(cabinet: Cabinet, call: Call, command: AuthorizeRead) -> ReadView:
    """Leave to read a file's bytes. Refusals are recorded too, for files that exist."""
    actor = call.actor
    with cabinet.direct.connect() as connection:
        row = connection.execute(FILE_BY_ID, {"file_id": command.file_id}).first()
        allowed = row is not None and policy.may_read(actor, row)
        if row is not None and not (allowed and (command.head or actor.id == row.owner_id)):
            _record(connection, row, actor.id, call.now, is_allowed=allowed)
        if row is None or not allowed:
            raise NotFound()
    return ReadView(file=policy.view(row, is_readable=True), get_url=cabinet.store.get_url(row.object_key))


def _record(connection: DirectConnection, row: Row[Any], reader_id: UUID, now: datetime, *, is_allowed: bool) -> None:
    """Count a read or a refusal, by the hour."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    values = {"file_id": row.id, "reader_id": reader_id, "hour": hour, "is_allowed": is_allowed}
    connection.execute(RECORD_READ, values)
