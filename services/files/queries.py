"""Statements that are read often, built once."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select, text

from chassis.writes import Write
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

READER_COUNTS = (
    select(reads.c.file_id, func.count(func.distinct(reads.c.reader_id)))
    .where(reads.c.file_id.in_(bindparam("ids", expanding=True)), reads.c.is_allowed)
    .group_by(reads.c.file_id)
)

UNATTACHED_OF_OWNER = (
    select(func.count())
    .select_from(files)
    .where(files.c.owner_id == bindparam("owner_id"), files.c.entry_id.is_(None), files.c.state != "purged")
)

# Announcing a file is the most frequent write: one statement does what `CommandLog.once` does in a transaction of six.
# It returns the new row. Nothing comes back when the command ran before, runs just now, or the owner has too many files;
# which of them, `once` finds out.
BEGIN_UPLOAD = text(
    """
    WITH unattached AS (
        SELECT FROM files WHERE owner_id = :owner_id AND entry_id IS NULL AND state <> 'purged' LIMIT :most
    ), command AS (
        INSERT INTO commands (principal_id, operation, command_id, fingerprint, resource_id, version)
        SELECT :owner_id, :operation, :command_id, :fingerprint, CAST(:id AS uuid), 1
        WHERE pg_try_advisory_xact_lock(:lock) AND (SELECT count(*) FROM unattached) < :most
        ON CONFLICT DO NOTHING
        RETURNING 1
    )
    INSERT INTO files (id, owner_id, owner_is_staff, name, size, state, object_key, created_at)
    SELECT :id, :owner_id, :owner_is_staff, :name, :size, :state, :object_key, :created_at FROM command
    RETURNING *
    """
)

# Sent with the file's event, in one statement. A file that is not pending any more has no size to be given, which the table
# refuses (23502): the event is not written then either.
MAKE_READY = Write(
    """
    UPDATE files SET state = 'ready', sha256 = :sha256, md5 = :md5, content_type = :content_type,
                     size = CASE WHEN state = 'pending' THEN size END
    WHERE id = :id
    """
)
