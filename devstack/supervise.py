"""Starts parts in tiers, waits until each is ready, starts a crashed one again and says so, stops all in reverse order.

No part outlives the supervisor: each asks the kernel for a signal at its parent's death.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
LONG_LIFE_SECONDS = 10.0
MOST_BACKOFF_SECONDS = 30.0

Probe = Callable[[], Awaitable[bool]]


@dataclass(frozen=True)
class Part:
    """A process of the stack. `once`: it ends by itself and must end with 0. `user`: run as this uid (and gid)."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    ready: Probe | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 12.0
    ready_seconds: float = 120.0
    once: bool = False
    user: int | None = None
    folder: Path | None = None


class Failed(Exception):
    """A part ended, or was not ready in time."""


def _die_with(parent: int) -> Callable[[], None]:
    libc = ctypes.CDLL(None)  # loaded before the fork

    def in_child() -> None:
        os.setpgid(0, 0)  # Ctrl-C reaches the supervisor alone
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return in_child


class Running:
    """A part that is kept running. `say(name, line)` gets its output and what happens to it."""

    def __init__(self, part: Part, say: Callable[[str, str], None], *, restart: bool = True) -> None:
        self.part = part
        self.restart = restart
        self.process: asyncio.subprocess.Process | None = None
        self.starts = 0
        self._say = say
        self._wanted = True
        self._was_ready = False
        self._task: asyncio.Task[None] | None = None
        self.ended = asyncio.Event()
        self.exit_code: int | None = None

    @property
    def pid(self) -> int | None:
        """The process id while it lives."""
        return self.process.pid if self.process and self.process.returncode is None else None

    def start(self) -> None:
        """Begin to keep the part running."""
        self._wanted = True
        self._was_ready = False
        self.ended.clear()
        self._task = asyncio.get_running_loop().create_task(self._keep(), name=self.part.name)

    async def wait_ready(self) -> None:
        """Return when the part is ready (or, a `once` part, has ended well); raises `Failed`."""
        deadline = time.monotonic() + self.part.ready_seconds
        if self.part.once:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.ended.wait(), self.part.ready_seconds)
            if self.exit_code != 0:
                raise Failed(f"{self.part.name} ended with exit code {self.exit_code}; its last lines are above")
            return
        while time.monotonic() < deadline:
            if self.ended.is_set():
                raise Failed(f"{self.part.name} ended with exit code {self.exit_code} before it was ready")
            if self.pid and (self.part.ready is None or await self.part.ready()):
                self._was_ready = True
                return
            await asyncio.sleep(0.05)
        raise Failed(f"{self.part.name} was not ready after {self.part.ready_seconds:.0f} s")

    async def stop(self) -> int | None:
        """Ask it to stop, then kill it; returns the exit code."""
        self._wanted = False
        process = self.process
        if process and process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(self.part.stop_signal)
            try:
                await asyncio.wait_for(process.wait(), self.part.stop_seconds)
            except TimeoutError:
                self._say(self.part.name, f"did not stop within {self.part.stop_seconds:.0f} s: killed")
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                await process.wait()
        if self._task:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._task, 5)
        return self.exit_code

    async def _keep(self) -> None:
        failures = 0
        while self._wanted:
            started = time.monotonic()
            await self._run_once()
            if self.part.once or not self._wanted:
                break
            if not self.restart or not self._was_ready:
                break  # a part that was never ready is a fault to show, not to repeat
            failures = 0 if time.monotonic() - started > LONG_LIFE_SECONDS else failures + 1
            pause = min(0.25 * 2**failures, MOST_BACKOFF_SECONDS)
            self._say(self.part.name, f"ended with exit code {self.exit_code}: started again in {pause:g} s")
            await asyncio.sleep(pause)
        self.ended.set()

    async def _run_once(self) -> None:
        self.starts += 1
        as_user: dict[str, object] = {}
        if self.part.user is not None:
            as_user = {"user": self.part.user, "group": self.part.user, "extra_groups": []}
        self.process = await asyncio.create_subprocess_exec(
            *self.part.command,
            env=dict(self.part.environment),
            cwd=self.part.folder,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            preexec_fn=_die_with(os.getpid()),
            limit=1 << 20,
            **as_user,  # type: ignore[arg-type]
        )
        await self._pump(self.process)
        self.exit_code = await self.process.wait()

    async def _pump(self, process: asyncio.subprocess.Process) -> None:
        if process.stdout is None:
            return
        while True:
            try:
                line = await process.stdout.readline()
            except ValueError:  # a line over the limit: dropped, so that the part never blocks on a full pipe
                continue
            if not line:
                return
            self._say(self.part.name, line.decode("utf-8", "replace").rstrip())


class Supervisor:
    """Tiers of parts; `say(name, line)` gets all output."""

    def __init__(self, say: Callable[[str, str], None], *, restart: bool = True) -> None:
        self.say = say
        self.restart = restart
        self.tiers: list[list[Running]] = []

    async def start(self, *parts: Part) -> None:
        """Start a tier and wait until every part of it is ready; raises `Failed`."""
        tier = [Running(part, self.say, restart=self.restart) for part in parts]
        self.tiers.append(tier)
        for running in tier:
            running.start()
        results = await asyncio.gather(*(running.wait_ready() for running in tier), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result

    def find(self, name: str) -> Running:
        """The running part of a name; raises `KeyError`."""
        for tier in self.tiers:
            for running in tier:
                if running.part.name == name:
                    return running
        raise KeyError(name)

    async def stop(self) -> None:
        """Stop tier by tier, the last one first; the parts of a tier together."""
        while self.tiers:
            await asyncio.gather(*(running.stop() for running in self.tiers.pop()))
