"""A small file says how a process is: rewritten every 2 s, so a stale one means a hung or dead process."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

INTERVAL_SECONDS = 2.0
STALE_SECONDS = 15.0
HEALTHY = frozenset({"ready", "degraded"})


class HealthFile:
    """Writes `{"state", "at", "pid", "detail"}`; states: starting, ready, degraded, stopping. No path: does nothing."""

    def __init__(self, path: str | None) -> None:
        self._path = Path(path) if path else None

    def write(self, state: str, detail: dict[str, Any] | None = None) -> None:
        """Replace the file in one step, so a reader never meets half of it."""
        if self._path is None:
            return
        body = {"state": state, "at": time.time(), "pid": os.getpid(), "detail": detail or {}}
        with contextlib.suppress(OSError):  # a full disk must not take the service down
            temporary = self._path.with_name(self._path.name + ".new")
            temporary.write_text(json.dumps(body), encoding="utf-8")
            temporary.replace(self._path)


def is_healthy(path: str, now: float | None = None) -> bool:
    """Whether the file says ready or degraded and is fresh."""
    try:
        body = json.loads(Path(path).read_text(encoding="utf-8"))
        age = (time.time() if now is None else now) - float(body["at"])
        return body["state"] in HEALTHY and age < STALE_SECONDS
    except (OSError, ValueError, KeyError, TypeError):
        return False


if __name__ == "__main__":  # the health check of a container: python -m chassis.health
    sys.exit(0 if is_healthy(os.environ.get("HEALTH_FILE", "health.json")) else 1)
