"""What goes wrong during a run, in an order that the seed decides; each fault is waited for until all is well again."""

from __future__ import annotations

import json
import random
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from chassis.db import make_engine
from chassis.health import HEALTHY
from chassis.jobs import Job
from services.tickets.jobs import SETTINGS
from services.tickets.jobs import jobs as jobs_of_tickets
from tests.support.stack import RunningStack, eventually

OURS = ("gateway", "auth", "tickets", "files", "auth-jobs", "tickets-jobs", "files-jobs")
BACK_SECONDS = 90.0
PAUSE_SECONDS = (0.3, 2.5)  # between two faults


@dataclass(frozen=True, slots=True)
class Fault:
    """A signal to a part, or (`publish-again`) the events of the last seconds once more."""

    part: str
    kind: str

    def __str__(self) -> str:
        return f"{self.kind} {self.part}"


@dataclass
class Happened:
    """A fault, when it was (monotonic), and how long it took until every part was there and ready again."""

    fault: Fault
    at: float
    back_seconds: float
    exit_code: int | None = field(default=None)


def plan(seed: int, *, kinds: tuple[str, ...] = ("SIGKILL", "SIGTERM"), servers: bool = True) -> Iterator[Fault]:
    """Faults without end: rounds that hold each one once, shuffled."""
    order = random.Random(f"{seed}/faults")
    faults = [Fault(part, kind) for part in OURS for kind in kinds]
    if servers:
        faults += [Fault("broker", "SIGKILL"), Fault("postgres", "SIGINT")]
        faults += [Fault("tickets", "publish-again")] * 2
    while True:
        order.shuffle(faults)
        yield from faults


def hard() -> Iterator[Fault]:
    """The faults that a missing protection shows at soonest, twice over."""
    yield from [Fault("gateway", "SIGKILL"), Fault("tickets", "SIGKILL"), Fault("tickets", "publish-again")] * 2


def rolling() -> Iterator[Fault]:
    """Every process of ours ended in order, once."""
    yield from (Fault(part, "SIGTERM") for part in OURS)


class Saboteur:
    """Carries faults out, one after the other, and notes how each ended."""

    def __init__(self, stack: RunningStack, seed: int, pause_seconds: tuple[float, float]) -> None:
        self._stack = stack
        self._pause_seconds = pause_seconds
        self._random = random.Random(f"{seed}/pauses")
        self.happened: list[Happened] = []

    def run(self, faults: Iterator[Fault], *, until: float, over: threading.Event) -> None:
        """Until a moment (monotonic), the end of the faults, or `over`."""
        for fault in faults:
            if time.monotonic() > until or over.is_set():
                return
            if fault.part not in self._stack.facts["parts"]:
                continue  # the broker was given and is not ours to kill
            one = self._carry_out(fault)
            self.happened.append(one)
            print(
                f"{datetime.now(UTC):%H:%M:%S} {fault}: ready after {one.back_seconds:.1f} s",
                file=sys.stderr,
                flush=True,
            )
            over.wait(self._random.uniform(*self._pause_seconds))

    def _carry_out(self, fault: Fault) -> Happened:
        at = time.monotonic()
        if fault.kind == "publish-again":
            since = (datetime.now(UTC) - timedelta(seconds=10)).isoformat()
            self._stack.solicitari("outbox", "publish-again", fault.part, "--since", since, settings_of=fault.part)
            return Happened(fault, at, 0.0)
        pid = self._stack.send(fault.part, signal.Signals[fault.kind])
        eventually(lambda: self._is_back(fault.part, pid), within=BACK_SECONDS)
        self._stack.wait_ready()
        exit_code = self._stack.facts["parts"][fault.part]["exit_code"]
        return Happened(fault, at, time.monotonic() - at, exit_code)

    def _is_back(self, part: str, old_pid: int) -> bool:
        """Another process is there and, one of ours, says in its health file that it works."""
        pid = self._stack.pid(part)
        if pid in (None, old_pid):
            return False
        file = self._stack.file.parent / "run" / f"{part}.json"
        if part not in OURS or part == "gateway":
            return True
        said = json.loads(file.read_text(encoding="utf-8"))
        return bool(said["pid"] == pid and said["state"] in HEALTHY)


class Reconciler(threading.Thread):
    """Runs the job that gives claims back as if a minute had passed, all the time: slow handlers meet their fence."""

    def __init__(self, stack: RunningStack, over: threading.Event) -> None:
        super().__init__(name="reconciler", daemon=True)
        environment = stack.facts["environments"]["tickets-jobs"]
        settings = SETTINGS.from_environment(environment)
        self._engine = make_engine(settings.database_url, pool_size=2, name="tickets-effects")
        self._job: Job = next(j for j in jobs_of_tickets(settings, self._engine) if j.name == "reconcile-claims")
        self._over = over
        self.released = 0

    def run(self) -> None:
        """Reconcile until over."""
        while not self._over.wait(0.3):
            self.run_once()
        self._engine.dispose()

    def run_once(self) -> bool:
        """Once; False when something was away."""
        try:
            self.released += self._job.run(datetime.now(UTC) + timedelta(minutes=2))
        except Exception:  # whatever is being killed right now
            return False
        return True
