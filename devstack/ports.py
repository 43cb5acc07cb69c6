"""Free ports on the loopback address: one remembered block, so addresses stay the same from start to start."""

from __future__ import annotations

import errno
import json
import random
import socket
from contextlib import ExitStack
from pathlib import Path

NAMES = (
    "broker",
    "broker_dist",
    "epmd",
    "postgres",
    "s3",
    "s3_master",
    "s3_volume",
    "s3_filer",
    "s3_admin",
    "gateway",
    "metrics",
)
TWIN = 10_000  # SeaweedFS opens every port again 10,000 higher (gRPC)
LOWEST, HIGHEST = 20_000, 22_700  # the twins stay below the range of outgoing connections, which starts at 32768


def is_free(base: int) -> bool:
    """Whether every port of the block at `base`, and its twins, can be bound right now."""
    with ExitStack() as held:
        for offset in range(len(NAMES)):
            for port in (base + offset, base + offset + TWIN):
                probe = held.enter_context(socket.socket())
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", port))
                except OSError as error:
                    if error.errno in (errno.EADDRINUSE, errno.EACCES):
                        return False
                    raise
    return True


def draw(memory: Path, *, afresh: bool = False) -> dict[str, int]:
    """The block that `memory` remembers if it is free, else another; by name."""
    base = 0 if afresh or not memory.exists() else int(json.loads(memory.read_text(encoding="utf-8"))["base"])
    for _ in range(200):
        if base and is_free(base):
            memory.write_text(json.dumps({"base": base}), encoding="utf-8")
            return {name: base + offset for offset, name in enumerate(NAMES)}
        base = random.randrange(LOWEST, HIGHEST, len(NAMES) + 1)
    raise RuntimeError("no block of free ports between 20000 and 22700 on 127.0.0.1: is something using them all?")
