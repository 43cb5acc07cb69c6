"""The database engine of a service: one pool as large as its workers, no waiting without a bound."""

from __future__ import annotations

from sqlalchemy import Engine, create_engine

STATEMENT_TIMEOUT_MS = 8_000
LOCK_TIMEOUT_MS = 4_000


def make_engine(url: str, *, pool_size: int, name: str) -> Engine:
    """An engine with `pool_size` connections and no overflow; `name` shows up in `pg_stat_activity`."""
    options = (
        f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={LOCK_TIMEOUT_MS} "
        "-c idle_in_transaction_session_timeout=30000 -c timezone=UTC"
    )
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=3,
        pool_pre_ping=False,
        pool_recycle=1800,
        connect_args={
            "application_name": name,
            "connect_timeout": 3,
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
