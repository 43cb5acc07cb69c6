"""Rows and store compared: objects without rows, rows without objects, and bytes that are not what they were."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update

from chassis import log
from services.files.domain.cabinet import Cabinet
from services.files.models import files

BATCH = 100
PREFIXES = "0123456789abcdef"  # of object keys: a sixteenth of them is held in memory at a time
ORPHAN_LIFE = timedelta(days=1)

_FACTS: tuple[Any, ...] = (files.c.id, files.c.object_key, files.c.size, files.c.sha256, files.c.md5)


def verify_new(cabinet: Cabinet, now: datetime) -> int:
    """Read files once more after their upload and compare their SHA-256 with what was claimed then."""
    unverified = select(*_FACTS).where(files.c.verified_at.is_(None), files.c.state == "ready")
    with cabinet.reads.connect() as connection:
        due = connection.execute(unverified.order_by(files.c.created_at).limit(BATCH)).all()
    for row in due:
        fault = _fault(cabinet, row, hashes=True)
        if fault is None or _is_ready(cabinet, row.id):  # else it was removed meanwhile
            _keep(cabinet, row.id, now, fault=fault)
    return len(due)


def verify_store(cabinet: Cabinet, now: datetime, *, hashes: bool) -> int:
    """Ask the store for size and ETag of every file, or read every byte; returns how many are not what they were."""
    faults = 0
    for row in _ready(cabinet):
        fault = _fault(cabinet, row, hashes=hashes)
        if fault is not None and not _is_ready(cabinet, row.id):
            continue  # it was removed meanwhile
        faults += fault is not None
        if fault or hashes:
            _keep(cabinet, row.id, now, fault=fault)
    return faults


def sweep(cabinet: Cabinet, now: datetime) -> int:
    """Report objects without rows (removing those older than a day) and rows without objects; returns how many."""
    logger = log.get_logger("files")
    found = 0
    for prefix in PREFIXES:
        with cabinet.reads.connect() as connection:
            query = select(files.c.object_key, files.c.id, files.c.state).where(files.c.object_key.startswith(prefix))
            known = {row.object_key: row for row in connection.execute(query)}
        objects = cabinet.store.keys(prefix)
        for key, stored_at in objects.items():
            if (key in known and known[key].state != "purged") or _has_row(cabinet, key):
                continue
            is_old = stored_at < now - ORPHAN_LIFE
            if is_old:
                cabinet.store.remove(key)
            logger.warning("object_without_row", object_key=key, stored_at=stored_at.isoformat(), removed=is_old)
            found += 1
        for key, row in known.items():
            if row.state == "ready" and key not in objects and cabinet.store.stat(key) is None:
                if not _is_ready(cabinet, row.id):
                    continue
                _keep(cabinet, row.id, now, fault="missing")
                found += 1
    return found


def _fault(cabinet: Cabinet, row: Row[Any], *, hashes: bool) -> str | None:
    """What is wrong with a file in the store: missing, size, etag, bytes; none when all is well."""
    stored = cabinet.store.stat(row.object_key)
    if stored is None:
        return "missing"
    if stored.size != row.size:
        return "size"
    if row.md5 is not None and stored.md5 != row.md5:
        return "etag"
    if not hashes:
        return None
    digest = hashlib.sha256()
    for piece in cabinet.store.read(row.object_key):
        digest.update(piece)
    return None if digest.hexdigest() == row.sha256 else "bytes"


def _keep(cabinet: Cabinet, file_id: UUID, now: datetime, *, fault: str | None) -> None:
    """Write down what was found; a fault is told in the log as well."""
    if fault is not None:
        log.get_logger("files").error("file_damaged", file_id=str(file_id), fault=fault)
    with cabinet.engine.begin() as connection:
        statement = update(files).where(files.c.id == file_id)
        connection.execute(statement.values(verified_at=now, is_damaged=fault is not None))


def _ready(cabinet: Cabinet) -> Iterator[Row[Any]]:
    """All stored files, in batches by id."""
    last: UUID | None = None
    while True:
        query = select(*_FACTS).where(files.c.state == "ready").order_by(files.c.id).limit(BATCH)
        with cabinet.reads.connect() as connection:
            rows = connection.execute(query.where(files.c.id > last) if last else query).all()
        yield from rows
        if len(rows) < BATCH:
            return
        last = rows[-1].id


def _is_ready(cabinet: Cabinet, file_id: UUID) -> bool:
    with cabinet.reads.connect() as connection:
        return connection.scalar(select(files.c.state).where(files.c.id == file_id)) == "ready"


def _has_row(cabinet: Cabinet, key: str) -> bool:
    """Whether a row came since; one whose bytes are gone counts as none."""
    query = select(files.c.id).where(files.c.object_key == key, files.c.state != "purged")
    with cabinet.reads.connect() as connection:
        return connection.scalar(query) is not None
