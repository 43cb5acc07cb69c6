"""Servers without our services: the names `files` and `tickets`, with their rights on the broker, are free for probes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import amqp
import pytest

from chassis.address import connection_settings
from devstack.bootstrap import ROOT
from tests.bus.driver import Driver
from tests.bus.journal import Journal
from tests.support.stack import RunningStack, eventually, started


class Subject:
    """A probe process. `kind`: `stock`, or a variant of the one on chassis."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path, journal: Journal, name: str) -> None:
        self.process = process
        self.journal = journal
        self.name = name
        self._log = log

    @property
    def log(self) -> str:
        """All that it has written."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    @property
    def is_alive(self) -> bool:
        """Whether the process has not ended."""
        return self.process.poll() is None

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """It stands still (SIGSTOP) and keeps its connections."""
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def ended(self, within: float = 20) -> int | None:
        """Its exit code, or None when it has not ended in time."""
        with suppress(subprocess.TimeoutExpired):
            return self.process.wait(timeout=within)
        return None

    def answers(self, driver: Driver, within: float = 90) -> None:
        """Wait until it works off calls."""
        eventually(lambda: driver.ask(self.name, "work", within=2, entry_id=f"ready-{uuid4()}"), within=within)


Starter = Callable[..., Subject]


@pytest.fixture(scope="package")
def servers() -> Iterator[RunningStack]:
    """A broker and a database of this package's own."""
    with started("--only-servers") as running:
        yield running


@pytest.fixture
def driver(servers: RunningStack) -> Iterator[Driver]:
    """A client."""
    found = eventually(lambda: _driver(servers), within=40)
    yield found
    found.close()


def _driver(servers: RunningStack) -> Driver | None:
    with suppress(OSError, amqp.AMQPError):
        return Driver(servers.amqp("gateway"))
    return None


@pytest.fixture
def start(servers: RunningStack, tmp_path: Path) -> Iterator[Starter]:
    """Starts probes; all are killed at the end. The queues of both names are emptied first."""
    for name in ("files", "tickets"):
        _purge(servers, name)
    subjects: list[Subject] = []

    def start(kind: str, name: str = "files", *, amqp_uri: str | None = None, **settings: str) -> Subject:
        journal = Journal(tmp_path / f"{name}.journal")
        env = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "LANG")}
        env |= servers.facts["environments"][name] | {"SUBJECT": name, "JOURNAL": str(journal.path)}
        env |= {"AMQP_URI": amqp_uri or servers.amqp(name), "HEARTBEAT": "10", "DRAIN_SECONDS": "4"} | settings
        log = tmp_path / f"{name}-{len(subjects)}.log"
        module = ["tests.bus.on_stock"] if kind == "stock" else ["tests.bus.on_chassis", kind]
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", *module], env=env, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT
            )
        subjects.append(Subject(process, log, journal, name))
        return subjects[-1]

    yield start
    for subject in subjects:
        subject.process.kill()
        subject.process.wait()


def _purge(servers: RunningStack, name: str) -> None:
    connection = amqp.Connection(**connection_settings(servers.amqp(name), 60))
    connection.connect()
    for queue in (f"rpc-{name}", f"{name}.parked", "evt-tickets-all--files.heard"):
        with suppress(amqp.AMQPError):
            connection.channel().queue_purge(queue)
    connection.close()
