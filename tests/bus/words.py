"""What the services of these tests say to each other."""

from __future__ import annotations

from typing import Protocol

from contracts.model import Command, Context, View


class Work(Command):
    """Work for `seconds`, then answer with `size` bytes; `pad` makes the request long.

    `late_ms`: leave an `eventlet.Timeout` behind that fires after the handler has returned.
    """

    entry_id: str  # the name tells clients that the call is idempotent by it, and may be repeated
    seconds: float = 0
    size: int = 0
    pad: str = ""
    late_ms: float | None = None


class Fail(Command):
    """Raise what `kind` names."""

    kind: str


class Query(Command):
    """Let PostgreSQL sleep."""

    entry_id: str
    seconds: float


class Relay(Command):
    """Ask the other service to do `Work`; `cut_ms`: a foreign `eventlet.Timeout` armed around the call."""

    entry_id: str
    seconds: float = 0
    size: int = 0
    pad: str = ""
    cut_ms: float | None = None


class Nothing(Command):
    """Do nothing: what remains is the cost of a call."""


class Vitals(Command):
    """Ask how the process is."""


class Done(View):
    """What was done, and by which process."""

    entry_id: str
    pid: int
    data: str = ""


class OtherApi(Protocol):
    """What the other service can be asked."""

    def work(self, call: Context, command: Work) -> Done: ...

    def nothing(self, call: Context, command: Nothing) -> None: ...
