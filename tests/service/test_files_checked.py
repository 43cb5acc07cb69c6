"""Rows and store compared: what the sweep removes and reports, and what `solicitari files verify` finds."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from minio import Minio
from minio.error import S3Error

from tests.support.stack import RunningStack
from tests.support.world import Actor, World


@pytest.fixture
def ana(world: World) -> Actor:
    """A customer."""
    return world.person(world.company())


@pytest.fixture
def store(stack: RunningStack) -> tuple[Minio, str]:
    """The store and the bucket."""
    given = stack.facts["s3"]
    keys = {"access_key": given["S3_ACCESS_KEY"], "secret_key": given["S3_SECRET_KEY"], "region": "us-east-1"}
    return Minio(urlsplit(given["S3_ENDPOINT"]).netloc, secure=False, **keys), given["S3_BUCKET"]


def key_of(stack: RunningStack, file_id: str) -> str:
    """A file's object key."""
    with psycopg.connect(stack.database("files").replace("+psycopg", "")) as connection:
        found = connection.execute("SELECT object_key FROM files WHERE id = %s", (file_id,)).fetchone()
    assert found is not None
    return str(found[0])


def faults(output: str) -> dict[str, str]:
    """Which files a run found damaged, and how."""
    lines = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    return {line["file_id"]: line["fault"] for line in lines if line["event"] == "file_damaged"}


def put(store: tuple[Minio, str], key: str, content: bytes) -> None:
    """Write an object past the service."""
    store[0].put_object(store[1], key, io.BytesIO(content), len(content))


def test_verify_finds_what_is_missing_or_changed(stack: RunningStack, ana: Actor, store: tuple[Minio, str]) -> None:
    whole, missing, shorter, other = (ana.api.uploaded(f"{n}.txt", b"ce a fost") for n in range(4))
    store[0].remove_object(store[1], key_of(stack, missing))
    put(store, key_of(stack, shorter), b"mai scurt"[:4])
    put(store, key_of(stack, other), b"alt ceva.")
    done = stack.solicitari("files", "verify", settings_of="files")
    assert done.returncode == 1, done.stderr
    found = faults(done.stdout)
    assert (found[missing], found[shorter], found[other]) == ("missing", "size", "etag")
    assert whole not in found
    done = stack.solicitari("files", "sweep", settings_of="files")
    assert (faults(done.stdout)[missing], done.returncode) == ("missing", 0)


def swept(stack: RunningStack, now: datetime) -> str:
    """What the sweep says at a moment."""
    done = stack.solicitari("jobs", "run", "files", "sweep", "--now", now.isoformat(), settings_of="files")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_sweep_reports_an_object_without_a_row_and_removes_it_after_a_day(
    stack: RunningStack, ana: Actor, store: tuple[Minio, str]
) -> None:
    key = f"0a/{uuid4().hex}"
    put(store, key, b"al nimanui")
    kept = ana.api.uploaded("a.txt", b"a")
    now = datetime.now(UTC)
    assert key in swept(stack, now)
    store[0].stat_object(store[1], key)  # young: it may belong to something we do not know of yet
    assert key in swept(stack, now + timedelta(hours=25))
    with pytest.raises(S3Error, match="NoSuchKey"):
        store[0].stat_object(store[1], key)
    assert ana.api.get(f"/files/{kept}/content").content == b"a"
