"""The tables of auth."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    false,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB

from chassis.tables import add_bus_tables

metadata = MetaData()

companies = Table(
    "companies",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, unique=True),  # folded: C.UTF-8 would sort Ș after z
    Column("time_zone", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

users = Table(
    "users",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("email", Text, nullable=False),
    Column("email_key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, server_default=""),
    Column("name_key", Text, nullable=False, server_default=""),
    Column("role", Text, nullable=False),
    Column("company_id", Uuid, ForeignKey("companies.id")),
    Column("telephone", Text, nullable=False, server_default=""),
    Column("language", Text, nullable=False, server_default="ro"),
    Column("time_zone", Text, nullable=False, server_default="Europe/Bucharest"),
    Column("state", Text, nullable=False),
    Column("password_hash", Text),
    Column("generation", Integer, nullable=False, server_default="0"),  # tokens of an older generation are refused
    Column("version", Integer, nullable=False, server_default="1"),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("last_signed_in_at", DateTime(timezone=True)),
    Column("disabled_by_vendor", Boolean, nullable=False, server_default=false()),
    Index("users_of_company", "company_id", "name_key", "id"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("user_id", Uuid, ForeignKey("users.id"), nullable=False, unique=True),  # a new one replaces the old
    Column("invited_by", Uuid),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, ForeignKey("users.id"), nullable=False, index=True),
    Column("secret_hash", LargeBinary, nullable=False, unique=True),
    Column("user_agent", Text, nullable=False, server_default=""),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("last_seen_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
)

# A family of refresh tokens: the tokens themselves are computed, only the count of the newest is kept.
token_families = Table(
    "token_families",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("principal_id", Uuid, nullable=False, index=True),
    Column("salt", LargeBinary, nullable=False),
    Column("counter", Integer, nullable=False, server_default="1"),
    Column("user_agent", Text, nullable=False, server_default=""),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("rotated_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
)

service_accounts = Table(
    "service_accounts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False),
    Column("secret_hash", LargeBinary, nullable=False),
    Column("scopes", JSONB, nullable=False),
    Column("company_ids", JSONB(none_as_null=True)),
    Column("generation", Integer, nullable=False, server_default="0"),
    Column("is_active", Boolean, nullable=False, server_default="true"),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

signing_keys = Table(
    "signing_keys",
    metadata,
    Column("kid", Text, primary_key=True),
    Column("private_key", LargeBinary, nullable=False),  # encrypted with a key derived from the root key
    Column("public_key", LargeBinary, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

revocations = Table(
    "revocations",
    metadata,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("user_id", Uuid),
    Column("generation", Integer),
    Column("session_id", Uuid),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.clock_timestamp(), index=True),
)

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("key", LargeBinary, primary_key=True),  # an HMAC of an address or of a network
    Column("window_started_at", DateTime(timezone=True), nullable=False, index=True),
    Column("failures", Integer, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("actor_id", Uuid),
    Column("action", Text, nullable=False),
    Column("subject_id", Uuid, nullable=False, index=True),
    Column("details", JSONB, nullable=False, server_default="{}"),
)

add_bus_tables(metadata)
