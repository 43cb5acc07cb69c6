"""The file store is away, hangs, or goes in the middle of an upload: a clean problem, nothing half done, back by itself."""

from __future__ import annotations

import hashlib
import os
import select
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

from gateway.transfers import UPLOAD_SECONDS
from tests.support.stack import RunningStack, eventually
from tests.support.world import Actor, World

MOST_SECONDS = 16.0  # the limit for a store that stands still, and some slack


@pytest.fixture
def ana(world: World) -> Actor:
    """A customer."""
    return world.person(world.company())


def states(stack: RunningStack, ana: Actor) -> list[str]:
    """The states of a person's files."""
    with psycopg.connect(stack.database("files").replace("+psycopg", "")) as connection:
        rows = connection.execute("SELECT state FROM files WHERE owner_id = %s", (ana.id,)).fetchall()
    return [row[0] for row in rows]


def uploaded_at_last(ana: Actor, key: str, content: bytes) -> str:
    """Repeat with the same key until the file is there; it must be the same bytes."""

    def attempt() -> str | None:
        answer = ana.api.upload("x.bin", content, key=key)
        assert answer.status_code in (201, 503, 504), answer.text
        return str(answer.json()["id"]) if answer.status_code == 201 else None

    file_id = eventually(attempt, within=60)
    assert ana.api.get(f"/files/{file_id}/content").content == content
    return file_id


class Trickle:
    """An upload whose bytes are sent by hand."""

    def __init__(
        self, stack: RunningStack, ana: Actor, key: str, size: int, kind: str = "application/octet-stream"
    ) -> None:
        host = urlsplit(stack.gateway_url)
        self.socket = socket.create_connection((host.hostname, host.port or 80), timeout=60)
        head = f"POST /api/v1/files?name=x.bin HTTP/1.1\r\nHost: {host.netloc}\r\nAuthorization: Bearer {ana.token}\r\n"
        head += f"Idempotency-Key: {key}\r\nContent-Type: {kind}\r\nContent-Length: {size}\r\n\r\n"
        self.socket.sendall(head.encode())

    def send(self, content: bytes) -> None:
        """Send some."""
        self.socket.sendall(content)

    def status(self) -> int:
        """The status of the answer."""
        line = self.socket.makefile("rb").readline().decode()
        return int(line.split()[1])


@pytest.mark.timeout(180)
def test_with_the_store_hanging_uploads_and_downloads_say_so_and_all_else_goes_on(
    stack: RunningStack, ana: Actor
) -> None:
    file_id = ana.api.uploaded("a.txt", b"a")
    key, content = str(uuid4()), os.urandom(6_000_000)
    with stack.paused("store"):
        download = partial(ana.api.get, f"/files/{file_id}/content")
        upload = partial(ana.api.upload, "x.bin", content, key=key)
        started = time.monotonic()
        with ThreadPoolExecutor(2) as both:
            answers = [one.result() for one in (both.submit(download), both.submit(upload))]
        assert time.monotonic() - started < MOST_SECONDS
        for answer in answers:
            assert (answer.status_code, answer.json()["code"]) == (503, "store-unavailable")
            assert int(answer.headers["retry-after"]) > 0
        number = ana.api.opened(file_ids=[file_id])
        assert ana.api.ticket(number)["missing"] == []
        assert sorted(states(stack, ana)) == ["pending", "ready"]
    uploaded_at_last(ana, key, content)
    assert ana.api.get(f"/files/{file_id}/content").content == b"a"
    assert sorted(states(stack, ana)) == ["ready", "ready"]


@pytest.mark.timeout(180)
def test_a_store_killed_in_the_middle_of_an_upload_leaves_nothing_half_done(stack: RunningStack, ana: Actor) -> None:
    key, content = str(uuid4()), os.urandom(8_000_000)
    upload = Trickle(stack, ana, key, len(content))
    upload.send(content[: len(content) // 2])
    eventually(lambda: states(stack, ana) == ["pending"])
    pid = stack.send("store", signal.SIGKILL)
    upload.send(content[len(content) // 2 :])
    assert upload.status() == 503
    assert states(stack, ana) == ["pending"]
    file_id = uploaded_at_last(ana, key, content)
    assert stack.pid("store") != pid
    number = ana.api.opened(file_ids=[file_id])
    assert ana.api.ticket(number)["files"][file_id]["sha256"] == hashlib.sha256(content).hexdigest()
    assert states(stack, ana) == ["ready"]


@pytest.mark.timeout(120)
def test_a_client_that_goes_away_in_the_middle_can_begin_again(stack: RunningStack, ana: Actor) -> None:
    key, content = str(uuid4()), os.urandom(4_000_000)
    upload = Trickle(stack, ana, key, len(content))
    upload.send(content[:1_000_000])
    eventually(lambda: states(stack, ana) == ["pending"])
    upload.socket.close()
    uploaded_at_last(ana, key, content)
    assert states(stack, ana) == ["ready"]


@pytest.mark.timeout(120)
def test_a_client_that_stands_still_is_told_and_not_waited_for(stack: RunningStack, ana: Actor) -> None:
    key, content = str(uuid4()), os.urandom(100_000)
    upload = Trickle(stack, ana, key, len(content))
    upload.send(content[:50_000])
    started = time.monotonic()
    assert upload.status() == 422
    assert time.monotonic() - started < MOST_SECONDS
    assert states(stack, ana) == ["pending"]
    uploaded_at_last(ana, key, content)


@pytest.mark.timeout(120)
def test_a_client_that_sends_a_byte_a_second_is_told_and_not_waited_for(stack: RunningStack, ana: Actor) -> None:
    """As a whole body, as a form, and for a file that is there already."""
    key, size = str(uuid4()), 1000
    ana.api.upload("x.bin", b"a" * size, key=key)
    slow = [
        Trickle(stack, ana, str(uuid4()), size),
        Trickle(stack, ana, str(uuid4()), size, "multipart/form-data; boundary=b"),
        Trickle(stack, ana, key, size),
    ]
    slow[1].send(b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.bin"\r\n\r\n')
    started = time.monotonic()
    waiting = {upload.socket: upload for upload in slow}
    while waiting:
        assert time.monotonic() - started < UPLOAD_SECONDS + MOST_SECONDS
        answered, _, _ = select.select(waiting, [], [], 1)
        for upload in [waiting.pop(one) for one in answered]:
            assert upload.status() == 408
        for upload in waiting.values():
            upload.send(b"a")
    assert sorted(states(stack, ana)) == ["pending", "ready"]
