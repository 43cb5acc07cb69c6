"""The tables of files."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
    func,
    text,
)

from chassis.tables import add_bus_tables

metadata = MetaData()

# What reading rights need to know of the entry that holds files; written once, never changed.
claims = Table(
    "claims",
    metadata,
    Column("entry_id", Uuid, primary_key=True),
    Column("actor_id", Uuid, nullable=False),
    Column("ticket_id", Uuid, nullable=False),
    Column("ticket_number", BigInteger, nullable=False),
    Column("company_id", Uuid, nullable=False),
    Column("ticket_author_id", Uuid, nullable=False),
    Column("entry_kind", Text, nullable=False),
    Column("addressee_id", Uuid),
    Column("is_public", Boolean, nullable=False),
    Column("claimed_at", DateTime(timezone=True), nullable=False),
    Column("confirmed_at", DateTime(timezone=True)),
    Index("claims_unconfirmed", "claimed_at", postgresql_where=text("confirmed_at IS NULL")),
)

files = Table(
    "files",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("owner_id", Uuid, nullable=False),
    Column("owner_is_staff", Boolean, nullable=False),
    Column("name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", Text),
    Column("md5", Text),  # what the store calls it (ETag); none for files of before
    Column("content_type", Text),
    Column("state", Text, nullable=False),  # pending, ready, purging (bytes are being removed), purged
    Column("object_key", Text, nullable=False, unique=True),  # random: it carries no name
    Column("entry_id", Uuid, ForeignKey("claims.entry_id")),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("verified_at", DateTime(timezone=True)),
    Column("is_damaged", Boolean, nullable=False, server_default="false"),
    Index("files_unattached", "created_at", postgresql_where=text("entry_id IS NULL AND state <> 'purged'")),
    Index("files_unattached_of_owner", "owner_id", postgresql_where=text("entry_id IS NULL AND state <> 'purged'")),
    Index("files_of_entry", "entry_id"),
    Index("files_unverified", "created_at", postgresql_where=text("verified_at IS NULL AND state = 'ready'")),
)

# Files that a draft keeps from being purged. Keyed by owner too: nobody touches what another's draft holds.
holds = Table(
    "holds",
    metadata,
    Column("owner_id", Uuid, nullable=False),
    Column("draft_id", Uuid, nullable=False),
    Column("file_id", Uuid, ForeignKey("files.id"), nullable=False),
    Column("held_until", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("owner_id", "draft_id", "file_id"),
    Index("holds_of_file", "file_id"),
    Index("holds_until", "held_until"),
)

reads = Table(
    "reads",
    metadata,
    Column("file_id", Uuid, nullable=False),
    Column("reader_id", Uuid, nullable=False),
    Column("hour", DateTime(timezone=True), nullable=False),
    Column("is_allowed", Boolean, nullable=False),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("file_id", "reader_id", "hour", "is_allowed"),
)

add_bus_tables(metadata)
