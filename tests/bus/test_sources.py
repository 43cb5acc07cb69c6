"""The parts of nameko, py-amqp and aiormq that the chassis leans on or goes around: a changed source is read first.

When one of these fails after an upgrade: read what changed, see whether the chassis still fits it, run `tests/bus` with
`--long`, then take over the new digest that the failure prints. Nothing is imported: eventlet stays out of this process.
"""

from __future__ import annotations

import ast
import hashlib
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest

VERSIONS = {"nameko": "2.14.1", "amqp": "5.4.2", "eventlet": "0.41.3", "aiormq": "7.2.4"}

# module:name → (why, first 12 hex digits of the SHA-256 of its source)
PARTS = {
    "amqp.method_framing:frame_writer": ("the writer has it write into memory", "119025a23748"),
    "amqp.method_framing:frame_handler": ("only the reader may call it", "d3a4ad4045fa"),
    "amqp.connection:Connection.connect": ("makes transport and frame_writer", "60566bff0d3a"),
    "amqp.connection:Connection.collect": ("what is left of a lost connection", "5379dfbe2d07"),
    "amqp.connection:Connection.drain_events": ("reads; connects again when closed", "70860258b2b6"),
    "amqp.connection:Connection.heartbeat_tick": ("called once a second", "de87111d69f7"),
    "amqp.connection:Connection._on_blocked": ("holds the writer", "b6cae2bac838"),
    "amqp.connection:Connection._on_unblocked": ("releases the writer", "322077c8638b"),
    "amqp.transport:TCPTransport._setup_transport": ("sets `write`, which we replace", "289a40f5a147"),
    "amqp.transport:_AbstractTransport._init_socket": ("TCP_USER_TIMEOUT", "5e70fde34427"),
    "amqp.abstract_channel:AbstractChannel.send_method": ("publishes without reading", "9d830c8df36d"),
    "amqp.abstract_channel:AbstractChannel.dispatch_method": ("decodes bodies", "74cd92bfbdca"),
    "amqp.channel:Channel._basic_publish": ("reads the socket: gone around", "ad4c5db47409"),
    "amqp.channel:Channel.basic_ack": ("only sends", "e9bd81d18429"),
    "amqp.channel:Channel.basic_reject": ("only sends", "d75f5010b9dd"),
    "amqp.channel:Channel._on_basic_cancel": ("a deleted queue", "f3c7bcd07bbf"),
    "amqp.channel:Channel._on_basic_deliver": ("sets `channel` and `delivery_info`", "bb7791d8f28e"),
    "amqp.channel:Channel._on_basic_return": ("no route", "3e3da0a03033"),
    "nameko.containers:ServiceContainer.start": ("sets up and starts the bus", "e3201c5812fb"),
    "nameko.containers:ServiceContainer.__init__": ("binds the entrypoints", "e35a70850581"),
    "nameko.extensions:SharedExtension.bind": ("one bus per container", "aa4d47621dcc"),
    "nameko.extensions:Entrypoint.decorator": ("`@operation`, `@on_event`", "3de95f5ceedb"),
    "aiormq.connection:Connection.connect": ("takes reader and writer from our factory", "d6ec61e5b540"),
    "aiormq.connection:Connection.ready": ("waits while blocked: bounded outside", "0e97b8653a7c"),
    "aiormq.connection:Connection.is_connection_was_stuck": (
        "counts from the last frame that we show it",
        "8bd42b5324ef",
    ),
    "aiormq.connection:FrameReceiver.get_frame": ("gets whole frames from us", "fdbbbd4f1900"),
    "aiormq.channel:Channel._on_cancel_frame": ("drops a consumer that was cancelled", "05ee42683dca"),
}


def source_of(part: str) -> str:
    """The source of a function or method, as its file has it."""
    module, _, name = part.partition(":")
    spec = find_spec(module)
    assert spec is not None and spec.origin is not None
    text = Path(spec.origin).read_text(encoding="utf-8")
    node: ast.AST = ast.parse(text)
    for word in name.split("."):
        kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        node = [n for n in ast.walk(node) if isinstance(n, kinds) and n.name == word][-1]  # the last one is no overload
    found = ast.get_source_segment(text, node)
    assert found
    return found


def digest_of(part: str) -> str:
    """What stands in `PARTS`."""
    return hashlib.sha256(source_of(part).encode()).hexdigest()[:12]


@pytest.mark.parametrize("package", VERSIONS)
def test_version_is_the_one_that_was_read(package: str) -> None:
    assert version(package) == VERSIONS[package]


@pytest.mark.parametrize("part", PARTS)
def test_source_is_the_one_that_was_read(part: str) -> None:
    why, known = PARTS[part]
    assert digest_of(part) == known, f"{part} changed ({why}): read it"
