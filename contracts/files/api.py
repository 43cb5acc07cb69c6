"""The RPC surface of files."""

from __future__ import annotations

from typing import Protocol

from contracts.files.commands import (
    AuthorizeRead,
    BeginUpload,
    ClaimFiles,
    CompleteUpload,
    DiscardFile,
    HoldFiles,
    ReleaseFiles,
)
from contracts.files.queries import DescribeFiles, GetFile, ListReads, UnconfirmedClaims
from contracts.files.views import (
    ClaimView,
    FileReadsView,
    FilesView,
    FileView,
    HoldView,
    ReadView,
    UnconfirmedClaimsView,
    UploadView,
)
from contracts.model import Context


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
