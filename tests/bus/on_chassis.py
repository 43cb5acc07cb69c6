"""`python -m tests.bus.on_chassis VARIANT`: the service under test, on `chassis`. Its name is in `SUBJECT`.

Variants take protections out, to show that the tests would see them missing; several are joined by commas: `plain`
(nothing), `unwritten` (no writer: frames go to the socket from any greenlet, replies by `basic_publish`), `impatient`
(py-amqp's own TCP time-out of 1 s), `pushing` (sends on into a connection that the broker has blocked), `deaf` (a
cancelled consumer is not noticed), `narrow` (the reader waits for a worker), `timeless` (deadlines are not looked at),
`greedy` (takes on more calls than it has workers).
"""

from __future__ import annotations

import os
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import eventlet

    eventlet.monkey_patch()
os.environ["PSYCOPG_WAIT_FUNC"] = "wait_select"

import gc
import sys
import time
from collections.abc import Sequence
from typing import Any

import orjson
from greenlet import greenlet
from sqlalchemy import Connection, text

from chassis import address, bus, link, outgoing, rpc, runner, writer
from chassis.call import Call
from chassis.events import on_event
from chassis.results import Raw
from chassis.rpc import operation
from chassis.settings import ServiceSettings
from contracts.model import CloudEvent
from tests.bus import words
from tests.bus.failing import failure
from tests.bus.journal import recorded

OTHER = "files"


class Probe:
    """Does what it is told, and keeps a journal."""

    name = os.environ["SUBJECT"]
    settings = ServiceSettings
    runtime: Any

    @classmethod
    def build(cls, runtime: Any) -> Probe:
        """Make the service from its runtime."""
        service = cls()
        service.runtime = runtime
        service.other = runtime.client(words.OtherApi, OTHER)
        return service

    other: words.OtherApi

    @operation(public=True)
    def work(self, call: Call, command: words.Work) -> Raw:
        """Work, then answer."""
        with recorded(command.entry_id):
            time.sleep(command.seconds)
        if command.late_ms is not None:
            eventlet.Timeout(command.late_ms / 1000)
        return _done(command.entry_id, command.size)

    @operation(public=True)
    def nothing(self, call: Call, command: words.Nothing) -> None:
        """Do nothing."""

    @operation(public=True)
    def pass_on(self, call: Call, command: words.Nothing) -> None:
        """Have the other service do nothing."""
        self.other.nothing(call, command)

    @operation(public=True)
    def fail(self, call: Call, command: words.Fail) -> Raw:
        """Raise."""
        raise failure(command.kind)

    @operation(public=True)
    def query(self, call: Call, command: words.Query) -> Raw:
        """Keep a connection busy."""
        with self.runtime.engine.connect() as connection, recorded(command.entry_id):
            connection.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": command.seconds})
        return _done(command.entry_id, 0)

    @operation(public=True)
    def relay(self, call: Call, command: words.Relay) -> Raw:
        """Ask the other service."""
        work = words.Work(**command.model_dump(exclude={"cut_ms"}))
        if command.cut_ms is None:
            done = self.other.work(call, work)
        else:
            with eventlet.Timeout(command.cut_ms / 1000):
                done = self.other.work(call, work)
        return Raw(done.model_dump_json().encode())

    @operation(public=True)
    def vitals(self, call: Call, command: words.Vitals) -> Raw:
        """How the process is."""
        gc.collect()
        facts = {
            "pid": os.getpid(),
            "pending": len(self.runtime.outgoing._pending),
            "greenlets": sum(isinstance(o, greenlet) for o in gc.get_objects()),
            "descriptors": len(os.listdir("/proc/self/fd")),  # noqa: PTH208 - a Path would open one more
            "cpu_seconds": time.process_time(),
        }
        return Raw(orjson.dumps(facts))


class Listening(Probe):
    """The same, and consumes events of tickets. It needs the tables of a consumer."""

    @on_event("tickets")
    def heard(self, connection: Connection, events: Sequence[CloudEvent]) -> None:
        """Keep the transaction busy."""
        for event in events:
            with recorded(event.subject):
                connection.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": event.data["seconds"]})


def _done(entry_id: str, size: int) -> Raw:
    data = "x" * size
    return Raw(b'{"entry_id":"%s","pid":%d,"data":"%s"}' % (entry_id.encode(), os.getpid(), data.encode()))


class Unwritten:
    """Stands where the writer stands and leaves py-amqp as it is."""

    unsent_bytes = 0
    is_dead = False

    def __init__(self, connection: Any, stall_seconds: float) -> None:
        pass

    def flush(self) -> None:
        """Nothing waits."""

    hold = release = flush

    def close(self) -> None:
        """Nothing to end."""


def send_at_once(channel: Any, reply_to: str, reply: Any) -> None:
    """Reply as py-amqp would have it, from the worker."""
    channel.basic_publish(reply, "nameko-rpc", reply_to)


def take_out(variant: str) -> None:
    """Take the named protection out of this process."""
    match variant:
        case "plain":
            pass
        case "unwritten":
            link.Writer = Unwritten  # type: ignore[attr-defined, assignment]
            bus.send_reply = send_at_once
        case "impatient":
            address.TCP_USER_TIMEOUT_MS = 1000
        case "pushing":
            writer.Writer.hold = lambda _self: None  # type: ignore[method-assign, assignment]
        case "deaf":
            outgoing.Outgoing._cancelled = lambda _self, _tag: None  # type: ignore[method-assign, assignment]
            bus.Bus._cancelled = lambda _self, _tag: None  # type: ignore[method-assign, assignment]
        case "narrow":
            bus.GENERATIONS = 1
        case "greedy":
            bus.Bus.prefetch_for_calls = lambda _self: 100  # type: ignore[method-assign, assignment]
        case "timeless":
            rpc.CLOCK_SKEW_SECONDS = 1e9
        case _:
            raise SystemExit(f"no variant {variant!r}")


if __name__ == "__main__":
    for name in sys.argv[1].split(","):
        take_out(name)
    runner.main(Listening if os.environ.get("LISTENING") else Probe)
