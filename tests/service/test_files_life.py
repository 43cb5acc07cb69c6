"""A file's life: uploaded, read in parts, purged when nobody attached it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from minio import Minio

from tests.support.stack import RunningStack, eventually
from tests.support.world import Actor, World


@pytest.fixture
def ana(world: World) -> Actor:
    """A customer."""
    return world.person(world.company())


def objects(stack: RunningStack) -> set[str]:
    """The keys in the store, listed with the minio client."""
    given = stack.facts["s3"]
    endpoint = urlsplit(given["S3_ENDPOINT"])
    store = Minio(
        endpoint.netloc,
        access_key=given["S3_ACCESS_KEY"],
        secret_key=given["S3_SECRET_KEY"],
        secure=False,
        region="us-east-1",
    )
    return {str(o.object_name) for o in store.list_objects(given["S3_BUCKET"], recursive=True)}


def row(stack: RunningStack, file_id: str) -> tuple[str, str]:
    """A file's state and key in the database."""
    with psycopg.connect(stack.database("files").replace("+psycopg", "")) as connection:
        found = connection.execute("SELECT state, object_key FROM files WHERE id = %s", (file_id,)).fetchone()
    assert found is not None
    return found[0], found[1]


def test_an_unattached_upload_is_gone_after_24_hours_and_an_attached_one_is_not(
    stack: RunningStack, ana: Actor
) -> None:
    lost, kept = ana.api.uploaded("uitat.txt", b"uitat"), ana.api.uploaded("atașat.txt", b"atasat")
    number = ana.api.opened(file_ids=[kept])
    keys = {file_id: row(stack, file_id)[1] for file_id in (lost, kept)}
    assert set(keys.values()) <= objects(stack)
    now = datetime.now(UTC)
    stack.run_job("files", "purge-unattached", now + timedelta(hours=23, minutes=59))
    assert keys[lost] in objects(stack)
    stack.run_job("files", "purge-unattached", now + timedelta(hours=24, minutes=1))
    assert keys[lost] not in objects(stack)
    assert row(stack, lost)[0] == "purged"
    for path in (f"/files/{lost}", f"/files/{lost}/content"):
        assert ana.api.get(path).status_code == 404
    assert ana.api.get(f"/files/{kept}/content").content == b"atasat"
    refused = ana.api.post(f"/tickets/{number}/updates", {"body_html": "<p>x</p>", "file_ids": [lost]})
    assert (refused.status_code, refused.json()["code"]) == (422, "file-not-usable")


def test_a_file_is_read_in_parts_with_its_hash_as_etag(ana: Actor) -> None:
    content = bytes(range(256)) * 4000
    answer = ana.api.upload("date.bin", content)
    assert answer.json()["sha256"] == hashlib.sha256(content).hexdigest()
    path = f"/files/{answer.json()['id']}/content"
    whole = ana.api.get(path)
    assert (whole.status_code, whole.content) == (200, content)
    etag = whole.headers["etag"]

    def part(wanted: str, **more: str) -> tuple[int, bytes]:
        found = ana.api.get(path, headers={"range": wanted, **more})
        return found.status_code, found.content

    assert part("bytes=0-9") == (206, content[:10])
    assert part("bytes=1000000-") == (206, content[1_000_000:])
    assert part("bytes=-5") == (206, content[-5:])
    assert part("bytes=0-9", **{"if-range": etag}) == (206, content[:10])
    assert part("bytes=0-9", **{"if-range": '"other"'}) == (200, content)
    assert part("bytes=9999999-")[0] == 416
    assert part("bytes=5-2")[0] == 416
    endless = "9" * 4301  # more digits than Python makes a number of
    for malformed in (f"bytes=0-{endless}", f"bytes={endless}-", f"bytes=-{endless}", "bytes=-", "bytes=a-b"):
        assert part(malformed) == (200, content), malformed[:20]
    assert ana.api.get(path, headers={"if-none-match": etag}).status_code == 304
    head = ana.api.client.head(path)
    assert (head.status_code, head.headers["content-length"], head.content) == (200, str(len(content)), b"")
    assert whole.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in whole.headers["content-security-policy"]


def test_a_repeated_upload_is_the_same_file_and_other_bytes_are_refused(ana: Actor) -> None:
    key = str(uuid4())
    first, second = (ana.api.upload("a.txt", b"aceeasi", key=key) for _ in range(2))
    assert (second.status_code, second.json()["id"]) == (201, first.json()["id"])
    other = ana.api.upload("a.txt", b"alta 12", key=key)
    assert (other.status_code, other.json()["code"]) == (422, "command-reused")


def test_a_file_goes_with_one_entry_only(ana: Actor) -> None:
    file_id = ana.api.uploaded("a.txt", b"a")
    number = ana.api.opened(file_ids=[file_id])
    again = ana.api.post(f"/tickets/{number}/updates", {"body_html": "<p>x</p>", "file_ids": [file_id]})
    assert (again.status_code, again.json()["code"]) == (422, "file-not-usable")
    assert len(ana.api.ticket(number)["entries"]) == 1


def test_the_owner_removes_an_unattached_file_and_not_an_attached_one(stack: RunningStack, ana: Actor) -> None:
    free, used = ana.api.uploaded("a.txt", b"a"), ana.api.uploaded("b.txt", b"b")
    ana.api.opened(file_ids=[used])
    key = row(stack, free)[1]
    assert ana.api.delete(f"/files/{free}").status_code == 204
    assert key not in objects(stack)
    assert ana.api.get(f"/files/{free}").status_code == 404
    assert ana.api.delete(f"/files/{used}").json()["code"] == "file-attached-already"


@pytest.mark.parametrize("where", ["attached", "shown in the text"])
def test_claims_are_confirmed_by_the_entrys_event(stack: RunningStack, ana: Actor, where: str) -> None:
    file_id = ana.api.uploaded("a.png", b"\x89PNG\r\n\x1a\n picture")
    if where == "attached":
        ana.api.opened(file_ids=[file_id])
    else:
        ana.api.opened(text=f'<img src="/api/v1/files/{file_id}/content">')

    def confirmed() -> bool:
        with psycopg.connect(stack.database("files").replace("+psycopg", "")) as connection:
            found = connection.execute(
                "SELECT c.confirmed_at FROM claims c JOIN files f ON f.entry_id = c.entry_id WHERE f.id = %s",
                (file_id,),
            ).fetchone()
        return found is not None and found[0] is not None

    eventually(confirmed)
