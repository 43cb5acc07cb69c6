"""Hostile uploads: names, sizes, contents and broken connections."""

from __future__ import annotations

import socket
from urllib.parse import quote, urlsplit
from uuid import uuid4

import psycopg
import pytest

from tests.support.stack import RunningStack, eventually
from tests.support.world import Actor, World


@pytest.fixture(scope="module")
def ana(world: World) -> Actor:
    """A customer."""
    return world.person(world.company())


NAMES = {
    "../../../etc/passwd": "passwd",
    "/etc/shadow": "shadow",
    "C:\\Windows\\system32\\cmd.exe": "cmd.exe",
    "a\x00b.txt": None,
    "a\r\nSet-Cookie: x=y.txt": "a Set-Cookie: x=y.txt",
    "factura\u202efdp.exe": "facturafdp.exe",
    "\u200b.htaccess": ".htaccess",
    "a\u200db\ufeff.txt": "ab.txt",
    "x" * 300: None,
    "....": None,
    " . ": None,
    "\u200b": None,
    '"; filename=evil.html': '"; filename=evil.html',
    "<script>alert(1)</script>.txt": "script>.txt",
    "șțăîâ ŞŢ.docx": "șțăîâ ŞŢ.docx",
    "e\u0301.txt": "é.txt",
}


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:30])
def test_a_name_is_cleaned_or_refused_and_never_breaks_a_header(ana: Actor, name: str) -> None:
    answer = ana.api.client.post(
        f"/files?name={quote(name, safe='')}", content=b"x", headers={"idempotency-key": str(uuid4())}
    )
    kept = NAMES[name]
    if kept is None:
        assert answer.status_code == 422
        assert answer.json()["code"] in ("file-name-invalid", "invalid-command")
        return
    assert (answer.status_code, answer.json()["name"]) == (201, kept)
    served = ana.api.get(f"/files/{answer.json()['id']}/content")
    disposition = served.headers["content-disposition"]
    assert disposition.startswith('attachment; filename="')
    assert disposition.endswith(f"\"; filename*=UTF-8''{quote(kept, safe='')}")
    assert disposition.count('"') == 2
    assert "set-cookie" not in served.headers


POLYGLOTS = {
    "GIF that is a script": b"GIF89a/*" + b"\x00" * 10 + b"*/=1;alert(1)//",
    "SVG as png": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "HTML behind spaces": b"   \n<html><script>alert(1)</script></html>",
    "HTML with a byte order mark": b"\xef\xbb\xbf<html><script>alert(1)</script>",
    "zip bomb": b"PK\x03\x04" + b"\x00" * 1000,
    "PNG of 65,535 × 65,535": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\xff\xff\x00\x00\xff\xff\x08\x06\x00\x00\x00",
    "script": b"#!/bin/sh\nrm -rf /\n",
    "UTF-16 HTML": "<html><script>alert(1)</script>".encode("utf-16"),
}


@pytest.mark.parametrize("content", POLYGLOTS.items(), ids=lambda item: item[0])
def test_nothing_that_was_uploaded_runs_in_a_browser(ana: Actor, content: tuple[str, bytes]) -> None:
    file_id = ana.api.uploaded("a.png", content[1])
    served = ana.api.get(f"/files/{file_id}/content")
    assert served.content == content[1]
    kind = served.headers["content-type"].partition(";")[0]
    assert kind not in ("text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "text/javascript")
    assert served.headers["x-content-type-options"] == "nosniff"
    assert served.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert served.headers["content-disposition"].startswith("inline" if kind == "image/png" else "attachment")


def sent(stack: RunningStack, actor: Actor, announced: int, content: bytes) -> tuple[int, bytes]:
    """An upload with a length of our choice; when fewer bytes follow, the connection ends behind them."""
    where = urlsplit(stack.gateway_url)
    head = (
        f"POST /api/v1/files?name=a.bin HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {actor.token}\r\n"
        f"idempotency-key: {uuid4()}\r\ncontent-length: {announced}\r\nconnection: close\r\n\r\n"
    )
    with socket.create_connection((where.hostname, where.port), timeout=60) as connection:
        connection.sendall(head.encode() + content)
        if 0 < len(content) < announced:
            connection.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := connection.recv(65_536):
            answer += piece
    return int(answer.split()[1]) if answer else 0, answer


def ready_files(stack: RunningStack, actor: Actor) -> int:
    """How many files of a person are ready."""
    with psycopg.connect(stack.database("files").replace("+psycopg", "")) as connection:
        found = connection.execute(
            "SELECT count(*) FROM files WHERE owner_id = %s AND state = 'ready'", (actor.id,)
        ).fetchone()
    assert found is not None
    return int(found[0])


def test_a_length_that_lies_leaves_nothing_usable(stack: RunningStack, world: World) -> None:
    ion = world.person(world.company())
    most = 25 * 1024 * 1024
    assert sent(stack, ion, most + 1, b"")[0] == 413
    assert sent(stack, ion, 0, b"")[0] == 422
    assert sent(stack, ion, 1_000_000, b"half")[0] in (0, 422, 400)  # the client is gone: nobody hears the answer
    status, answer = sent(stack, ion, 2, b"ab" + b"GET /api/v1/me HTTP/1.1\r\nhost: x\r\n\r\n")
    assert status == 201
    assert answer.count(b"HTTP/1.1 ") == 1
    assert ready_files(stack, ion) == 1


def test_nobody_fills_the_store_with_what_is_never_attached(stack: RunningStack, world: World) -> None:
    ion = world.person(world.company())
    with psycopg.connect(stack.database("files").replace("+psycopg", "")) as connection:
        connection.execute(
            "INSERT INTO files (id, owner_id, owner_is_staff, name, size, state, object_key) "
            "SELECT gen_random_uuid(), %s, false, 'a', 1, 'ready', 'test-' || gen_random_uuid() "
            "FROM generate_series(1, 299)",
            (ion.id,),
        )
    assert ion.api.upload("a.txt", b"a").status_code == 201
    refused = ion.api.upload("b.txt", b"b")
    assert (refused.status_code, refused.json()["code"]) == (409, "too-many-uploads")
    with psycopg.connect(stack.database("files").replace("+psycopg", "")) as connection:
        connection.execute("DELETE FROM files WHERE owner_id = %s AND object_key LIKE 'test-%%'", (ion.id,))
    assert eventually(lambda: ion.api.upload("b.txt", b"b").status_code == 201)
