"""What the functions of this domain work with, made once when the service is built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from chassis.commands import CommandLog


@dataclass(frozen=True)
class Desk:
    """`reads` is the engine in autocommit; `files` and `auth` are clients of those services."""

    engine: Engine
    reads: Engine
    commands: CommandLog
    files: Any
    auth: Any
