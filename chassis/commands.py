"""Commands run once: the row that says so is written in the transaction of the effect (DESIGN: scope, HMAC, 7 days)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import Connection, Engine, Row, text
from sqlalchemy.exc import IntegrityError

from chassis.direct import AnyConnection
from chassis.writes import Write, Writes, insertion, write
from contracts.errors import CommandInProgress, CommandReused
from contracts.model import WritingCommand

_NAMESPACE = uuid5(NAMESPACE_URL, "solicitari:command")

_FIND = text(
    "SELECT fingerprint, resource_id, version FROM commands "
    "WHERE principal_id = :principal_id AND operation = :operation AND command_id = :command_id"
)
_FIND_AND_DRAW = text(
    "SELECT nextval(CAST(:sequence AS regclass)) AS number, fingerprint, resource_id, version FROM (SELECT) AS always "
    "LEFT JOIN commands ON principal_id = :principal_id AND operation = :operation AND command_id = :command_id"
)
# Among other writes it takes them all back when it cannot be written: a twin is in flight (no fingerprint), or nothing is in
# `changed` (no version), or the command ran before (its key is there).
_AMONG = """
INSERT INTO commands (principal_id, operation, command_id, fingerprint, resource_id, version)
SELECT :principal_id, :operation, :command_id,
       CASE WHEN pg_try_advisory_xact_lock(:lock) THEN CAST(:fingerprint AS bytea) END, :resource_id, {version}
"""
_WITH_VERSION = Write(_AMONG.format(version="CAST(:version AS int)"))
_WITH_CHANGED = Write(_AMONG.format(version="(SELECT version FROM changed)"))
_LOCK = text("SELECT pg_try_advisory_xact_lock(:lock)")


class Meanwhile(Exception):
    """Somebody else changed what a command decided on before it could write: nothing of it is written."""


class AlreadyRan(Exception):
    """The command ran before: nothing of it is written again, and its receipt can be found."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a command left behind: which resource, in which version. The answer itself is read again, through policy."""

    resource_id: str
    version: int


@dataclass(frozen=True, slots=True)
class CommandKey:
    """The identity of one attempt to run a command."""

    principal_id: UUID
    operation: str
    command_id: str
    fingerprint: bytes

    @property
    def lock(self) -> int:
        """A 63-bit advisory lock number for this key."""
        digest = hashlib.blake2b(f"{self.principal_id}/{self.operation}/{self.command_id}".encode(), digest_size=8)
        return int.from_bytes(digest.digest(), "big") >> 1

    @property
    def columns(self) -> dict[str, object]:
        """What finds its row."""
        return {"principal_id": self.principal_id, "operation": self.operation, "command_id": self.command_id}

    def derived_id(self, what: str) -> UUID:
        """An id that is the same on every repeat of the command: uuid5 of (principal, operation, command_id, what)."""
        return uuid5(_NAMESPACE, f"{self.principal_id}/{self.operation}/{self.command_id}/{what}")


class CommandLog:
    """Recognises repeated commands. `hmac_key`: hex; kept out of the database, so fingerprints cannot be guessed there."""

    def __init__(self, hmac_key: str) -> None:
        self._key = bytes.fromhex(hmac_key)

    def key(self, principal_id: UUID, operation: str, command: WritingCommand) -> CommandKey:
        """The key of a command as one principal sent it."""
        body = command.model_dump_json(exclude={"command_id"}).encode()
        fingerprint = hmac.digest(self._key, body, "sha256")
        return CommandKey(principal_id, operation, command.command_id, fingerprint)

    def find(self, connection: AnyConnection, key: CommandKey) -> Receipt | None:
        """The receipt of an earlier run, or none; raises `CommandReused` when the id was used for another request."""
        row = connection.execute(_FIND, key.columns).first()
        return None if row is None else self._receipt(row, key)

    def find_and_draw(self, connection: AnyConnection, key: CommandKey, sequence: str) -> tuple[Receipt | None, int]:
        """As `find`, and in the same round trip the next number of a sequence; on a repeat it stays a gap."""
        row = connection.execute(_FIND_AND_DRAW, {**key.columns, "sequence": sequence}).one()
        return (None if row.fingerprint is None else self._receipt(row, key)), int(row.number)

    def _receipt(self, row: Row[Any], key: CommandKey) -> Receipt:
        if not hmac.compare_digest(bytes(row.fingerprint), key.fingerprint):
            raise CommandReused()
        return Receipt(row.resource_id, row.version)

    def send(self, writes: Writes, key: CommandKey, *, resource_id: str, version: int | None = None) -> None:
        """Send writes with the command's row among them: all are kept, or none.

        `version` none: the one that the write named `changed` returns. Raises `CommandInProgress` while a twin runs,
        `AlreadyRan`, and `Meanwhile` when `changed` found nothing to change.
        """
        values = {**key.columns, "fingerprint": key.fingerprint, "resource_id": resource_id, "lock": key.lock}
        # Last of all: PostgreSQL runs the parts of a statement from the last to the first (no promise of its manual), so twins
        # and whoever changes the same row meet here, with nothing else locked.
        if version is None:
            writes.add(_WITH_CHANGED, values)
        else:
            writes.add(_WITH_VERSION, {**values, "version": version})
        try:
            writes.send()
        except IntegrityError as error:
            refused = error.orig.diag  # type: ignore[union-attr]
            if refused.table_name != "commands":
                raise
            reason = {"fingerprint": CommandInProgress, "version": Meanwhile}.get(refused.column_name or "", AlreadyRan)
            raise reason() from None

    def once(self, engine: Engine, key: CommandKey, effect: Callable[[Connection], Receipt]) -> tuple[Receipt, bool]:
        """Run `effect` in a transaction unless the command ran before; returns its receipt and whether it is a repeat.

        Raises `CommandInProgress` while a twin runs, `CommandReused`, and whatever `effect` raises (nothing is kept then).
        """
        with engine.begin() as connection:
            if not connection.scalar(_LOCK, {"lock": key.lock}):
                raise CommandInProgress()
            earlier = self.find(connection, key)
            if earlier is not None:
                return earlier, True
            receipt = effect(connection)
            row = {**key.columns, "fingerprint": key.fingerprint}
            row |= {"resource_id": receipt.resource_id, "version": receipt.version}
            write(connection, insertion("commands", *row), row)
            return receipt, False
