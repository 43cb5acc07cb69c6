"""Cursors: what was encoded comes back, and nothing else does."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis import paging
from contracts.errors import InvalidCursor

BOUND = paging.fingerprint("list", 1)
KINDS = (datetime.fromisoformat, UUID, paging.bigint)
KEYS = (datetime(2026, 3, 29, 3, tzinfo=UTC), uuid4(), 7)


def test_keys_come_back_as_their_kinds() -> None:
    assert paging.decode(paging.encode(BOUND, KEYS[0].isoformat(), *KEYS[1:]), BOUND, *KINDS) == KEYS


@pytest.mark.parametrize(
    "keys",
    [(), KEYS[:2], (*KEYS, 1), (5, *KEYS[1:]), (KEYS[0], 5, 7), (*KEYS[:2], "7"), (*KEYS[:2], 2**63), ([], {}, None)],
)
def test_a_cursor_made_by_hand_is_none_of_ours(keys: tuple[Any, ...]) -> None:
    with pytest.raises(InvalidCursor):
        paging.decode(paging.encode(BOUND, *keys), BOUND, *KINDS)
    with pytest.raises(InvalidCursor):
        paging.decode(paging.encode(paging.fingerprint("list", 2), *KEYS), BOUND, *KINDS)
