"""Hostile HTTP: every answer is a clean problem, and the gateway lives on."""

from __future__ import annotations

import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from gateway.protocol import HEADER_SECONDS
from tests.support.api import Api
from tests.support.stack import RunningStack
from tests.support.world import Actor, World


@pytest.fixture(scope="module")
def ana(world: World) -> Actor:
    """A customer."""
    return world.person(world.company())


def raw(stack: RunningStack, *pieces: bytes, within: float = 30) -> tuple[int, dict[str, Any], bytes]:
    """Send bytes on a connection of its own; status, problem and everything that came back."""
    where = urlsplit(stack.gateway_url)
    with socket.create_connection((where.hostname, where.port), timeout=within) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
        except OSError:
            pass  # refused before the end: the answer is there to be read
        answer = b""
        try:
            while piece := connection.recv(65_536):
                answer += piece
        except ConnectionResetError:
            pass
    head, _, body = answer.partition(b"\r\n\r\n")
    status = int(head.split()[1]) if head else 0
    problem = json.loads(body) if b"application/problem+json" in head else {}
    return status, problem, answer


def post(*headers: str, body: bytes = b"{}") -> bytes:
    """A sign-in with its headers as given."""
    lines = ["POST /api/v1/tokens HTTP/1.1", "host: x", "content-type: application/json", "connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@pytest.mark.parametrize(
    "request_bytes",
    {
        "two lengths": post("content-length: 2", "content-length: 3"),
        "two equal lengths": post("content-length: 2", "content-length: 2"),
        "length and chunked": post("content-length: 2", "transfer-encoding: chunked"),
        "chunked and length": post("transfer-encoding: chunked", "content-length: 2"),
        "chunked in disguise": post("transfer-encoding: xchunked"),
        "chunked, then identity": post("transfer-encoding: chunked, identity"),
        "space before the colon": post("transfer-encoding : chunked"),
        "folded header": post("x-folded: a", " b"),
        "bad chunk size": post("transfer-encoding: chunked", body=b"zz\r\n{}\r\n0\r\n\r\n"),
        "negative length": post("content-length: -2"),
        "length that is no number": post("content-length: 2x"),
        "NUL in a header": post("x-nul: a\x00b"),
        "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        "HTTP/2 from the start": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    }.items(),
    ids=lambda item: item[0],
)
def test_a_message_whose_end_is_in_doubt_is_refused_and_its_connection_closed(
    stack: RunningStack, request_bytes: tuple[str, bytes]
) -> None:
    smuggled = b"GET /api/v1/me HTTP/1.1\r\nhost: x\r\n\r\n"
    status, problem, answer = raw(stack, request_bytes[1] + smuggled)
    assert status in (400, 422), answer
    assert problem["code"] in ("malformed-http", "malformed-json", "invalid-command")
    assert answer.count(b"HTTP/1.1 ") == 1, "what came behind it was answered too"


def test_ten_thousand_headers_and_one_without_end_are_refused(stack: RunningStack) -> None:
    many = [f"x-{n}: {n}" for n in range(10_000)]
    assert raw(stack, post(*many))[1]["code"] == "headers-too-large"
    endless = [b"GET / HTTP/1.1\r\nhost: x\r\nx-endless: ", *([b"a" * 65_536] * 64)]
    status, problem, _ = raw(stack, *endless)
    assert (status, problem.get("code")) in ((431, "headers-too-large"), (0, None))  # the reset may overtake the answer
    assert raw(stack, f"GET /{'a' * 40_000} HTTP/1.1\r\nhost: x\r\n\r\n".encode())[0] == 431


def test_slow_headers_and_a_slow_body_end(stack: RunningStack) -> None:
    began = time.monotonic()
    slow = (b"GET / HTTP/1.1\r\nhost: x\r\nx-slow:", post("content-length: 100"))

    def told(beginning: bytes) -> tuple[int, str, float]:
        status, problem, _ = raw(stack, beginning, within=90)
        return status, problem["code"], time.monotonic() - began

    with ThreadPoolExecutor(len(slow)) as both:
        headers, body = both.map(told, slow)
    assert headers[:2] == body[:2] == (408, "request-timeout")
    assert headers[2] >= HEADER_SECONDS - 1


def test_an_absolute_address_and_an_upgrade_change_nothing(stack: RunningStack) -> None:
    absolute = b"GET http://169.254.169.254/api/v1/me HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
    assert raw(stack, absolute)[1]["code"] == "unauthenticated"
    for protocol in (b"h2c", b"websocket"):
        upgrade = (
            b"GET /api/v1/me HTTP/1.1\r\nhost: x\r\nconnection: upgrade, close\r\nupgrade: " + protocol + b"\r\n\r\n"
        )
        assert raw(stack, upgrade)[1]["code"] == "unauthenticated"


DEEP = b"[" * 100_000
HOSTILE_JSON = {
    "not JSON": b"{",
    "an array": b"[]",
    "a bare number": b"1",
    "two objects": b"{}{}",
    "a member twice": b'{"subject": "a", "subject": "b", "body_html": "x"}',
    "NaN": b'{"subject": NaN}',
    "Infinity": b'{"subject": -Infinity}',
    "1e400": b'{"subject": 1e400}',
    "a huge integer": b'{"subject": ' + b"9" * 5_000 + b"}",
    "a lone surrogate in a value": b'{"subject": "\\ud800", "body_html": "x"}',
    "a lone surrogate in a name": b'{"\\udfff": 1}',
    "not UTF-8": b'{"subject": "\xff"}',
    "UTF-16": '{"subject": "a"}'.encode("utf-16"),
    "depth 100,000": b'{"subject": ' + DEEP,
    "depth 21": b'{"subject": ' + b"[" * 21 + b"]" * 21 + b"}",
}


@pytest.mark.parametrize("body", HOSTILE_JSON.items(), ids=lambda item: item[0])
def test_json_that_two_readers_could_read_differently_is_refused(ana: Actor, body: tuple[str, bytes]) -> None:
    answer = send(ana.api, body[1])
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed-json")


def send(api: Api, body: bytes, **headers: str) -> Any:
    """POST bytes as a new request."""
    headers = {"content-type": "application/json", "idempotency-key": str(uuid4())} | headers
    return api.client.post("/tickets", content=body, headers=headers)


@pytest.mark.parametrize(
    "extra",
    [
        {"__type__": "datetime", "value": "2026-01-01"},
        {"__proto__": {"is_admin": True}},
        {"company_id": str(uuid4())},
        {"author_id": str(uuid4())},
        {"recorded_by": str(uuid4())},
        {"status": "closed"},
        {"number": 1},
        {"version": 7},
        {"created_at": "2020-01-01T00:00:00Z"},
        {"is_internal": True},
        {"id": str(uuid4())},
        {"command_id": "12345678"},
    ],
    ids=lambda extra: next(iter(extra)),
)
def test_unknown_members_are_refused_and_named(ana: Actor, extra: dict[str, Any]) -> None:
    answer = ana.api.post("/tickets", {"subject": "a", "body_html": "<p>x</p>", **extra})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-command")
    assert f"/{next(iter(extra))}" in [error["pointer"] for error in answer.json()["errors"]]


def test_what_is_too_large_of_another_type_or_another_method_is_told_so(ana: Actor) -> None:
    assert send(ana.api, b'{"subject": "' + b"a" * 300_000 + b'"}').json()["code"] == "body-too-large"
    assert send(ana.api, b"subject=a", **{"content-type": "text/plain"}).json()["code"] == "unsupported-media-type"
    for method in ("PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "SEARCH"):
        answer = ana.api.client.request(method, "/tickets")
        if answer.status_code == 400:  # a method that HTTP does not know
            assert answer.json()["code"] == "malformed-http"
            continue
        assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed"), method
        assert answer.headers["allow"] == "GET, POST"
    for path in ("/nothing", "/tickets/1/nothing", "/tickets/%00", "/files/%2e%2e%2f%2e%2e%2fetc%2fpasswd/content"):
        answer = ana.api.get(path)
        assert answer.status_code in (404, 422), path
        assert answer.headers["content-type"] == "application/problem+json"
    for path in ("/../../etc/passwd", "/..%2f..%2f..%2fetc/passwd", "/../../%2e%2e/%2e%2e/etc/passwd"):
        assert "root:" not in ana.api.get(path).text
    chunked = ana.api.client.post(
        "/files", params={"name": "a"}, content=iter([b"a"]), headers={"idempotency-key": str(uuid4())}
    )
    assert (chunked.status_code, chunked.json()["code"]) == (411, "length-required")


@pytest.mark.parametrize(
    "etag",
    [b'"\xb2"', b'"\xb9.x"', b'"' + b"9" * 4301 + b'"', b'"-1"', b'"1_0"', b"*", b""],
    ids=lambda etag: repr(etag)[:12],
)
def test_a_version_that_is_no_number_is_none_that_anybody_read(ana: Actor, etag: bytes) -> None:
    headers = [(b"if-match", etag), (b"content-type", b"application/json")]
    answer = ana.api.client.patch("/me", content=b'{"name": "Alta"}', headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (412, "stale-version")


def test_the_last_of_a_repeated_parameter_does_not_widen_a_filter(ana: Actor) -> None:
    for query in ("limit=1&limit=100000", "limit=0", "limit=1e3", "type=all&type=x", "cursor=%ff%fe", "created_from=x"):
        answer = ana.api.get(f"/tickets?{query}")
        assert answer.status_code == 422, query
        assert answer.json()["errors"], query


def test_the_forwarded_host_does_not_reach_an_answer(stack: RunningStack, ana: Actor) -> None:
    spoofed = {"x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "https", "x-forwarded-host": "evil.example"}
    created = ana.api.post("/tickets", {"subject": "a", "body_html": "<p>x</p>"}, headers=spoofed)
    assert created.headers["location"].startswith("/api/v1/tickets/")
    assert "evil" not in str(created.headers)


def test_the_gateway_is_well_after_all_of_this(stack: RunningStack, ana: Actor) -> None:
    assert ana.api.get("/tickets").status_code == 200
    assert "request_failed" not in stack.log("gateway")
