"""What changes a file, or leaves a mark: uploads, claims, holds, reads."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from contracts.files.values import ContentType, FileIds, Sha256
from contracts.model import Command, Moment, Text, WritingCommand


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


class AuthorizeRead(Command):
    """Ask to read a file's bytes; the read, or the refusal, is recorded. The URL in the answer stays inside the system."""

    file_id: UUID
    head: bool = Field(default=False, description="only the headers are wanted: nothing is recorded as read")


class DiscardFile(WritingCommand):
    """Remove an own file that is not attached."""

    file_id: UUID
