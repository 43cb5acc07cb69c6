"""What the functions of this domain work with, made once when the service is built."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, insert

from chassis.commands import CommandLog
from contracts.auth import RevocationView
from services.auth.domain.keys import KeyRing
from services.auth.domain.passwords import Hasher
from services.auth.models import audit, revocations
from services.auth.settings import AuthSettings

Announce = Callable[[Sequence[RevocationView]], None]


@dataclass(frozen=True)
class Realm:
    """`reads` is the engine in autocommit; `announce` tells every process of revocations, and returns when it is done."""

    settings: AuthSettings
    engine: Engine
    reads: Engine
    commands: CommandLog
    keys: KeyRing
    hasher: Hasher
    announce: Announce


def revoke(connection: Connection, **what: Any) -> RevocationView:
    """Write a revocation (`user_id` with `generation`, or `session_id`) in the transaction of its cause."""
    position = connection.scalar(insert(revocations).values(**what).returning(revocations.c.position))
    return RevocationView(position=int(position or 0), **what)


def note(connection: Connection, actor_id: Any, action: str, subject_id: Any, **details: Any) -> None:
    """Write a line of the audit."""
    row = {"actor_id": actor_id, "action": action, "subject_id": subject_id, "details": details}
    connection.execute(insert(audit).values(**row))
