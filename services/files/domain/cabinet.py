"""What the functions of this domain work with, made once when the service is built."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from chassis.commands import CommandLog
from services.files.adapters import Store


@dataclass(frozen=True)
class Cabinet:
    """`reads` is the engine in autocommit."""

    engine: Engine
    reads: Engine
    commands: CommandLog
    store: Store
