"""The words of files: uploads, claims by entries, reading rights, events."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, ClassVar, Protocol
from uuid import UUID

from pydantic import Field, StringConstraints

from contracts.errors import DomainError
from contracts.model import Audience, Command, Context, Cursor, Event, Line, Moment, Page, Text, View, WritingCommand

MAX_FILES_PER_SUBMISSION = 3
MAX_FILE_BYTES = 25 * 1024 * 1024
MAX_FILE_NAME = 200
MAX_HOLD_DAYS = 60
MAX_UNATTACHED_FILES = 300
MAX_PICTURES_PER_SUBMISSION = 10
PICTURE_TYPES = frozenset(
    {"image/png", "image/jpeg", "image/webp"}
)  # by their first bytes; the only types shown inline
PICTURE_SRC = re.compile(r"/api/v1/files/([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})/content")
PICTURE = re.compile(
    f'<img\\b[^>]*? src="{PICTURE_SRC.pattern}"'
)  # in sanitised HTML: < > " stand for themselves in tags alone

FileIds = Annotated[list[UUID], Field(max_length=50)]
Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
ContentType = Annotated[Line, StringConstraints(max_length=127, pattern=r"^[\w.+-]+/[\w.+-]+$")]


class FileState(StrEnum):
    """pending: bytes are on their way; ready: stored and checked; purged: bytes are gone, the row is a tombstone."""

    PENDING = "pending"
    READY = "ready"
    PURGED = "purged"


# --- commands ---------------------------------------------------------------------------------------------------------


class BeginUpload(WritingCommand):
    """Announce a file (P5). The answer has a URL to which the gateway alone sends the bytes."""

    file_name: Annotated[Text, StringConstraints(min_length=1, max_length=2000)]
    size: int = Field(ge=0)


class CompleteUpload(Command):
    """The bytes are stored; check them against the store and make the file ready. Idempotent."""

    file_id: UUID
    size: int = Field(ge=0)
    sha256: Sha256
    md5: Annotated[str, StringConstraints(pattern="^[0-9a-f]{32}$")]
    content_type: ContentType


class ClaimFiles(Command):
    """Attach files to an entry, all or none; idempotent by `entry_id`. The facts are what reading rights need, for ever."""

    entry_id: UUID
    file_ids: FileIds
    picture_ids: FileIds = Field(default=[], description="shown in the text: png, jpeg or webp alone")
    ticket_id: UUID
    ticket_number: int
    company_id: UUID
    ticket_author_id: UUID
    entry_kind: str
    addressee_id: UUID | None = Field(default=None, description="the customer whom a staff answer answers")
    is_public: bool = True


class HoldFiles(Command):
    """Keep files for a draft until `until`: the set replaces what this draft of the caller held; an empty one releases.

    Only own files that are ready and not attached. Idempotent; a held file is not purged while `until` lies ahead.
    """

    draft_id: UUID
    file_ids: FileIds
    until: Moment = Field(description="at most 60 days ahead")


class ReleaseFiles(Command):
    """Undo the claim of an entry that did not come to be. Nothing happens when there is none, or when it is confirmed."""

    entry_id: UUID


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


class AuthorizeRead(Command):
    """Ask to read a file's bytes; the read, or the refusal, is recorded. The URL in the answer stays inside the system."""

    file_id: UUID
    head: bool = Field(default=False, description="only the headers are wanted: nothing is recorded as read")


class ListReads(Command):
    """Who read an own file, newest hour first; only its owner asks."""

    file_id: UUID
    cursor: Cursor | None = None
    limit: int = Field(default=50, ge=1, le=200)


class DiscardFile(WritingCommand):
    """Remove an own file that is not attached."""

    file_id: UUID


# --- views ------------------------------------------------------------------------------------------------------------


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
    reader_count: int | None = Field(
        default=None, description="for the owner, of one file: how many others have read it"
    )


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


# --- events -----------------------------------------------------------------------------------------------------------


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


# --- errors -----------------------------------------------------------------------------------------------------------


class FileTooLarge(DomainError, kind="too_large"):
    """The file is larger than 25 MiB. Ask your consultant how to send large files."""


class FileNameInvalid(DomainError, kind="invalid"):
    """The file needs a name of at most 200 visible characters."""


class EmptyFile(DomainError, kind="invalid"):
    """The file is empty. Check it on your computer and choose it again."""


class TooManyUploads(DomainError, kind="conflict"):
    """You have 300 uploads that are attached to nothing. Attach or remove some, or wait a day."""


class UploadMismatch(DomainError, kind="invalid"):
    """What arrived is not what was announced. Send the file again."""


class FileNotUsable(DomainError, kind="invalid"):
    """One of the files cannot be attached: it is not yours, not ready, or attached already. Upload it again."""


class PictureNotUsable(DomainError, kind="invalid"):
    """A picture in the text is a PNG, JPEG or WebP file. Attach other files instead."""


class FileAttachedAlready(DomainError, kind="conflict"):
    """The file is part of a request and cannot be removed."""


class StoreUnavailable(DomainError, kind="unavailable"):
    """The file store is away for a moment; nothing was changed. Try again shortly."""


# --- the RPC surface --------------------------------------------------------------------------------------------------


class FilesApi(Protocol):
    """What files can be asked. `claim`, `hold`, `release` and `unconfirmed_claims` are for the tickets service."""

    def begin_upload(self, call: Context, command: BeginUpload) -> UploadView: ...
    def complete_upload(self, call: Context, command: CompleteUpload) -> FileView: ...
    def claim(self, call: Context, command: ClaimFiles) -> ClaimView: ...
    def hold(self, call: Context, command: HoldFiles) -> HoldView: ...
    def release(self, call: Context, command: ReleaseFiles) -> ClaimView: ...
    def unconfirmed_claims(self, call: Context, command: UnconfirmedClaims) -> UnconfirmedClaimsView: ...
    def describe(self, call: Context, command: DescribeFiles) -> FilesView: ...
    def get_file(self, call: Context, command: GetFile) -> FileView: ...
    def authorize_read(self, call: Context, command: AuthorizeRead) -> ReadView: ...
    def list_reads(self, call: Context, command: ListReads) -> FileReadsView: ...
    def discard(self, call: Context, command: DiscardFile) -> FileView: ...
