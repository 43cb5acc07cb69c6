"""What really ran: each execution leaves a line when it begins and one when it ends, in a file that outlives the process."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def recorded(entry_id: str) -> Iterator[None]:
    """Write the two lines; the file is named by `JOURNAL`."""
    _write("begin", entry_id)
    yield
    _write("end", entry_id)


def _write(what: str, entry_id: str) -> None:
    line = f"{what} {entry_id} {time.time()}\n".encode()
    descriptor = os.open(os.environ["JOURNAL"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(descriptor, line)  # one write: lines of several processes never mix
    os.close(descriptor)


class Journal:
    """Reads such a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch()

    def runs(self, what: str = "begin") -> Counter[str]:
        """How often each id began (or ended)."""
        lines = [line.split() for line in self.path.read_text(encoding="utf-8").splitlines()]
        return Counter(entry_id for kind, entry_id, _ in lines if kind == what)

    def most_at_once(self) -> int:
        """How many ran at the same time, at the most."""
        steps = sorted(
            (float(at), 1 if kind == "begin" else -1)
            for kind, _, at in (line.split() for line in self.path.read_text(encoding="utf-8").splitlines())
        )
        now = most = 0
        for _, step in steps:
            now += step
            most = max(most, now)
        return most
