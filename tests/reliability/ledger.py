"""What clients were told, kept outside the system: the measure that everything is read back against."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Written:
    """An acknowledged entry of a request: its text is `marker`, which no other entry has."""

    marker: str
    number: int
    version: int
    entry_id: str
    file_ids: tuple[str, ...]
    author: str


@dataclass(frozen=True, slots=True)
class Stored:
    """An acknowledged file."""

    file_id: str
    sha256: str
    owner: str


@dataclass
class Ledger:
    """Shared by all clients of a run."""

    written: list[Written] = field(default_factory=list)
    stored: dict[str, Stored] = field(default_factory=dict)
    sent: set[str] = field(default_factory=set)
    retries: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    abandoned: list[str] = field(default_factory=list)
    acknowledged_at: list[float] = field(default_factory=list)
    longest_seconds: float = 0.0
    numbers: list[tuple[int, str | None]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def sending(self, marker: str) -> None:
        """About to send: whatever is found later must have been sent."""
        with self._lock:
            self.sent.add(marker)

    def acknowledged(self, started: float) -> None:
        """An answer that says done, to something begun at `started` (monotonic)."""
        now = time.monotonic()
        with self._lock:
            self.acknowledged_at.append(now)
            self.longest_seconds = max(self.longest_seconds, now - started)

    def wrote(self, entry: Written, *, new_of: str | None = None) -> None:
        """An entry is there, says the system; `new_of`: it is the first of a request of that company."""
        with self._lock:
            self.written.append(entry)
            if new_of is not None:
                self.numbers.append((entry.number, new_of))

    def keep(self, file: Stored) -> None:
        """A file is there, says the system."""
        with self._lock:
            self.stored[file.file_id] = file

    def retried(self, reason: str) -> None:
        """An attempt had no answer, or one that says to repeat."""
        with self._lock:
            self.retries[reason] += 1

    def recent(self, company: str | None, most: int = 40) -> list[int]:
        """The requests recorded last; of one company, or of all."""
        with self._lock:
            return [number for number, of in self.numbers if company in (None, of)][-most:]

    def longest_gap(self) -> float:
        """The longest time, in seconds, in which nothing at all was acknowledged."""
        moments = sorted(self.acknowledged_at)
        return max((b - a for a, b in pairwise(moments)), default=0.0)

    def resumed_after(self, moment: float) -> float:
        """Seconds from a moment to the next acknowledgement."""
        return min((at - moment for at in self.acknowledged_at if at > moment), default=float("inf"))
