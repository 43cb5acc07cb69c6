"""What can be asked of files without changing anything."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from contracts.model import Command, Cursor


class UnconfirmedClaims(Command):
    """Claims older than `older_than_seconds` that no event has confirmed."""

    older_than_seconds: int = Field(default=60, ge=0)
    limit: int = Field(default=100, ge=1, le=200)


class DescribeFiles(Command):
    """Ask for files by id, as the caller may see them; unknown and unseeable ones are left out."""

    ids: list[UUID] = Field(max_length=500)


class GetFile(Command):
    """One file that the caller may read."""

    file_id: UUID


class ListReads(Command):
    """Who read an own file, newest hour first; only its owner asks."""

    file_id: UUID
    cursor: Cursor | None = None
    limit: int = Field(default=50, ge=1, le=200)
