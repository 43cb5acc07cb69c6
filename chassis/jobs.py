"""What runs by itself, in plain threads: the relay of events and the timed jobs of one service.

`python -m chassis.jobs <service>`: `services.<service>.jobs` has `SETTINGS` (a `ServiceSettings` class) and
`jobs(settings, engine) -> list[Job]`. Every job takes `now`, so tests move time without moving a clock.
One process per service is active, by advisory lock; others wait for its end.
"""

from __future__ import annotations

if __name__ == "__main__":  # before anything else is imported
    from chassis.starting import end_at_once_when_told

    end_at_once_when_told()

import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from types import FrameType

from sqlalchemy import Connection, Engine, TextClause, text

from chassis import log
from chassis.db import make_engine
from chassis.health import INTERVAL_SECONDS, HealthFile
from chassis.settings import ServiceSettings

ACTIVE_LOCK = 7_203_119
# What the chassis forgets, and after how many days. In pieces: however much is due, none takes longer than a statement may.
PIECE = 5_000
_FORGET = (
    (
        text(
            "DELETE FROM commands WHERE ctid = ANY(ARRAY(SELECT ctid FROM commands WHERE created_at < :before LIMIT :piece))"
        ),
        7,
    ),
    (
        text(
            "DELETE FROM outbox WHERE ctid = ANY(ARRAY(SELECT ctid FROM outbox WHERE published_at < :before LIMIT :piece))"
        ),
        7,
    ),
    (
        text(
            "DELETE FROM inbox WHERE ctid = ANY(ARRAY(SELECT ctid FROM inbox WHERE received_at < :before LIMIT :piece))"
        ),
        14,
    ),
)
HOUSEKEEPING_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Job:
    """A job: `run(now)` does what is due at `now` and returns how many things it did. No period: on demand alone."""

    name: str
    every_seconds: float | None
    run: Callable[[datetime], int]


def load(service: str) -> tuple[ServiceSettings, Engine, list[Job]]:
    """The settings, the engine and all jobs of a service, the housekeeping of the bus tables among them."""
    module = import_module(f"services.{service}.jobs")
    settings: ServiceSettings = module.SETTINGS.from_environment()
    # A plan that was prepared while the outbox was small would go on reading all of it until the next ANALYZE.
    engine = make_engine(settings.database_url, pool_size=5, name=f"{service}-jobs", prepared=False)
    own: list[Job] = module.jobs(settings, engine)
    return settings, engine, [*own, Job("housekeeping", HOUSEKEEPING_SECONDS, housekeeping(engine))]


def housekeeping(engine: Engine) -> Callable[[datetime], int]:
    """Forget old command rows, published events and inbox rows."""

    def run(now: datetime) -> int:
        return sum(_forget(engine, statement, now - timedelta(days=days)) for statement, days in _FORGET)

    return run


def _forget(engine: Engine, statement: TextClause, before: datetime) -> int:
    forgotten = 0
    while True:
        with engine.begin() as connection:
            piece = connection.execute(statement, {"before": before, "piece": PIECE}).rowcount
        forgotten += piece
        if piece < PIECE:
            return forgotten


def run_once(service: str, name: str, now: datetime) -> int:
    """Run one job of a service at `now`, as the CLI does; raises `KeyError` for an unknown name."""
    _, engine, jobs = load(service)
    try:
        return next(job for job in jobs if job.name == name).run(now)
    except StopIteration:
        raise KeyError(f"{service} has no job {name!r}; it has {', '.join(job.name for job in jobs)}") from None
    finally:
        engine.dispose()


class Runner:
    """Holds the lock, starts a thread per job and one for the relay, and ends them on SIGTERM."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.settings, self.engine, self.jobs = load(service)
        self.log = log.get_logger("jobs")
        self.stopping = threading.Event()
        self.health = HealthFile(self.settings.health_file)
        self.failures: dict[str, str] = {}

    def run(self) -> int:
        """Run until told to stop; returns the exit code: 0 after an orderly stop, 1 when the lock was lost."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        self.health.write("starting")
        code = 0
        while not self.stopping.is_set():
            try:
                connection = self._wait_for_lock()
            except Exception as error:
                self.log.warning("database_away", error=type(error).__name__)
                self.health.write("starting", {"database": "away"})
                self.stopping.wait(1)
                continue
            if connection is None:
                break
            try:
                code = self._run_active(connection)
            finally:
                connection.invalidate()
                connection.close()
            if code:  # end: the supervisor starts a clean process, so no half-dead thread works on without the lock
                break
        self.engine.dispose()
        return code

    def _wait_for_lock(self) -> Connection | None:
        connection = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        try:
            while not self.stopping.is_set():
                if connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": ACTIVE_LOCK}):
                    return connection
                self.health.write("ready", {"active": False})
                self.stopping.wait(INTERVAL_SECONDS)
        except Exception:
            connection.invalidate()
            connection.close()
            raise
        connection.close()
        return None

    def _run_active(self, lock_connection: Connection) -> int:
        from chassis.relay import Relay

        relay = Relay(self.service, self.settings, self.engine, self.stopping)
        threads = [threading.Thread(target=relay.run, name="relay", daemon=True)]
        threads += [
            threading.Thread(target=self._repeat, args=(job, job.every_seconds), name=job.name, daemon=True)
            for job in self.jobs
            if job.every_seconds is not None
        ]
        for thread in threads:
            thread.start()
        self.log.info("active", jobs=[job.name for job in self.jobs])
        code = 0
        while not self.stopping.wait(INTERVAL_SECONDS):
            try:
                lock_connection.execute(text("SELECT 1"))
            except Exception as error:
                self.log.warning("lock_lost", error=type(error).__name__)
                code = 1
                self.stopping.set()
                break
            detail = {"active": True, "failing": dict(self.failures)}
            self.health.write("degraded" if self.failures else "ready", detail)
        self.health.write("stopping")
        for thread in threads:
            thread.join(timeout=self.settings.drain_seconds / 2)
        return code

    def _repeat(self, job: Job, every_seconds: float) -> None:
        while not self.stopping.is_set():
            try:
                done = job.run(datetime.now(UTC))
                self.failures.pop(job.name, None)
                if done:
                    self.log.info("job_done", job=job.name, done=done)
            except Exception as error:
                self.failures[job.name] = type(error).__name__
                self.log.exception("job_failed", job=job.name)
            self.stopping.wait(every_seconds)

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping.set()


def main(service: str) -> int:
    """Run the jobs of a service until SIGTERM."""
    runner = Runner(service)
    log.configure(f"{service}-jobs", runner.settings.log_level)
    return runner.run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
