"""Where a list goes on: the sort keys in a cursor, which may be made by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chassis import paging
from contracts.errors import InvalidCursor


def behind(cursor: str, bound: str, *kinds: Callable[[Any], Any]) -> tuple[Any, ...]:
    """The keys, each as its kind; raises `InvalidCursor` for a cursor of another list, or of none."""
    try:
        return tuple(paging.decode(cursor, bound, *kinds))
    except paging.CursorMismatch:
        raise InvalidCursor() from None


def text(key: str) -> str:
    """Text that the database takes."""
    if b"\0" in key.encode():
        raise ValueError(key)
    return key
