"""Statements that are read often, built once."""

from __future__ import annotations

from sqlalchemy import text

from chassis.writes import Write
from services.files.models import files

# Named: a column that a later version adds changes the result of no statement that is prepared on its names.
_COLUMNS = [column.name for column in files.columns]

# A file with the facts of the claim that holds it: what the policy decides on.
_FILE = (
    f"SELECT {', '.join(f'f.{name}' for name in _COLUMNS)}, c.company_id, c.ticket_author_id, c.addressee_id, c.is_public "
    "FROM files f LEFT JOIN claims c ON c.entry_id = f.entry_id "
)
FILES_BY_ID = text(_FILE + "WHERE f.id = ANY(:ids)")
FILE_BY_ID = text(_FILE + "WHERE f.id = :file_id")
FILE_LOCKED = text(_FILE + "WHERE f.id = :file_id FOR UPDATE OF f")

READER_COUNTS = text(
    "SELECT file_id, count(DISTINCT reader_id) FROM reads WHERE file_id = ANY(:ids) AND is_allowed GROUP BY file_id"
)
# One row per file, reader and hour.
RECORD_READ = text(
    "INSERT INTO reads (file_id, reader_id, hour, is_allowed, count) VALUES (:file_id, :reader_id, :hour, :is_allowed, 1) "
    "ON CONFLICT (file_id, reader_id, hour, is_allowed) DO UPDATE SET count = reads.count + 1"
)
UNATTACHED_OF_OWNER = text(
    "SELECT count(*) FROM files WHERE owner_id = :owner_id AND entry_id IS NULL AND state <> 'purged'"
)

# Announcing a file is the most frequent write: one statement does what `CommandLog.once` does in a transaction of six.
# It returns the new row. Nothing comes back when the command ran before, runs just now, or the owner has too many files;
# which of them, `once` finds out.
BEGIN_UPLOAD = text(
    f"""
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
    RETURNING {", ".join(_COLUMNS)}
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
