"""A stack's data is forgotten as a whole, also the database that root keeps outside when a parent folder is closed."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from devstack import reset, servers, up


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stack's data, with a database outside it."""
    monkeypatch.setattr(servers, "OPEN_TO_ALL", tmp_path / "open")
    kept = tmp_path / "closed" / "data"
    for file in (kept / "secrets.json", servers.place_outside(kept) / "postgres" / "PG_VERSION"):
        file.parent.mkdir(parents=True)
        file.write_text("{}", encoding="utf-8")
    return kept


def test_reset_forgets_the_database_outside_too(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reset, "DATA", data)
    assert reset.reset() == 0
    assert not data.exists()
    assert not servers.place_outside(data).exists()


@pytest.mark.parametrize("kept", [False, True])
def test_a_throwaway_stack_leaves_nothing_unless_told(data: Path, monkeypatch: pytest.MonkeyPatch, kept: bool) -> None:
    async def run(*_: object, **__: object) -> int:
        if kept:
            (data / "keep").touch()
        return 0

    monkeypatch.setattr(up, "_run", run)
    with ThreadPoolExecutor(1) as thread:  # the browser tests leave an event loop in the main one
        assert thread.submit(lambda: asyncio.run(up.throwaway(data))).result() == 0
    assert (data.exists(), servers.place_outside(data).exists()) == (kept, kept)
