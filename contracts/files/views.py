"""The answers of files."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from contracts.files.values import FileState
from contracts.model import Moment, Page, View


class FileView(View):
    """A file as its reader sees it; for those who may not read it `name`, `sha256` and `content_type` are none (masked)."""

    id: UUID
    owner_id: UUID
    name: str | None
    size: int
    sha256: str | None
    content_type: str | None
    state: FileState
    is_readable: bool
    is_attached: bool
    created_at: Moment
    reader_count: int | None = Field(default=None, description="for the owner: how many others have read it")


class FilesView(View):
    """Files by id."""

    files: dict[UUID, FileView]


class UploadView(View):
    """Where the bytes go; no URL when the file is ready already (a repeated command)."""

    file: FileView
    put_url: str | None


class ReadView(View):
    """Leave to read: the URL is for the gateway alone and lives for a minute."""

    file: FileView
    get_url: str


class FileReads(View):
    """How often somebody read, or was refused, a file within an hour."""

    reader_id: UUID
    hour: Moment = Field(description="its beginning")
    is_allowed: bool
    count: int


class FileReadsView(View):
    """A page of reads, newest hour first."""

    items: list[FileReads]
    page: Page


class ClaimView(View):
    """The files and pictures an entry now holds."""

    entry_id: UUID
    file_ids: list[UUID]


class HoldView(View):
    """The files a draft now holds."""

    draft_id: UUID
    file_ids: list[UUID]
    until: Moment


class UnconfirmedClaim(View):
    """A claim that waits for its entry's event."""

    entry_id: UUID
    ticket_id: UUID
    claimed_at: Moment


class UnconfirmedClaimsView(View):
    """Claims that wait for their event, oldest first."""

    items: list[UnconfirmedClaim]
