"""What files tell the others."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from contracts.model import Audience, Event


class FileEvent(Event):
    """What every event about a file says."""

    audience: ClassVar[Audience] = Audience.OWNER
    file_id: UUID
    owner_id: UUID


class FileUploaded(FileEvent):
    """A file is stored and checked."""

    name = "file_uploaded_v1"
    size: int
    sha256: str


class FileAttached(FileEvent):
    """A file belongs to an entry now."""

    name = "file_attached_v1"
    entry_id: UUID
    ticket_number: int


class FilePurged(FileEvent):
    """A file's bytes are gone."""

    name = "file_purged_v1"
    reason: str
