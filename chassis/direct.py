"""Statements past SQLAlchemy, straight to psycopg: for what runs with nearly every call.

    with direct.connect() as connection:
        row = connection.execute(text("SELECT … WHERE id = :id"), {"id": …}).first()

The engine's pool lends the connections and errors are SQLAlchemy's: whoever handles them knows one family.
Half of what a statement costs a service is SQLAlchemy's part of it, docs/performance.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy import Connection, Engine, TextClause
from sqlalchemy.exc import DBAPIError

PARAMETER = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")  # as SQLAlchemy finds them in `text`


class Rows:
    """What a statement found; rows have their columns as attributes."""

    __slots__ = ("_cursor",)

    def __init__(self, cursor: psycopg.Cursor[Any]) -> None:
        self._cursor = cursor

    def first(self) -> Any:
        """The first row, or none."""
        return self._cursor.fetchone()

    def one(self) -> Any:
        """The only row."""
        (row,) = self._cursor.fetchall()
        return row

    def all(self) -> Sequence[Any]:
        """All rows."""
        return self._cursor.fetchall()


class DirectConnection:
    """A connection of the pool, in autocommit: each statement is a transaction by itself."""

    __slots__ = ("_engine", "_lent", "driver")
    driver: Any

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __enter__(self) -> DirectConnection:
        try:
            self._lent = self._engine.raw_connection()
        except psycopg.Error as error:  # there is no connection to be had
            raise self._wrapped(error, gone=False) from error
        self.driver = self._lent.driver_connection
        try:
            self.driver.autocommit = True
        except psycopg.Error as error:
            self._lent.invalidate(error)
            raise self._wrapped(error, gone=False) from error
        return self

    def __exit__(self, *_error: object) -> None:
        if not self._lent.is_valid:
            return
        try:
            self.driver.autocommit = False
        except psycopg.Error as error:  # left in the middle of a statement
            self._lent.invalidate(error)
        else:
            self._lent.close()

    def execute(self, statement: TextClause, values: Mapping[str, Any] | None = None) -> Rows:
        """Run a statement; raises SQLAlchemy's `DBAPIError`."""
        cursor = self.driver.cursor(row_factory=namedtuple_row)
        try:
            cursor.execute(_of_psycopg(statement.text), values)
        except psycopg.Error as error:
            raise self._translated(error) from error
        return Rows(cursor)

    def scalar(self, statement: TextClause, values: Mapping[str, Any] | None = None) -> Any:
        """The first value of the first row, or none."""
        row = self.execute(statement, values).first()
        return None if row is None else row[0]

    def _translated(self, error: psycopg.Error) -> BaseException:
        gone = self._engine.dialect.is_disconnect(error, self.driver, None)  # type: ignore[arg-type]
        if gone:  # so are the others in the pool
            self._lent.invalidate(error)
            self._engine.dispose()
        return self._wrapped(error, gone=gone)

    def _wrapped(self, error: psycopg.Error, *, gone: bool) -> BaseException:
        dialect = self._engine.dialect
        return DBAPIError.instance(None, None, error, psycopg.Error, connection_invalidated=gone, dialect=dialect)


AnyConnection = Connection | DirectConnection  # for what runs statements either way


class Direct:
    """Lends connections of an engine's pool."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def connect(self) -> DirectConnection:
        """A connection, for a `with` block."""
        return DirectConnection(self._engine)


@lru_cache(maxsize=4000)
def _of_psycopg(sql: str) -> bytes:
    return PARAMETER.sub(r"%(\1)s", sql.replace("%", "%%")).encode()
