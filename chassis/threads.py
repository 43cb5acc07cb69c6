"""Work that would hold the processor for long runs in a real thread, so the other greenlets go on."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

T = TypeVar("T")


def is_green() -> bool:
    """Whether this process runs on greenlets; a process that never imported eventlet does not."""
    if "eventlet" not in sys.modules:
        return False
    from eventlet import patcher

    return bool(patcher.is_monkey_patched("thread"))


def in_thread(function: Callable[..., T], *args: Any) -> T:
    """Call a function in a thread and wait for it; in a process without greenlets, simply call it."""
    if not is_green():
        return function(*args)
    from eventlet import tpool

    return cast(T, tpool.execute(function, *args))


def semaphore(permits: int) -> Any:
    """A semaphore that suits the process: green or not."""
    if not is_green():
        return threading.Semaphore(permits)
    from eventlet.semaphore import Semaphore

    return Semaphore(permits)
