"""How to tell that a part is ready."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Sequence
from pathlib import Path

from chassis.health import is_healthy
from devstack.supervise import Probe


def port_open(port: int) -> Probe:
    """Something listens on the loopback port."""

    async def probe() -> bool:
        try:
            _, writer = await asyncio.wait_for(asyncio.open_connection("127.0.0.1", port), 1)
        except (OSError, TimeoutError):
            return False
        writer.close()
        return True

    return probe


def http_ok(port: int, path: str) -> Probe:
    """A GET is answered with 200."""

    async def probe() -> bool:
        try:
            reader, writer = await asyncio.wait_for(asyncio.open_connection("127.0.0.1", port), 1)
            writer.write(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode())
            line = await asyncio.wait_for(reader.readline(), 5)
            writer.close()
        except (OSError, TimeoutError):
            return False
        return b" 200 " in line

    return probe


def command_ok(command: Sequence[str], environment: dict[str, str] | None = None, user: int | None = None) -> Probe:
    """A command ends with 0."""

    async def probe() -> bool:
        as_user = {} if user is None else {"user": user, "group": user, "extra_groups": []}
        process = await asyncio.create_subprocess_exec(
            *command,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **as_user,  # type: ignore[arg-type]
        )
        return await process.wait() == 0

    return probe


def health_file(path: Path) -> Probe:
    """The process says ready in its health file."""

    async def probe() -> bool:
        return is_healthy(str(path))

    return probe


def both(first: Probe, second: Probe) -> Probe:
    """Both probes hold."""

    async def probe() -> bool:
        return await first() and await second()

    return probe
