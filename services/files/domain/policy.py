"""Who may read a file (P13), and the only way to fetch a file's row for somebody.

No rule mentions company for reading, and a ticket's state plays no part.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Row

from chassis.direct import AnyConnection
from chassis.identity import Principal
from contracts.auth import Role, Scope
from contracts.errors import Forbidden, NotFound
from contracts.files import FileView
from services.files.queries import FILE_BY_ID, FILE_LOCKED, FILES_BY_ID, READER_COUNTS


def may_read(actor: Principal, file: Row[Any]) -> bool:
    """The owner; staff once it is attached; for a file of staff in a public entry, the author and whom it answers."""
    if file.state != "ready" or actor.role in (Role.ADMIN, Role.SERVICE):
        return False
    if file.owner_id == actor.id:
        return True
    if file.entry_id is None:
        return False
    if actor.is_staff:
        return True
    return bool(file.owner_is_staff and file.is_public and actor.id in (file.ticket_author_id, file.addressee_id))


def may_know_of(actor: Principal, file: Row[Any]) -> bool:
    """Colleagues see that an attachment of a public entry exists; so do internal systems that read requests."""
    if file.entry_id is None or not file.is_public:
        return False
    if actor.is_partner:
        return bool(file.company_id == actor.company_id)
    if actor.role is Role.SERVICE and Scope.TICKETS_READ in actor.scopes:
        return actor.company_ids is None or file.company_id in actor.company_ids
    return False


def may_upload(actor: Principal) -> bool:
    """Customers and staff; administrators and internal systems never handle file contents."""
    return actor.is_partner or actor.is_staff


def require_reconciler(actor: Principal) -> None:
    """Raise `Forbidden` unless the actor is the account of the jobs of tickets."""
    if Scope.FILES_RECONCILE not in actor.scopes:
        raise Forbidden()


def readable_file(connection: AnyConnection, actor: Principal, file_id: UUID) -> Row[Any]:
    """A file that the actor may read; `NotFound`, the same for all else."""
    row: Row[Any] | None = connection.execute(FILE_BY_ID, {"file_id": file_id}).first()
    if row is None or not may_read(actor, row):
        raise NotFound()
    return row


def own_file(connection: AnyConnection, actor: Principal, file_id: UUID, *, lock: bool = False) -> Row[Any]:
    """A file of the actor's own in any state but purged; `NotFound` otherwise."""
    row: Row[Any] | None = connection.execute(FILE_LOCKED if lock else FILE_BY_ID, {"file_id": file_id}).first()
    if row is None or row.owner_id != actor.id or row.state in ("purged", "purging"):
        raise NotFound()
    return row


def described(connection: AnyConnection, actor: Principal, ids: list[UUID]) -> dict[UUID, FileView]:
    """Files as the actor may see them: whole, masked, or not at all; own ones with how many others have read them."""
    views: dict[UUID, FileView] = {}
    rows = connection.execute(FILES_BY_ID, {"ids": ids}).all() if ids else ()
    counts = reader_counts(connection, [row.id for row in rows if row.owner_id == actor.id and row.state == "ready"])
    for row in rows:
        if may_read(actor, row) or (row.owner_id == actor.id and row.state == "pending"):
            views[row.id] = view(row, is_readable=row.state == "ready", reader_count=counts.get(row.id))
        elif may_know_of(actor, row):
            views[row.id] = view(row, is_readable=False)
    return views


def reader_counts(connection: AnyConnection, own: list[UUID]) -> dict[UUID, int]:
    """How many others have read each of somebody's own files."""
    if not own:
        return {}
    return dict.fromkeys(own, 0) | dict(tuple(row) for row in connection.execute(READER_COUNTS, {"ids": own}).all())


def tombstone(connection: AnyConnection, file_id: UUID) -> FileView:
    """What is left of a file that its owner removed."""
    return view(connection.execute(FILE_BY_ID, {"file_id": file_id}).one(), is_readable=False)


def view(row: Row[Any], *, is_readable: bool, reader_count: int | None = None) -> FileView:
    """A file's row as a view; masked unless it may be read or is being uploaded by its owner."""
    shown = is_readable or row.state == "pending"
    return FileView(
        id=row.id,
        owner_id=row.owner_id,
        name=row.name if shown else None,
        size=row.size,
        sha256=row.sha256 if shown else None,
        content_type=row.content_type if shown else None,
        state="purged" if row.state == "purging" else row.state,
        is_readable=is_readable,
        is_attached=row.entry_id is not None,
        created_at=row.created_at,
        reader_count=reader_count,
    )
