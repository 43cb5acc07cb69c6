"""Keyset cursors: opaque to clients and bound to the filter they were made for."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from typing import Any


class CursorMismatch(Exception):
    """The cursor is not one of ours, or belongs to another filter."""


def fingerprint(*parts: object) -> str:
    """A short hash of what a cursor is bound to: filter, sort, time zone."""
    return hashlib.blake2b(json.dumps(parts, default=str).encode(), digest_size=6).hexdigest()


def bigint(key: Any) -> int:
    """A key that is an integer of PostgreSQL; raises `ValueError`."""
    if type(key) is not int or abs(key) >= 2**63:
        raise ValueError(key)
    return key


def encode(bound_to: str, *keys: object) -> str:
    """A cursor that points behind the row with these sort keys."""
    raw = json.dumps([bound_to, *keys], default=str, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(cursor: str, bound_to: str, *kinds: Callable[[Any], Any]) -> list[Any]:
    """The sort keys in a cursor, each made by its kind from what JSON has; raises `CursorMismatch`. No kinds: as they are."""
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        raise CursorMismatch(cursor) from None
    if not isinstance(found, list) or not found or found[0] != bound_to:
        raise CursorMismatch(cursor)
    keys = found[1:]
    if not kinds:
        return keys
    try:
        return [kind(key) for kind, key in zip(kinds, keys, strict=True)]
    except (ValueError, TypeError, AttributeError, OverflowError):
        raise CursorMismatch(cursor) from None
