"""The tables that every service has beside its own: commands, outbox, inbox."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB


def add_bus_tables(metadata: MetaData) -> None:
    """Describe the bus tables in a service's metadata; its first migration creates them."""
    Table(
        "commands",
        metadata,
        Column("principal_id", Uuid, nullable=False),
        Column("operation", Text, nullable=False),
        Column("command_id", Text, nullable=False),
        Column("fingerprint", LargeBinary, nullable=False),
        Column("resource_id", Text, nullable=False),
        Column("version", BigInteger, nullable=False),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        PrimaryKeyConstraint("principal_id", "operation", "command_id"),
        Index("commands_created_at", "created_at"),
    )
    Table(
        "outbox",
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("event_id", Uuid, nullable=False),
        Column("name", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("sequence", BigInteger, nullable=False),
        Column("audience", Text, nullable=False),
        Column("company_id", Uuid),
        Column("actor_id", Uuid),
        Column("traceparent", Text),
        Column("causation_id", Text),
        Column("data", JSONB, nullable=False),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Column("position", BigInteger),
        Column("published_at", DateTime(timezone=True)),
        Index("outbox_unpublished", "id", postgresql_where=text("published_at IS NULL")),
        Index("outbox_published_at", "published_at", postgresql_where=text("published_at IS NOT NULL")),
    )
    Table(
        "outbox_subjects",
        metadata,
        Column("subject", Text, primary_key=True),
        Column("last_sequence", BigInteger, nullable=False),
    )
    Table(
        "outbox_position",
        metadata,
        Column("id", BigInteger, primary_key=True),
        Column("last_position", BigInteger, nullable=False),
    )
    Table(
        "inbox",
        metadata,
        Column("event_id", Uuid, primary_key=True),
        Column("received_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
        Index("inbox_received_at", "received_at"),
    )
    Table(
        "inbox_subjects",
        metadata,
        Column("source", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("last_sequence", BigInteger, nullable=False),
        PrimaryKeyConstraint("source", "subject"),
    )
