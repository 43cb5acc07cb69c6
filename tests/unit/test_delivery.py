"""Messages whose order counts: one worker at a time, in the order of their coming."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chassis.delivery import InOrder

Job = Callable[[Any, Any], None]


def test_what_comes_meanwhile_is_taken_by_the_same_worker_in_order() -> None:
    started: list[tuple[Job, Any]] = []
    worked: list[list[Any]] = []

    def work(messages: list[Any], _channel: Any) -> None:
        worked.append(messages)
        if messages == ["first"]:
            queue.deliver("second")
            queue.deliver("third")

    queue = InOrder(work, lambda job, message: started.append((job, message)), lambda: False)
    queue.deliver("first")
    [(job, message)] = started
    job(message, None)
    assert worked == [["first"], ["second", "third"]]
    assert len(started) == 1


def test_what_comes_before_the_worker_runs_is_worked_off_together() -> None:
    started: list[tuple[Job, Any]] = []
    worked: list[list[Any]] = []
    queue = InOrder(
        lambda messages, _channel: worked.append(messages),
        lambda job, message: started.append((job, message)),
        lambda: False,
    )
    queue.deliver("first")
    queue.deliver("second")
    for job, message in started:
        job(message, None)
    queue.deliver("third")
    started[-1][0](started[-1][1], None)
    assert worked == [["first", "second"], ["third"]]
    assert len(started) == 2
