"""The short way of calls past aiormq, frame by frame; pamqp, which writes and reads frames by the specification, is the judge."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

import pytest
from pamqp import commands, frame, header, heartbeat
from pamqp.body import ContentBody

from gateway.line import Line, Lines

CALLS, EVENTS = 1, 2


def content(channel: int, method: Any, correlation_id: str, *pieces: bytes) -> bytes:
    """A method with a content, as a broker sends it."""
    properties = commands.Basic.Properties(
        content_type="application/json",
        headers={"nameko.request_id": "r", "number": 1, "list": ["a"]},
        delivery_mode=1,
        priority=0,
        correlation_id=correlation_id,
        reply_to="somewhere",
    )
    head = header.ContentHeader(body_size=sum(map(len, pieces)), properties=properties)
    return b"".join(frame.marshal(part, channel) for part in (method, head, *map(ContentBody, pieces)))


def delivered(channel: int, correlation_id: str, *pieces: bytes) -> bytes:
    """A message that is consumed."""
    method = commands.Basic.Deliver("tag", 7, False, "nameko-rpc", "key")
    return content(channel, method, correlation_id, *pieces)


RETURN = commands.Basic.Return(312, "NO_ROUTE", "nameko-rpc", "auth.nothing")
FOREIGN = [
    frame.marshal(heartbeat.Heartbeat(), 0),
    delivered(EVENTS, "an event", b"e" * 300),
    frame.marshal(commands.Basic.Cancel("tag"), CALLS),
    frame.marshal(commands.Queue.DeclareOk("queue", 0, 1), CALLS),
]


@pytest.mark.parametrize("piece", [1, 3, 8, 100, 1_000_000])
def test_replies_are_taken_out_of_the_stream_and_nothing_else_is(piece: int) -> None:
    """However the bytes are cut. What is left for aiormq is whole, and in order."""
    stream = b"".join(
        (
            FOREIGN[0],
            delivered(CALLS, "one", b"first ", b"second"),
            FOREIGN[1],
            delivered(CALLS, "none"),
            FOREIGN[2],
            content(CALLS, RETURN, "gone", b"the call"),
            FOREIGN[3],
            delivered(CALLS, "large", *(b"%07d" % n * 10_000 for n in range(3))),
        )
    )
    replies: list[tuple[str, bytes]] = []
    returned: list[str] = []

    async def run() -> bytes:
        line = Line(lambda which, body: replies.append((which, body)), returned.append)
        line.channel = CALLS
        for at in range(0, len(stream), piece):
            line.data_received(stream[at : at + piece])
        line.reader.feed_eof()
        return await line.reader.read()

    left = asyncio.run(run())
    assert left.replace(FOREIGN[0], b"") == b"".join(FOREIGN[1:])
    assert left.startswith(FOREIGN[0])
    assert [which for which, _ in replies] == ["one", "none", "large"]
    assert [len(body) for _, body in replies] == [12, 0, 210_000]
    assert replies[0][1] == b"first second"
    assert returned == ["gone"]


def test_aiormq_hears_that_the_broker_lives_while_it_says_nothing_but_replies() -> None:
    """A broker that is busy sends no heartbeats; aiormq would give the connection up."""

    async def run() -> bytes:
        line = Line(lambda _which, _body: None, lambda _which: None)
        line.channel = CALLS
        line.data_received(delivered(CALLS, "one", b"first"))
        line.data_received(delivered(CALLS, "two", b"second"))
        line.reader.feed_eof()
        return await line.reader.read()

    assert asyncio.run(run()) == FOREIGN[0]


def test_a_broker_of_another_protocol_is_heard_too() -> None:
    async def run() -> bytes:
        line = Line(lambda _which, _body: None, lambda _which: None)
        for byte in (b"AMQP\x01\x01", b"\x00\x0a"):
            line.data_received(byte)
        line.reader.feed_eof()
        return await line.reader.read()

    assert asyncio.run(run()) == b"AMQP\x01\x01\x00\x0a"


@pytest.mark.parametrize("size", [0, 10, 4088, 4089, 300_000])
def test_a_call_is_what_the_specification_says(size: int) -> None:
    """Written to a socket and read by pamqp; bodies are cut at the size of a frame."""
    headers = {
        "nameko.request_id": "cerere-ș",
        "nameko.deadline": 1_764_000_000_000,
        "nameko.call_id_stack": ["a", "b"],
    }
    body = b"x" * size

    async def run() -> bytes:
        received = bytearray()
        done = asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            received.extend(await reader.read(-1))
            writer.close()
            done.set()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        lines = Lines(lambda _which, _body: None, lambda _which: None)
        parts = urlsplit(f"amqp://127.0.0.1:{port}")

        class Address:
            scheme, host, port = parts.scheme, parts.hostname, parts.port

        _, writer = await lines.create(Address)
        with pytest.raises(ConnectionError):
            await publish(lines)  # before it has a channel
        lines.take(CALLS)
        await publish(lines)
        writer.close()
        await done.wait()
        with pytest.raises(ConnectionError):
            await publish(lines)
        server.close()
        return bytes(received)

    async def publish(lines: Lines) -> None:
        await lines.publish(
            "nameko-rpc",
            "tickets.get_ticket",
            body,
            content=("application/json", "utf-8", 1),
            headers=headers,
            correlation_id="c.1",
            reply_to="reply",
            expiration="9000",
            frame_max=4096,
        )

    stream = asyncio.run(run())
    frames = []
    while stream:
        used, channel, one = frame.unmarshal(stream)
        assert channel == CALLS and used <= 4096
        frames.append(one)
        stream = stream[used:]
    method, head, *pieces = frames
    assert isinstance(method, commands.Basic.Publish) and method.mandatory and not method.immediate
    assert (method.exchange, method.routing_key) == ("nameko-rpc", "tickets.get_ticket")
    assert isinstance(head, header.ContentHeader) and head.body_size == size
    found = head.properties
    assert found.headers == headers
    assert (found.content_type, found.content_encoding, found.delivery_mode) == ("application/json", "utf-8", 1)
    assert (found.correlation_id, found.reply_to, found.expiration) == ("c.1", "reply", "9000")
    assert b"".join(piece.value for piece in pieces if isinstance(piece, ContentBody)) == body
