"""`python -m tests.bus.on_stock`: the service under test, as stock nameko would run it. Its name is in `SUBJECT`."""

# ruff: noqa: E402
import warnings

warnings.simplefilter("ignore")
import eventlet

eventlet.monkey_patch()

import gc
import logging
import os
import time

import psycopg
from greenlet import greenlet
from nameko.cli.run import run
from nameko.rpc import RpcProxy, rpc

from tests.bus.failing import failure
from tests.bus.journal import recorded


class Probe:
    """Does what it is told, and keeps a journal."""

    name = os.environ["SUBJECT"]
    if name != "files":
        other = RpcProxy("files")

    @rpc
    def work(self, command):  # type: ignore[no-untyped-def]
        """Work, then answer."""
        with recorded(command["entry_id"]):
            time.sleep(command.get("seconds", 0))
        return {"entry_id": command["entry_id"], "pid": os.getpid(), "data": "x" * command.get("size", 0)}

    @rpc
    def nothing(self, command):  # type: ignore[no-untyped-def]
        """Do nothing."""

    @rpc
    def pass_on(self, command):  # type: ignore[no-untyped-def]
        """Have the other service do nothing."""
        self.other.nothing(command)

    @rpc
    def fail(self, command):  # type: ignore[no-untyped-def]
        """Raise."""
        raise failure(command["kind"])

    @rpc
    def query(self, command):  # type: ignore[no-untyped-def]
        """Keep a connection busy."""
        url = os.environ["DATABASE_URL"].replace("+psycopg", "")
        with psycopg.connect(url) as connection, recorded(command["entry_id"]):
            connection.execute("SELECT pg_sleep(%s)", (command["seconds"],))
        return {}

    @rpc
    def relay(self, command):  # type: ignore[no-untyped-def]
        """Ask the other service."""
        cut_ms = command.pop("cut_ms", None)
        if cut_ms is None:
            return self.other.work(command)
        with eventlet.Timeout(cut_ms / 1000, TimeoutError("cut")):
            return self.other.work(command)

    @rpc
    def vitals(self, command):  # type: ignore[no-untyped-def]
        """How the process is."""
        gc.collect()
        from nameko.rpc import ReplyListener

        listeners = [o for o in gc.get_objects() if isinstance(o, ReplyListener)]
        return {
            "pid": os.getpid(),
            "pending": sum(len(listener._reply_events) for listener in listeners),
            "greenlets": sum(isinstance(o, greenlet) for o in gc.get_objects()),
            "descriptors": len(os.listdir("/proc/self/fd")),  # noqa: PTH208 - a Path would open one more
            "cpu_seconds": time.process_time(),
        }


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")  # as `nameko run` does
    run([Probe], {"AMQP_URI": os.environ["AMQP_URI"], "max_workers": int(os.environ.get("MAX_WORKERS", "10"))})
