"""The database engine of a service: one pool as large as its workers, no waiting without a bound."""

from __future__ import annotations

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

STATEMENT_TIMEOUT_MS = 8_000
LOCK_TIMEOUT_MS = 4_000
PREPARED_AFTER = 5  # runs; psycopg's own number
WAIT_SECONDS = 3  # for a connection, when all are at work
USED_SECONDS = 1800  # then a connection is closed, so that a session of the server does not grow for ever


def make_engine(url: str, *, pool_size: int, name: str, prepared: bool = True) -> Engine:
    """An engine with `pool_size` connections and no overflow; `name` shows up in `pg_stat_activity`.

    `prepared`: statements that are run often are planned once, for any values, not each time.
    """
    options = (
        f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={LOCK_TIMEOUT_MS} "
        "-c idle_in_transaction_session_timeout=30000 -c timezone=UTC "
        "-c random_page_cost=1.1"  # memory and solid state; 4 would make it read twenty companies in a row to find one
    )
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=WAIT_SECONDS,
        pool_pre_ping=False,
        pool_recycle=USED_SECONDS,
        connect_args={
            "application_name": name,
            "connect_timeout": 3,
            "prepare_threshold": PREPARED_AFTER if prepared else None,
            "options": options,
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 10_000,
        },
    )


def read_engine(engine: Engine) -> Engine:
    """The same pool for reads, in autocommit: a ROLLBACK would make psycopg forget its prepared statements."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def is_away(error: BaseException) -> bool:
    """Whether an error says that the database cannot be reached now, rather than anything about the statement.

    SQLSTATE: class 08 connection, 57P01–57P03 shut down, crashed or starting, 53300 too many connections; none at all
    when there was no connection to begin with.
    """
    if isinstance(error, PoolTimeout):
        return True
    if not isinstance(error, DBAPIError):
        return False
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if error.connection_invalidated or (not state and isinstance(error, OperationalError)):
        return True
    return state in ("57P01", "57P02", "57P03", "53300") or state[:2] == "08"
