"""What the processes of a run cost: memory, open descriptors; and what lies in the broker's queues at the end."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections import defaultdict
from pathlib import Path
from typing import Any

from tests.reliability.faults import OURS
from tests.support.stack import RunningStack, eventually

EVERY_SECONDS = 5.0


class Sampler(threading.Thread):
    """Looks at every process of ours each 5 s: (resident MB, descriptors), by process id."""

    def __init__(self, stack: RunningStack, over: threading.Event) -> None:
        super().__init__(name="sampler", daemon=True)
        self._stack = stack
        self._over = over
        self._seen: dict[str, list[tuple[int, int]]] = defaultdict(list)

    def run(self) -> None:
        """Look until over."""
        while not self._over.wait(EVERY_SECONDS):
            self._look()
        self._look()

    def _look(self) -> None:
        for part in OURS:
            try:
                pid = self._stack.pid(part)
                status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
                resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
                self._seen[part].append((resident // 1024, len(os.listdir(f"/proc/{pid}/fd"))))  # noqa: PTH208
            except (OSError, StopIteration, ValueError):
                continue  # just killed

    def summary(self) -> dict[str, str]:
        """Per part: the most that was seen, and what it was at the end."""
        return {
            part: f"at most {max(m for m, _ in seen)} MB and {max(d for _, d in seen)} descriptors; "
            f"at the end {seen[-1][0]} MB and {seen[-1][1]}"
            for part, seen in self._seen.items()
        }


def greenlets(stack: RunningStack) -> dict[str, int]:
    """How many greenlets each service has, as it says when asked; only of services started by `without.nothing` and its like."""
    return {part: _counted(stack, part) for part in ("auth", "tickets", "files")}


def _counted(stack: RunningStack, part: str) -> int:
    def answers() -> list[str]:
        return [line for line in stack.log(part).splitlines() if '"event":"counted"' in line]

    before = len(answers())
    stack.send(part, signal.SIGUSR2)
    return int(json.loads(eventually(lambda: answers()[before:])[-1])["greenlets"])


def queues_at_rest(stack: RunningStack) -> dict[str, Any] | None:
    """Messages ready and unacknowledged, connections and reply queues; None for a broker that is not ours."""
    if "broker" not in stack.facts["parts"]:
        return None

    def listed(*arguments: str) -> list[list[str]]:
        lines = stack.rabbitmqctl(*arguments).splitlines()
        return [line.split("\t") for line in lines if line and not line.startswith(("name\t", "pid"))]

    queues = listed("list_queues", "-p", "solicitari", "name", "messages_ready", "messages_unacknowledged")
    return {
        "ready": sum(int(ready) for _, ready, _ in queues),
        "unacknowledged": sum(int(unacked) for _, _, unacked in queues),
        "queues": len(queues),
        "parked": sum(int(ready) for name, ready, _ in queues if name.endswith(".parked")),
        "connections": len(listed("list_connections", "pid")),
    }
