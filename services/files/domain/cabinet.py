"""What the functions of this domain work with, made once when the service is built."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from chassis.commands import CommandLog
from chassis.db import read_engine
from chassis.direct import Direct
from services.files.adapters import Store
from services.files.settings import FilesSettings


@dataclass(frozen=True)
class Cabinet:
    """`engine` is for transactions, `reads` the same in autocommit, `direct` that past SQLAlchemy."""

    engine: Engine
    reads: Engine
    direct: Direct
    commands: CommandLog
    store: Store

    @classmethod
    def of(cls, engine: Engine, settings: FilesSettings) -> Cabinet:
        """A cabinet on an engine."""
        return cls(engine, read_engine(engine), Direct(engine), CommandLog(settings.command_hmac_key), Store(settings))
