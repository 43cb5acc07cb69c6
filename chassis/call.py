"""What a handler knows of the call it serves."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from chassis.identity import Principal
from contracts.errors import Unauthenticated

DEFAULT_DEADLINE_SECONDS = 10.0


def default_deadline_ms() -> int:
    """The deadline of a call that names none: 10 s from now, as epoch milliseconds."""
    return int((time.time() + DEFAULT_DEADLINE_SECONDS) * 1000)


@dataclass(slots=True)
class Call:
    """One call: who, until when, and how it is traced. `token` goes on unchanged to services that are asked in turn."""

    request_id: str
    deadline_ms: int
    token: str | None = None
    caller: Principal | None = None
    traceparent: str | None = None
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def actor(self) -> Principal:
        """The verified principal; raises `Unauthenticated` in an operation that anybody may call."""
        if self.caller is None:
            raise Unauthenticated()
        return self.caller

    def remaining(self) -> float:
        """Seconds until the deadline; negative when it has passed."""
        return self.deadline_ms / 1000 - time.time()
