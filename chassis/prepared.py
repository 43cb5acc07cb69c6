"""Statements on libpq as psycopg wraps it, past its cursors: prepared once per connection, waited for by the reactor itself.

psycopg dumps the values, loads the rows and makes the errors; what falls away is what a cursor does around each statement
(docs/performance.md). Each statement is a transaction by itself. `chassis/direct.py` lends the connections.
"""

from __future__ import annotations

import re
from collections import OrderedDict, namedtuple
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import Any

import psycopg
from psycopg import errors, generators, waiting
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ExecStatus, TransactionStatus

from chassis.threads import is_green

PARAMETER = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")  # as SQLAlchemy finds them in `text`
KEPT = 100  # prepared statements of a connection


class Statement:
    """SQL with `:name` for its values, as PostgreSQL takes it: numbered, each name once."""

    __slots__ = ("formats", "names", "row", "sql")

    def __init__(self, sql: str) -> None:
        numbers: dict[str, int] = {}
        numbered = PARAMETER.sub(lambda found: f"${numbers.setdefault(found[1], len(numbers) + 1)}", sql)
        self.sql = numbered.encode()
        self.names = tuple(numbers)
        self.formats = [PyFormat.AUTO] * len(numbers)
        self.row: Callable[[Any], Any] | None = None


@lru_cache(maxsize=4000)
def statement_of(sql: str) -> Statement:
    """A statement, taken apart once."""
    return Statement(sql)


class Session:
    """One connection, in no transaction: how it takes and gives values, and what is prepared on it; used `until` then.

    `prepares`: statements that come again are planned once, for any values, not each time.
    """

    __slots__ = ("_adapt", "_count", "_pgconn", "_prepared", "_wait", "driver", "prepares", "until")

    def __init__(self, driver: psycopg.Connection[Any], until: float) -> None:
        self.driver = driver
        self.until = until
        self.prepares = driver.prepare_threshold is not None
        self._pgconn = driver.pgconn
        self._adapt = Transformer(driver)
        self._prepared: OrderedDict[tuple[Statement, Any], bytes] = OrderedDict()
        self._count = 0
        self._wait = partial(_wait_green, self._pgconn.socket) if is_green() else driver.wait

    @property
    def is_idle(self) -> bool:
        """In no transaction, and no statement is under way."""
        return self._pgconn.transaction_status == TransactionStatus.IDLE

    def run(self, statement: Statement, values: Mapping[str, Any]) -> list[Any]:
        """Run a statement and return its rows; raises psycopg's errors."""
        adapt = self._adapt
        dumped = adapt.dump_sequence([values[name] for name in statement.names], statement.formats)
        result = self._sent((statement, adapt.types), dumped, adapt.formats)
        if result.status != ExecStatus.TUPLES_OK:
            return []
        adapt.set_pgresult(result)
        if statement.row is None:
            statement.row = _row_maker(result)
        return adapt.load_rows(0, result.ntuples, statement.row)

    def close(self) -> None:
        """End the connection."""
        self.driver.close()

    def _sent(self, key: tuple[Statement, Any], dumped: Any, formats: Any) -> Any:
        name = self._name(key) if self.prepares else None
        if name is None:
            self._pgconn.send_query_params(key[0].sql, dumped, key[1], formats)
        else:
            self._pgconn.send_query_prepared(name, dumped, formats)
        return self._answer()

    def _name(self, key: tuple[Statement, Any]) -> bytes | None:
        """Under which name a statement is prepared: from its second run on, none before."""
        name = self._prepared.get(key)
        if name is None:
            self._prepared[key] = b""
            self._forget_oldest()
            return None
        self._prepared.move_to_end(key)
        if not name:
            self._count += 1
            name = b"direct_%d" % self._count
            self._pgconn.send_prepare(name, key[0].sql, key[1])
            self._answer()
            self._prepared[key] = name
        return name

    def _forget_oldest(self) -> None:
        if len(self._prepared) > KEPT:
            _, name = self._prepared.popitem(last=False)
            if name:
                self._pgconn.send_query(b"DEALLOCATE " + name)
                self._answer()

    def _answer(self) -> Any:
        """The result of what was sent; raises what the server or the connection says."""
        results = self._wait(generators.execute(self._pgconn))
        for result in results:
            if result.status == ExecStatus.FATAL_ERROR:
                raise errors.error_from_result(result)
        return results[-1]


def _wait_green(fileno: int, generator: Any) -> Any:
    """As psycopg's `Connection.wait`, without what a `select` among greenlets costs."""
    from eventlet.hubs import trampoline

    try:
        wanted = next(generator)
        while True:
            writes = bool(wanted & waiting.WAIT_W)
            trampoline(fileno, read=not writes, write=writes)
            wanted = generator.send(waiting.READY_W if writes else waiting.READY_R)
    except StopIteration as end:
        return end.value


def _row_maker(result: Any) -> Any:
    names = [(result.fname(n) or b"").decode() for n in range(result.nfields)]
    row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]
    return row._make
