"""Per service a database, a role that owns it (migrations) and a role that runs (rows alone)."""

from __future__ import annotations

from urllib.parse import quote

import psycopg
from psycopg import sql

SERVICES = ("auth", "tickets", "files")
OWNER_CONNECTIONS = 10  # a migration's, and an operator's
RUNNING_CONNECTIONS = 120  # five processes of a service, and its jobs: see "Scale" in docs/operations.md


def provision(server_url: str, passwords: dict[str, str]) -> None:
    """Make roles and databases that are missing and set passwords; `server_url` is a superuser's, `passwords` by role."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        for service in SERVICES:
            owner = f"{service}_owner"
            for role, limit in ((owner, OWNER_CONNECTIONS), (service, RUNNING_CONNECTIONS)):
                _role(connection, role, passwords[role], limit)
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (service,)).fetchone()
            database = sql.Identifier(service)
            if not found:
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, sql.Identifier(owner)))
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
            connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(service)))


def _role(connection: psycopg.Connection[tuple[object, ...]], role: str, password: str, limit: int) -> None:
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
    verb = "ALTER" if found else "CREATE"
    connection.execute(
        sql.SQL(verb + " ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD {} CONNECTION LIMIT {}").format(
            sql.Identifier(role), sql.Literal(password), sql.Literal(limit)
        )
    )


def database_url(host: str, port: int, role: str, password: str, database: str) -> str:
    """A SQLAlchemy address for psycopg 3."""
    return f"postgresql+psycopg://{role}:{quote(password, safe='')}@{host}:{port}/{database}"
