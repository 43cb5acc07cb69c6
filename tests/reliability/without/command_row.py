"""Commands are not recognised: every attempt counts as a command of its own, with ids of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

from tests.reliability import without


def take_out() -> None:
    """Give every attempt an id that nobody has used."""
    from chassis.commands import CommandKey, CommandLog

    key = CommandLog.key

    def key_of_its_own(*arguments: Any) -> CommandKey:
        return replace(key(*arguments), command_id=str(uuid4()))

    CommandLog.key = key_of_its_own  # type: ignore[method-assign, assignment]


if __name__ == "__main__":
    without.run(take_out)
