"""Values of files: limits, pictures, digests, states."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from contracts.model import Line

MAX_FILES_PER_SUBMISSION = 3
MAX_FILE_BYTES = 25 * 1024 * 1024
MAX_FILE_NAME = 200
MAX_HOLD_DAYS = 60
MAX_UNATTACHED_FILES = 300
MAX_PICTURES_PER_SUBMISSION = 10
# By their first bytes; the only types shown inline.
PICTURE_TYPES = frozenset({"image/png", "image/jpeg", "image/webp"})
PICTURE_SRC = re.compile(r"/api/v1/files/([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})/content")
# In sanitised HTML: < > " stand for themselves in tags alone.
PICTURE = re.compile(f'<img\\b[^>]*? src="{PICTURE_SRC.pattern}"')

FileIds = Annotated[list[UUID], Field(max_length=50)]
Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
ContentType = Annotated[Line, StringConstraints(max_length=127, pattern=r"^[\w.+-]+/[\w.+-]+$")]


class FileState(StrEnum):
    """pending: bytes are on their way; ready: stored and checked; purged: bytes are gone, the row is a tombstone."""

    PENDING = "pending"
    READY = "ready"
    PURGED = "purged"
