"""The stack under test, as its description file says; its parts can be killed, and come back by themselves."""

from __future__ import annotations

import json
import os
import secrets
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
import psycopg

from chassis.db import make_engine
from chassis.jobs import Job
from devstack.bootstrap import ROOT
from devstack.debian import STACK

T = TypeVar("T")


def eventually(look: Callable[[], T | None], *, within: float = 20.0) -> T:
    """Look until the result is true, and return it; raises `AssertionError` after `within` seconds."""
    deadline = time.monotonic() + within
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within:g} s; last seen: {found!r}")
        time.sleep(0.02)  # between two looks, never instead of one


class RunningStack:
    """Reads `stack.json` anew at every look."""

    def __init__(self, file: Path) -> None:
        self.file = file

    @property
    def facts(self) -> dict[str, Any]:
        """The description."""
        found: dict[str, Any] = json.loads(self.file.read_text(encoding="utf-8"))
        return found

    @property
    def gateway_url(self) -> str:
        """The gateway's address."""
        return str(self.facts["gateway_url"])

    @property
    def bootstrap_code(self) -> str:
        """The first administrator's invitation."""
        return str(self.facts["bootstrap_code"])

    def amqp(self, user: str) -> str:
        """The broker, as one of its users."""
        return str(self.facts["amqp"][user])

    def database(self, service: str) -> str:
        """A service's database, as its owner."""
        return str(self.facts["databases"][service])

    def pid(self, part: str) -> int | None:
        """The process id of a part while it lives."""
        found: int | None = self.facts["parts"][part]["pid"]
        return found

    def log(self, part: str) -> str:
        """All that a part has written."""
        return Path(self.facts["parts"][part]["log"]).read_text(encoding="utf-8", errors="replace")

    def send(self, part: str, number: signal.Signals) -> int:
        """Send a signal to a part; returns its process id."""
        pid = eventually(lambda: self.pid(part)) or 0
        os.kill(pid, number)
        return pid

    def kill_and_wait(self, part: str, number: signal.Signals = signal.SIGKILL) -> None:
        """End a part and wait until another process has taken its place and is ready."""
        pid = self.send(part, number)
        eventually(lambda: self.pid(part) not in (None, pid), within=40)
        self.wait_ready()

    @contextmanager
    def paused(self, part: str) -> Iterator[None]:
        """A part hangs (SIGSTOP): it keeps its connections and answers nothing."""
        pid = self.send(part, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)
            self.wait_ready()

    def superuser(self) -> str:
        """The database server as its superuser."""
        secret = json.loads((self.file.parent / "secrets.json").read_text(encoding="utf-8"))["postgres_password"]
        return f"postgresql://postgres:{quote(secret, safe='')}@127.0.0.1:{self.facts['ports']['postgres']}/postgres"

    def wait_for_locks(self, count: int) -> None:
        """Wait until as many sessions of the database server as `count` wait for a lock."""
        waiting = "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted"
        with psycopg.connect(self.superuser(), autocommit=True) as connection:
            eventually(lambda: connection.execute(waiting).fetchone() == (count,))

    def wait_ready(self) -> None:
        """Wait until the bus and every service answer."""

        def ready() -> bool:
            try:
                return httpx.get(f"{self.gateway_url}/readyz", timeout=5).status_code == 200
            except httpx.HTTPError:
                return False

        eventually(ready, within=60)

    def solicitari(self, *arguments: str, settings_of: str) -> subprocess.CompletedProcess[str]:
        """Run `solicitari` with the settings of a service's jobs."""
        environment = os.environ | self.facts["environments"][f"{settings_of}-jobs"]
        command = [sys.executable, "-m", "cli", *arguments]
        return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)

    def run_job(self, service: str, name: str, now: datetime) -> int:
        """Run a job of a service once in this process, as if it were `now`; returns how many things it did."""
        module = import_module(f"services.{service}.jobs")
        settings = module.SETTINGS.from_environment(self.facts["environments"][f"{service}-jobs"])
        engine = make_engine(settings.database_url, pool_size=2, name=f"{service}-jobs", prepared=False)
        try:
            jobs: list[Job] = module.jobs(settings, engine)
            return next(job for job in jobs if job.name == name).run(now)
        finally:
            engine.dispose()

    def rabbitmqctl(self, *arguments: str) -> str:
        """Administer the broker; returns what it printed."""
        command = shlex.split(self.facts["broker_command"])
        done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    def metrics(self) -> str:
        """What the gateway tells a monitoring system."""
        return httpx.get(f"http://127.0.0.1:{self.facts['metrics_port']}/metrics", timeout=10).text


@contextmanager
def started(*options: str) -> Iterator[RunningStack]:
    """A throwaway stack, gone at the end; `options` as `python -m devstack test-stack` takes them."""
    folder = STACK / f"test-{secrets.token_hex(4)}"
    command = [sys.executable, "-m", "devstack", "test-stack", str(folder), *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        line = next((line for line in process.stdout if line.startswith("ready ")), None)
        assert line, "the stack did not start; its last lines are above"
        yield RunningStack(Path(line.split(" ", 1)[1].strip()))
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
        process.stdout.close()
