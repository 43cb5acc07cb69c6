"""What the functions of this domain work with, made once when the service is built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from chassis.commands import CommandLog
from chassis.db import read_engine
from chassis.direct import Direct


@dataclass(frozen=True)
class Desk:
    """`engine` is for transactions, `reads` the same in autocommit, `direct` that past SQLAlchemy.

    `files` and `auth` are clients of those services.
    """

    engine: Engine
    reads: Engine
    direct: Direct
    commands: CommandLog
    files: Any
    auth: Any

    @classmethod
    def of(cls, engine: Engine, hmac_key: str, *, files: Any, auth: Any) -> Desk:
        """A desk on an engine."""
        return cls(engine, read_engine(engine), Direct(engine), CommandLog(hmac_key), files, auth)
