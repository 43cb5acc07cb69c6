"""Files on the bus: one line per operation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from chassis.call import Call
from chassis.events import on_event
from chassis.rpc import operation
from contracts import files as words
from contracts.model import CloudEvent
from services.files.domain import claims, holding, reading, uploads
from services.files.domain.cabinet import Cabinet
from services.files.settings import FilesSettings

CONFIRMING = frozenset({"ticket_opened_v1", "ticket_updated_v1", "ticket_answered_v1", "note_added_v1"})


class FilesService:
    """File rows, who may read which file, and where the bytes are."""

    name = "files"
    settings = FilesSettings
    cabinet: Cabinet

    @classmethod
    def build(cls, runtime: Any) -> FilesService:
        """Make the service from its runtime."""
        service = cls()
        service.cabinet = Cabinet.of(runtime.engine, runtime.settings)
        return service

    @operation
    def begin_upload(self, call: Call, command: words.BeginUpload) -> words.UploadView:
        """Announce a file."""
        return uploads.begin_upload(self.cabinet, call, command)

    @operation
    def complete_upload(self, call: Call, command: words.CompleteUpload) -> words.FileView:
        """Make a file ready."""
        return uploads.complete_upload(self.cabinet, call, command)

    @operation
    def claim(self, call: Call, command: words.ClaimFiles) -> words.ClaimView:
        """Attach files to an entry."""
        return claims.claim(self.cabinet, call, command)

    @operation
    def hold(self, call: Call, command: words.HoldFiles) -> words.HoldView:
        """Keep files for a draft."""
        return holding.hold(self.cabinet, call, command)

    @operation
    def release(self, call: Call, command: words.ReleaseFiles) -> words.ClaimView:
        """Undo a claim."""
        return claims.release(self.cabinet, call, command)

    @operation
    def unconfirmed_claims(self, call: Call, command: words.UnconfirmedClaims) -> words.UnconfirmedClaimsView:
        """Claims that wait for their event."""
        return claims.unconfirmed_claims(self.cabinet, call, command)

    @operation
    def describe(self, call: Call, command: words.DescribeFiles) -> words.FilesView:
        """Files by id."""
        return reading.describe(self.cabinet, call, command)

    @operation
    def get_file(self, call: Call, command: words.GetFile) -> words.FileView:
        """One file."""
        return reading.get_file(self.cabinet, call, command.file_id)

    @operation
    def authorize_read(self, call: Call, command: words.AuthorizeRead) -> words.ReadView:
        """Leave to read."""
        return reading.authorize_read(self.cabinet, call, command)

    @operation
    def list_reads(self, call: Call, command: words.ListReads) -> words.FileReadsView:
        """Who read an own file."""
        return reading.list_reads(self.cabinet, call, command)

    @operation
    def discard(self, call: Call, command: words.DiscardFile) -> words.FileView:
        """Remove an own file that is not attached."""
        return uploads.discard(self.cabinet, call, command)

    @on_event("tickets")
    def confirm_claim(self, connection: Connection, events: Sequence[CloudEvent]) -> None:
        """Entries came to be: their claims are confirmed."""
        # also of those without `file_ids`: pictures in a text are claimed, and no event names them
        came = {UUID(e.data["entry_id"]): int(e.data["number"]) for e in events if e.type in CONFIRMING}
        if came:
            claims.confirm(connection, came)


SERVICE = FilesService
