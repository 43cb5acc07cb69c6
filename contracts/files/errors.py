"""How files refuse; a class's docstring is its sentence to a human."""

from __future__ import annotations

from contracts.errors import DomainError


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
