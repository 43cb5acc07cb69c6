"""What a handler can raise that is no ordinary exception."""

from __future__ import annotations

from eventlet import Timeout
from greenlet import GreenletExit

KINDS = ("value", "timeout", "exit", "greenlet-exit")


def failure(kind: str) -> BaseException:
    """The exception of a kind."""
    found: dict[str, BaseException] = {
        "value": ValueError("secret sql"),
        "timeout": Timeout(),  # never started: raised by hand, as one that fires in a handler would be
        "exit": SystemExit(3),
        "greenlet-exit": GreenletExit(),
    }
    return found[kind]
