"""Migrations of a service, by Alembic, run as the role that owns the database."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from alembic import command, context, op
from alembic.config import Config
from sqlalchemy import Engine, MetaData, create_engine, text

LOCK = 7_203_118  # advisory: two migrations at once wait for each other


def alembic_config(service: str) -> Config:
    """Alembic's configuration for `services/<service>/migrations`."""
    package = import_module(f"services.{service}.migrations")
    folder = Path(next(iter(package.__path__)))
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("version_locations", str(folder / "versions"))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(service: str, owner_url: str) -> Engine:
    """Bring a service's database to the newest revision and give its running role the rights it needs."""
    engine = create_engine(owner_url)
    config = alembic_config(service)
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": LOCK})
        connection.commit()
        try:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
            _grant(connection_role=service, engine=engine)
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
            connection.commit()
    return engine


def _grant(*, connection_role: str, engine: Engine) -> None:
    """The running role reads and writes rows and can change no table."""
    role = engine.dialect.identifier_preparer.quote(connection_role)
    with engine.begin() as connection:
        connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {role}"))
        connection.execute(text(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"))
        connection.execute(text(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"))
        connection.execute(text(f"REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM {role}"))


def keep_used_outbox_indexes() -> None:
    """A revision of every service: nobody looks an event up by its id or position, and unpublished rows are not purged."""
    op.execute("ALTER TABLE outbox DROP CONSTRAINT IF EXISTS outbox_event_id_key")
    op.execute("ALTER TABLE outbox DROP CONSTRAINT IF EXISTS outbox_position_key")
    op.drop_index("outbox_published_at", "outbox")
    op.create_index(
        "outbox_published_at", "outbox", ["published_at"], postgresql_where=text("published_at IS NOT NULL")
    )


def run_environment(config: Config, metadata: MetaData) -> None:
    """What a service's `migrations/env.py` calls: run inside the connection that `upgrade` opened."""
    context.configure(
        connection=config.attributes["connection"], target_metadata=metadata, transaction_per_migration=True
    )
    with context.begin_transaction():
        context.run_migrations()
