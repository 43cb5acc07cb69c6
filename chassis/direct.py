"""Statements past SQLAlchemy, straight to the driver: for what runs with nearly every call.

    with direct.connect() as connection:
        row = connection.execute(text("SELECT … WHERE id = :id"), {"id": …}).first()

Errors are SQLAlchemy's: whoever handles them knows one family.
Half of what a statement costs a service is SQLAlchemy's part of it, docs/performance.md.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, TextClause
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from chassis.db import USED_SECONDS, WAIT_SECONDS
from chassis.prepared import Session, statement_of
from chassis.threads import semaphore


class Rows:
    """What a statement found; rows have their columns as attributes."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows = rows

    def first(self) -> Any:
        """The first row, or none."""
        return self._rows[0] if self._rows else None

    def one(self) -> Any:
        """The only row."""
        (row,) = self._rows
        return row

    def all(self) -> Sequence[Any]:
        """All rows."""
        return self._rows


class Direct:
    """Connections of its own, as many as the engine's pool has at most, and opened by it; each greenlet or thread lends one.

    A stack, not the engine's pool: to lend and return there costs as much as a short statement, for its locks.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._idle: list[Session] = []
        self._permits = semaphore(engine.pool.size())  # type: ignore[attr-defined]

    def connect(self) -> DirectConnection:
        """A connection, for a `with` block."""
        return DirectConnection(self)

    def lend(self) -> Session:
        """A connection that nobody else has until `take_back`. Raises `PoolTimeout` if none gets free, or `DBAPIError`."""
        if not self._permits.acquire(timeout=WAIT_SECONDS):
            raise PoolTimeout("all connections are at work")
        try:
            while self._idle:
                session = self._idle.pop()
                if time.monotonic() < session.until:
                    return session
                session.close()
            return self._opened()
        except BaseException:
            self._permits.release()
            raise

    def take_back(self, session: Session) -> None:
        """Keep a connection for the next one; close what is broken, or was left in the middle of a statement."""
        if session.is_idle:
            self._idle.append(session)
        else:
            session.close()
        self._permits.release()

    def translated(self, error: psycopg.Error, session: Session | None) -> BaseException:
        """The driver's error as SQLAlchemy's; if the connection is gone, so are the others."""
        dialect = self._engine.dialect
        gone = session is not None and dialect.is_disconnect(error, session.driver, None)  # type: ignore[arg-type]
        if gone:
            idle, self._idle = self._idle, []
            for other in idle:
                other.close()
            self._engine.dispose()
        return DBAPIError.instance(None, None, error, psycopg.Error, connection_invalidated=gone, dialect=dialect)

    def _opened(self) -> Session:
        try:
            opened = self._engine.raw_connection()
        except psycopg.Error as error:
            raise self.translated(error, None) from error
        driver: Any = opened.driver_connection
        opened.detach()
        return Session(driver, until=time.monotonic() + USED_SECONDS)


class DirectConnection:
    """A connection in autocommit: each statement is a transaction by itself."""

    __slots__ = ("_direct", "_session")

    def __init__(self, direct: Direct) -> None:
        self._direct = direct

    def __enter__(self) -> DirectConnection:
        self._session = self._direct.lend()
        return self

    def __exit__(self, *_error: object) -> None:
        self._direct.take_back(self._session)

    @contextmanager
    def planned_for_values(self) -> Iterator[None]:
        """Statements inside are planned for the values they are sent with, never for any: worth its 0.2 ms where the best plan
        depends on them, as with words that are rare or in every row.
        """
        prepares, self._session.prepares = self._session.prepares, False
        try:
            yield
        finally:
            self._session.prepares = prepares

    def execute(self, statement: TextClause, values: Mapping[str, Any] | None = None) -> Rows:
        """Run a statement; raises SQLAlchemy's `DBAPIError`."""
        try:
            return Rows(self._session.run(statement_of(statement.text), values or {}))
        except psycopg.Error as error:
            raise self._direct.translated(error, self._session) from error

    def scalar(self, statement: TextClause, values: Mapping[str, Any] | None = None) -> Any:
        """The first value of the first row, or none."""
        row = self.execute(statement, values).first()
        return None if row is None else row[0]


AnyConnection = Connection | DirectConnection  # for what runs statements either way
