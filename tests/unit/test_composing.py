"""What a page needs beside the service's answer is asked for in pieces that the services take."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from chassis.call import Call
from chassis.identity import Principal
from contracts.auth import Role
from contracts.errors import Unavailable
from contracts.files import DescribeFiles
from contracts.model import Command
from gateway.bus import deadline_ms
from gateway.calls import Services
from gateway.composing import Composer

ANA = Principal(uuid4(), Role.CUSTOMER, uuid4(), uuid4(), 1)


class Files(Services):
    """A files service that knows every file but one, and is away after `answers`."""

    def __init__(self, unknown: str, answers: int) -> None:
        self._unknown, self._answers = unknown, answers

    async def send(self, call: Call, service: str, operation: str, command: Command) -> bytes:
        """Describe files."""
        assert (service, operation) == ("files", "describe") and isinstance(command, DescribeFiles)
        self._answers -= 1
        if self._answers < 0:
            raise Unavailable()
        seen = [str(file_id) for file_id in command.ids if str(file_id) != self._unknown]
        return json.dumps({"files": {file_id: {"id": file_id} for file_id in seen}}, separators=(",", ":")).encode()


def composed(services: Services, files: list[str]) -> dict[str, Any]:
    """A page that names nobody and these files."""
    call = Call("a-request", deadline_ms(10), caller=ANA)
    asked = Composer(services).page(call, b'{"items":[]}', [], files)
    with ThreadPoolExecutor(1) as thread:  # the browser tests leave an event loop in the main one
        content, _ = thread.submit(asyncio.run, asked).result()
    page: dict[str, Any] = json.loads(content)
    return page


@pytest.mark.parametrize("count", [0, 1, 2, 500, 501, 502, 1300])
def test_a_page_with_any_number_of_files_describes_all_of_them(count: int) -> None:
    files = [str(uuid4()) for _ in range(count)]
    page = composed(Files(files[-1] if files else "", answers=3), files + files)
    assert (list(page["files"]), page["missing"]) == (files[:-1], [])


def test_files_that_were_not_described_make_the_page_incomplete() -> None:
    files = [str(uuid4()) for _ in range(1300)]
    page = composed(Files("", answers=1), files)
    assert (list(page["files"]), page["missing"]) == (files[:500], ["files"])
