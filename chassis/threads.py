"""Work that would hold the processor for long runs in a real thread, so the other greenlets go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

T = TypeVar("T")


def in_thread(function: Callable[..., T], *args: Any) -> T:
    """Call a function in a thread and wait for it; in a process without greenlets, simply call it."""
    from eventlet import patcher, tpool

    if patcher.is_monkey_patched("thread"):
        return cast(T, tpool.execute(function, *args))
    return function(*args)


def semaphore(permits: int) -> Any:
    """A semaphore that suits the process: green or not."""
    from eventlet import patcher
    from eventlet.semaphore import Semaphore

    if patcher.is_monkey_patched("thread"):
        return Semaphore(permits)
    import threading

    return threading.Semaphore(permits)
