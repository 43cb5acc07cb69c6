"""Processor time by process: what the scheduler gave to all threads of it (Linux, /proc/<pid>/task/*/schedstat)."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path


def seconds_of(pid: int) -> float:
    """Seconds of processor time of one process so far."""
    total = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError, ValueError):
            total += int((task / "schedstat").read_text(encoding="ascii").split()[0])
    return total / 1e9


def megabytes_of(pid: int) -> float:
    """Memory that a process has for itself or shares by its share (PSS), in MB."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def children_of(parent: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError, IndexError):
            if entry.name.isdigit() and int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]) == parent:
                found.append(int(entry.name))
    return found


class Meter:
    """Measures groups of processes between `start` and `stop`. A group named `postgres` includes its children."""

    def __init__(self, groups: Mapping[str, int]) -> None:
        self._groups = dict(groups)
        self._before: dict[tuple[str, int], float] = {}

    def start(self) -> None:
        """Remember where everybody stands."""
        self._before = self._now()

    def stop(self) -> dict[str, float]:
        """Seconds per group since `start`."""
        spent = dict.fromkeys(self._groups, 0.0)
        for (name, pid), seconds in self._now().items():
            spent[name] += seconds - self._before.get((name, pid), 0.0)
        return spent

    def memory(self) -> dict[str, float]:
        """MB per group, now."""
        found = dict.fromkeys(self._groups, 0.0)
        for name, pid in self._members():
            found[name] += megabytes_of(pid)
        return found

    def _members(self) -> list[tuple[str, int]]:
        members = [(name, pid) for name, pid in self._groups.items()]
        return members + [
            (name, child) for name, pid in self._groups.items() if name == "postgres" for child in children_of(pid)
        ]

    def _now(self) -> dict[tuple[str, int], float]:
        found = {}
        for name, pid in self._members():
            with suppress(OSError):
                found[name, pid] = seconds_of(pid)
        return found
