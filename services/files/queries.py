"""Statements that are read often, built once."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select

from services.files.models import claims, files, reads

# A file with the facts of the claim that holds it: what the policy decides on.
FILE = select(
    files,
    claims.c.company_id,
    claims.c.ticket_author_id,
    claims.c.addressee_id,
    claims.c.is_public,
    claims.c.confirmed_at,
).select_from(files.outerjoin(claims, files.c.entry_id == claims.c.entry_id))

FILES_BY_ID = FILE.where(files.c.id.in_(bindparam("ids", expanding=True)))
FILE_BY_ID = FILE.where(files.c.id == bindparam("file_id"))

READER_COUNT = select(func.count(func.distinct(reads.c.reader_id))).where(
    reads.c.file_id == bindparam("file_id"), reads.c.is_allowed
)

UNATTACHED_OF_OWNER = (
    select(func.count())
    .select_from(files)
    .where(files.c.owner_id == bindparam("owner_id"), files.c.entry_id.is_(None), files.c.state != "purged")
)
