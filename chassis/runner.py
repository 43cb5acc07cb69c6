"""`python -m chassis.runner <service>`: the process that answers calls and consumes events.

`services.<service>.service` has `SERVICE`, a class with `name`, `settings` (a `ServiceSettings` class) and
`build(runtime) -> instance`. SIGTERM: no new messages, workers finish, exit 0; a worker that does not finish within the
drain bound is left (exit 75) and its message runs again elsewhere.
"""

from __future__ import annotations

import os

if __name__ == "__main__":  # before anything else is imported
    import warnings

    from chassis.starting import end_at_once_when_told

    end_at_once_when_told()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # eventlet's notice of its retirement: docs/adr/0001
        import eventlet

        eventlet.monkey_patch()
    os.environ["PSYCOPG_WAIT_FUNC"] = "wait_select"  # the C one stops all greenlets while one query runs

import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from chassis import log
from chassis.call import Call, default_deadline_ms
from chassis.db import make_engine
from chassis.health import INTERVAL_SECONDS, HealthFile
from chassis.identity import Verifier, all_revocations
from chassis.settings import ServiceSettings
from contracts.auth import AuthApi, PublicKeys, RevocationsAfter
from contracts.errors import DomainError, OutcomeUnknown, Unavailable

EXIT_HUNG = 75  # EX_TEMPFAIL


def translate(error: BaseException) -> DomainError | None:
    """Trouble with the database as something a caller can act on; None for what is a fault of ours."""
    if isinstance(error, PoolTimeout):
        return Unavailable()
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return OutcomeUnknown()
    if isinstance(error, OperationalError):
        return Unavailable()
    return None


@dataclass
class Runtime:
    """What a service is built from. `local_identity`: auth reads its own documents, all others ask auth."""

    settings: Any
    engine: Engine
    verifier: Verifier
    outgoing: Any
    feed: Any
    bus: Any = None
    local_identity: Callable[[], Any] | None = None
    translate: Callable[[BaseException], DomainError | None] = translate

    def client(self, api: Any, service: str) -> Any:
        """A client of another service."""
        from chassis.client import client

        return client(api, self.outgoing, service)

    def publish_confirmed(self, exchange: str, body: bytes, *, seconds: float) -> None:
        """Publish to an exchange and wait until the broker has it; raises `Unavailable`."""
        import amqp

        from chassis.link import NotConnected

        message = amqp.Message(body, content_type="application/json", delivery_mode=2)
        try:
            self.bus.link.publish_confirmed(exchange, "", message, seconds=seconds)
        except NotConnected:
            raise Unavailable() from None


class Runner:
    """Starts one service in nameko's container and stops it in order."""

    def __init__(self, service_class: Any) -> None:
        from nameko.containers import ServiceContainer

        from chassis.feed import Feed
        from chassis.outgoing import Outgoing

        service = service_class.name
        settings: ServiceSettings = service_class.settings.from_environment()
        log.configure(service, settings.log_level)
        self.log = log.get_logger("runner")
        self.settings = settings
        self.health = HealthFile(settings.health_file)
        self.health.write("starting")
        engine = make_engine(settings.database_url, pool_size=settings.max_workers, name=service)
        verifier = Verifier(settings.root_public_key)
        feed = Feed(verifier, service, self._documents)
        outgoing = Outgoing(settings.amqp_uri, service, settings.heartbeat, on_up=feed.connected, on_down=feed.lost)
        self.runtime = Runtime(settings, engine, verifier, outgoing, feed)
        config = {
            "AMQP_URI": settings.amqp_uri,
            "max_workers": settings.max_workers,
            "runtime": self.runtime,
            "service": service_class.build(self.runtime),
        }
        self.container = ServiceContainer(service_class, config)
        self._stopping: Any = None

    def _documents(self) -> Any:
        """The signed key set and the revocations: auth's own, or asked from auth."""
        if self.runtime.local_identity is not None:
            return self.runtime.local_identity()
        auth: AuthApi = self.runtime.client(AuthApi, "auth")
        call = Call(request_id=f"identity-{uuid4()}", deadline_ms=default_deadline_ms())
        keys = auth.public_keys(call, PublicKeys())
        revocations = all_revocations(
            lambda position: auth.revocations_after(call, RevocationsAfter(position=position))
        )
        return keys.signed, revocations

    def run(self) -> None:
        """Serve until SIGTERM; never returns."""
        import eventlet
        from eventlet.event import Event

        self._stopping = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self.container.start()
        self.runtime.outgoing.start()
        bus = self.runtime.bus
        while self._stopping.wait(timeout=0.2 if self._state(bus) == "starting" else INTERVAL_SECONDS) is None:
            self.health.write(self._state(bus))
        self.health.write("stopping")
        hung = True
        with eventlet.Timeout(self.settings.drain_seconds, False):
            bus.stop()
            hung = False
        code = EXIT_HUNG if hung else 0
        self.log.info("stopped", exit_code=code, busy=bus.busy)
        sys.stdout.flush()
        os._exit(code)  # no interpreter shutdown under greenlets and native threads

    def _state(self, bus: Any) -> str:
        if bus.is_ready and self.runtime.verifier.is_synced:
            self._was_ready = True
            return "ready"
        return "degraded" if getattr(self, "_was_ready", False) else "starting"

    def _stop(self, _number: int, _frame: Any) -> None:
        if self._stopping is not None and not self._stopping.ready():  # a second SIGTERM changes nothing
            self._stopping.send(True)


def main(service_class: Any) -> None:
    """Check that this process is fit for greenlets, then run the service; never returns."""
    from psycopg import waiting

    if waiting.wait is not waiting.wait_select:
        sys.exit("psycopg would stop all greenlets while one query runs: PSYCOPG_WAIT_FUNC must be wait_select")
    Runner(service_class).run()


if __name__ == "__main__":
    main(import_module(f"services.{sys.argv[1]}.service").SERVICE)
