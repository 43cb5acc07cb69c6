"""The words of files: uploads, claims by entries, reading rights, events."""

from contracts.files.api import FilesApi
from contracts.files.commands import (
    AuthorizeRead,
    BeginUpload,
    ClaimFiles,
    CompleteUpload,
    DiscardFile,
    HoldFiles,
    ReleaseFiles,
)
from contracts.files.errors import (
    EmptyFile,
    FileAttachedAlready,
    FileNameInvalid,
    FileNotUsable,
    FileTooLarge,
    PictureNotUsable,
    StoreUnavailable,
    TooManyUploads,
    UploadMismatch,
)
from contracts.files.events import (
    FileAttached,
    FileEvent,
    FilePurged,
    FileUploaded,
)
from contracts.files.queries import (
    DescribeFiles,
    GetFile,
    ListReads,
    UnconfirmedClaims,
)
from contracts.files.values import (
    MAX_FILE_BYTES,
    MAX_FILE_NAME,
    MAX_FILES_PER_SUBMISSION,
    MAX_HOLD_DAYS,
    MAX_PICTURES_PER_SUBMISSION,
    MAX_UNATTACHED_FILES,
    PICTURE,
    PICTURE_SRC,
    PICTURE_TYPES,
    ContentType,
    FileIds,
    FileState,
    Sha256,
)
from contracts.files.views import (
    ClaimView,
    FileReads,
    FileReadsView,
    FilesView,
    FileView,
    HoldView,
    ReadView,
    UnconfirmedClaim,
    UnconfirmedClaimsView,
    UploadView,
)
