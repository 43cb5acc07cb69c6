"""What becomes of delivered messages: given to a worker one after the other where their order counts, or given back."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

GATHER_SECONDS = 0.01  # a relay publishes in bursts, and a batch costs much the same whatever it holds


def give_back(message: Any) -> None:
    """Return a message to its queue, for whoever consumes it next."""
    message.channel.basic_reject(message.delivery_info["delivery_tag"], requeue=True)


class InOrder:
    """One worker at a time for a queue, so that its messages stay in order; it takes all that come meanwhile.

    `work(messages, channel)` works some off. `start(job, message)` runs `job(message, channel)` in a worker. Once
    `is_draining()`, no work begins any more, and what waits goes back.
    """

    def __init__(
        self,
        work: Callable[[list[Any], Any], None],
        start: Callable[[Callable[[Any, Any], None], Any], None],
        is_draining: Callable[[], bool],
    ) -> None:
        self._work = work
        self._start = start
        self._is_draining = is_draining
        self._waiting: list[Any] = []
        self._has_worker = False

    def deliver(self, message: Any) -> None:
        """The consumer's callback: leave the message to the worker, and start one if there is none."""
        if self._has_worker:
            self._waiting.append(message)
        elif self._is_draining():
            give_back(message)
        else:
            self._waiting.append(message)
            self._has_worker = True
            self._start(self._work_off, message)

    def _work_off(self, _first: Any, channel: Any) -> None:
        try:
            time.sleep(GATHER_SECONDS)
            while self._waiting and not self._is_draining():
                together, self._waiting = self._waiting, []
                self._work(together, channel)
        finally:
            self._has_worker = False
            while self._waiting:
                give_back(self._waiting.pop())
