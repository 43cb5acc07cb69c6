"""File names: Unicode, without what could mislead a reader or a program."""

from __future__ import annotations

import unicodedata

from contracts.files import MAX_FILE_NAME, FileNameInvalid

# Bidirectional controls and zero-width characters make a name look like another one.
_HIDDEN = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u061c"
)


def clean_name(name: str) -> str:
    """The name as it is kept: last part of a path, NFC, nothing hidden, single spaces; raises `FileNameInvalid`."""
    visible = "".join(c for c in name if c not in _HIDDEN)
    last = visible.replace("\\", "/").rsplit("/", 1)[-1]
    normal = unicodedata.normalize("NFC", last)
    kept = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in normal)
    cleaned = " ".join("".join(c for c in kept if unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn")).split())
    if not cleaned.strip(". ") or len(cleaned) > MAX_FILE_NAME:
        raise FileNameInvalid()
    return cleaned
