"""Keyset cursors: opaque to clients and bound to the filter they were made for."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from typing import Any

from contracts.errors import InvalidCursor


def fingerprint(*parts: object) -> str:
    """A short hash of what a cursor is bound to: filter, sort, time zone."""
    return hashlib.blake2b(json.dumps(parts, default=str).encode(), digest_size=6).hexdigest()


def bigint(key: Any) -> int:
    """A key that is an integer of PostgreSQL; raises `ValueError`."""
    if type(key) is not int or abs(key) >= 2**63:
        raise ValueError(key)
    return key


def words(key: Any) -> str:
    """A key that is text of PostgreSQL; raises `ValueError` or `AttributeError`."""
    if b"\0" in key.encode():
        raise ValueError(key)
    return str(key)


def encode(bound_to: str, *keys: object) -> str:
    """A cursor that points behind the row with these sort keys."""
    raw = json.dumps([bound_to, *keys], default=str, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(cursor: str, bound_to: str, *kinds: Callable[[Any], Any]) -> tuple[Any, ...]:
    """The sort keys in a cursor, each made by its kind from what JSON has.

    Raises `InvalidCursor` for a cursor of another filter or sort, and for one that was made by hand.
    """
    try:
        bound, *keys = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if bound == bound_to:
            return tuple(kind(key) for kind, key in zip(kinds, keys, strict=True))
    except (ValueError, TypeError, AttributeError, OverflowError):
        pass
    raise InvalidCursor()
