"""A closed-loop driver: so many workers, each sends its next request when it has checked the answer to the last one."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import aiohttp

_NUMBERS = itertools.count()

Step = Callable[[aiohttp.ClientSession, int], Awaitable[None]]


class WrongAnswer(AssertionError):
    """An answer was not what was asked for: the measurement is worth nothing."""


@dataclass
class Run:
    """What one run gave."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)

    def add(self, other: Run) -> None:
        """Take in another run of the same step."""
        self.seconds += other.seconds
        self.latencies += other.latencies

    @property
    def count(self) -> int:
        """How many requests were answered."""
        return len(self.latencies)

    def percentile(self, share: float) -> float:
        """A percentile of the latencies, in milliseconds."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def drive(base_url: str, step: Step, *, workers: int, seconds: float, headers: dict[str, str]) -> Run:
    """Run `step` from `workers` at once for `seconds`; the number it gets never repeats."""
    run = Run()
    timeout = aiohttp.ClientTimeout(total=60)
    connector = aiohttp.TCPConnector(limit=workers)
    async with aiohttp.ClientSession(base_url, headers=headers, timeout=timeout, connector=connector) as session:
        await asyncio.gather(*(step(session, next(_NUMBERS)) for _ in range(workers)))  # connections, caches
        started = time.perf_counter()
        until = started + seconds

        async def work() -> None:
            while (now := time.perf_counter()) < until:
                await step(session, next(_NUMBERS))
                run.latencies.append(time.perf_counter() - now)

        await asyncio.gather(*(work() for _ in range(workers)))
        run.seconds = time.perf_counter() - started
    return run


def expect(condition: bool, what: str) -> None:
    """Raise `WrongAnswer` unless the condition holds."""
    if not condition:
        raise WrongAnswer(what)
