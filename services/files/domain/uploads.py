"""Uploading (P5, P6): object first, row second, and nothing half done is ever ready."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, insert, update
from sqlalchemy.exc import IntegrityError

from chassis.call import Call
from chassis.commands import CommandKey, Receipt
from chassis.outbox import add_events
from chassis.writes import Writes, write
from contracts.errors import CommandReused, Forbidden
from contracts.files import (
    MAX_FILE_BYTES,
    MAX_UNATTACHED_FILES,
    BeginUpload,
    CompleteUpload,
    DiscardFile,
    EmptyFile,
    FileAttachedAlready,
    FilePurged,
    FileState,
    FileTooLarge,
    FileUploaded,
    FileView,
    TooManyUploads,
    UploadMismatch,
    UploadView,
)
from services.files.domain import policy
from services.files.domain.cabinet import Cabinet
from services.files.domain.names import clean_name
from services.files.models import files
from services.files.queries import BEGIN_UPLOAD, MAKE_READY, UNATTACHED_OF_OWNER


def begin_upload(cabinet: Cabinet, call: Call, command: BeginUpload) -> UploadView:
    """Announce a file; the answer says where its bytes go. A repeat answers with the same file."""
    actor = call.actor
    if not policy.may_upload(actor):
        raise Forbidden()
    if command.size > MAX_FILE_BYTES:
        raise FileTooLarge()
    if command.size == 0:
        raise EmptyFile()
    name = clean_name(command.file_name)
    key = cabinet.commands.key(actor.id, "begin_upload", command)

    file_id, random = uuid4(), uuid4().hex
    new = {
        "id": file_id,
        "owner_id": actor.id,
        "owner_is_staff": actor.is_staff,
        "name": name,
        "size": command.size,
        "state": "pending",
        "object_key": f"{random[:2]}/{random}",
        "created_at": call.now,
    }
    once = {**key.columns, "fingerprint": key.fingerprint, "lock": key.lock, "most": MAX_UNATTACHED_FILES}
    with cabinet.direct.connect() as connection:  # one statement is a transaction by itself
        row = connection.execute(BEGIN_UPLOAD, new | once).first()
    if row is not None:
        return UploadView(file=policy.view(row, is_readable=False), put_url=cabinet.store.put_url(row.object_key))
    return _begin_again(cabinet, call, key, new)


def _begin_again(cabinet: Cabinet, call: Call, key: CommandKey, new: dict[str, Any]) -> UploadView:
    """A repeat, or one file too many: the same in single steps, which say why."""
    actor = call.actor

    def effect(connection: Connection) -> Receipt:
        if (connection.scalar(UNATTACHED_OF_OWNER, {"owner_id": actor.id}) or 0) >= MAX_UNATTACHED_FILES:
            raise TooManyUploads()
        connection.execute(insert(files).values(**new))
        return Receipt(str(new["id"]), 1)

    receipt, _ = cabinet.commands.once(cabinet.engine, key, effect)
    with cabinet.direct.connect() as connection:
        row = policy.own_file(connection, actor, UUID(receipt.resource_id))
    if row.state == "ready":
        return UploadView(file=policy.view(row, is_readable=True), put_url=None)
    return UploadView(file=policy.view(row, is_readable=False), put_url=cabinet.store.put_url(row.object_key))


def complete_upload(cabinet: Cabinet, call: Call, command: CompleteUpload) -> FileView:
    """Make a file ready once the store has what was announced; idempotent. The bytes' hash must be the same on a repeat."""
    actor = call.actor
    with cabinet.direct.connect() as connection:
        row = policy.own_file(connection, actor, command.file_id)
    if row.state == "ready":
        if row.sha256 != command.sha256:
            raise CommandReused()
        return policy.view(row, is_readable=True)
    stored = cabinet.store.stat(row.object_key)
    if stored is None or stored.size != row.size or command.size != row.size or stored.md5 != command.md5:
        if stored is not None:
            cabinet.store.remove(row.object_key)
        raise UploadMismatch()
    facts = {"sha256": command.sha256, "md5": command.md5, "content_type": command.content_type}
    event = FileUploaded(file_id=row.id, owner_id=actor.id, size=row.size, sha256=command.sha256)
    try:
        with cabinet.direct.connect() as connection:  # one statement is a transaction by itself
            writes = Writes(connection)
            write(writes, MAKE_READY, facts | {"id": row.id})
            add_events(writes, f"files/{row.id}", [event], call=call)
            writes.send()
    except IntegrityError:  # somebody was faster
        with cabinet.direct.connect() as connection:
            row = policy.own_file(connection, actor, command.file_id)
        if row.sha256 != command.sha256:
            raise CommandReused() from None
        return policy.view(row, is_readable=True)
    made = {
        "state": FileState.READY,
        "sha256": command.sha256,
        "content_type": command.content_type,
        "is_readable": True,
    }
    return policy.view(row, is_readable=False).model_copy(update=made)


def discard(cabinet: Cabinet, call: Call, command: DiscardFile) -> FileView:
    """Remove an own file that is not attached: bytes first, then the row becomes a tombstone."""
    actor = call.actor
    key = cabinet.commands.key(actor.id, "discard", command)

    def effect(connection: Connection) -> Receipt:
        row = policy.own_file(connection, actor, command.file_id, lock=True)
        if row.entry_id is not None:
            raise FileAttachedAlready()
        connection.execute(update(files).where(files.c.id == row.id).values(state="purging"))
        return Receipt(str(row.id), 1)

    with cabinet.reads.connect() as connection:
        earlier = cabinet.commands.find(connection, key)
        row = None if earlier else policy.own_file(connection, actor, command.file_id)
    cabinet.commands.once(cabinet.engine, key, effect)
    if row is not None:
        purge(cabinet, row.id, row.object_key, row.owner_id, reason="discarded")
    with cabinet.reads.connect() as connection:
        return policy.tombstone(connection, command.file_id)


def purge(cabinet: Cabinet, file_id: UUID, object_key: str, owner_id: UUID, *, reason: str) -> None:
    """Remove the bytes of a file that is `purging`, then say so. Killed between the two, it is done again."""
    cabinet.store.remove(object_key)
    with cabinet.engine.begin() as connection:
        statement = (
            update(files).where(files.c.id == file_id, files.c.state == "purging").values(state="purged", name="")
        )
        if connection.execute(statement).rowcount:
            event = FilePurged(file_id=file_id, owner_id=owner_id, reason=reason)
            add_events(connection, f"files/{file_id}", [event], call=None)
