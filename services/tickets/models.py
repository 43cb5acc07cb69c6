"""The tables of tickets."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Sequence,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from chassis.tables import add_bus_tables

metadata = MetaData()

ticket_number = Sequence("ticket_number", start=1001, metadata=metadata, data_type=BigInteger)

tickets = Table(
    "tickets",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("number", BigInteger, nullable=False, unique=True),
    Column("company_id", Uuid, nullable=False),
    Column("author_id", Uuid, nullable=False),
    Column("recorded_by", Uuid, nullable=False),
    Column("subject", Text, nullable=False),
    Column("category", Text),
    Column("priority", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("assignee_id", Uuid),
    Column("follow_up_of", BigInteger, ForeignKey("tickets.number"), index=True),
    Column("external_ref", Text),
    Column("version", Integer, nullable=False, server_default="1"),
    Column("last_seq", Integer, nullable=False, server_default="1"),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("effort_seconds", Integer, nullable=False, server_default="0"),
    Column("first_response_at", DateTime(timezone=True)),
    Column("waiting_since", DateTime(timezone=True)),
    Column("reminded_at", DateTime(timezone=True)),
    Column("waiting_seconds", Integer, nullable=False, server_default="0"),
    Column("resolved_at", DateTime(timezone=True)),
    Column("closed_at", DateTime(timezone=True)),
    Column("close_reason", Text),
    UniqueConstraint("recorded_by", "external_ref"),
    Index("tickets_of_company", "company_id", "created_at", "number"),
    Index("tickets_by_creation", "created_at", "number"),
    Index(
        "tickets_active_of_company", "company_id", "created_at", "number", postgresql_where=text("status <> 'closed'")
    ),
    Index("tickets_active", "created_at", "number", postgresql_where=text("status <> 'closed'")),
    Index("tickets_of_assignee", "assignee_id", "created_at", "number"),
    Index("tickets_of_author", "author_id", "created_at", "number"),
    Index("tickets_waiting", "waiting_since", postgresql_where=text("status = 'waiting_customer'")),
    Index("tickets_resolved", "resolved_at", postgresql_where=text("status = 'resolved'")),
)

entries = Table(
    "entries",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("ticket_id", Uuid, ForeignKey("tickets.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("is_internal", Boolean, nullable=False, server_default="false"),
    Column("author_id", Uuid),
    Column("body_html", Text, nullable=False),
    Column("body_text", Text, nullable=False),
    Column("file_ids", ARRAY(Uuid), nullable=False, server_default="{}"),
    Column("in_reply_to", Uuid),
    Column("fact", JSONB),
    Column("created_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("ticket_id", "seq"),
)

info_items = Table(
    "info_items",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("entry_id", Uuid, ForeignKey("entries.id"), nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="open"),
    Column("changed_by", Uuid),
    Column("changed_at", DateTime(timezone=True)),
)

work_entries = Table(
    "work_entries",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("ticket_id", Uuid, ForeignKey("tickets.id"), nullable=False, index=True),
    Column("consultant_id", Uuid, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True), nullable=False),
    Column("activity", Text, nullable=False),
    Column("billable", Boolean, nullable=False),
    Column("note", Text, nullable=False, server_default=""),
    Column("created_at", DateTime(timezone=True), nullable=False),
)

# What a record of work holds now is its last revision here, or else itself: the view `work_now` says so (migrations).
work_corrections = Table(
    "work_corrections",
    metadata,
    Column("work_entry_id", Uuid, ForeignKey("work_entries.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True), nullable=False),
    Column("activity", Text, nullable=False),
    Column("billable", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("corrected_by", Uuid, nullable=False),
    Column("corrected_at", DateTime(timezone=True), nullable=False),
)

timers = Table(
    "timers",
    metadata,
    Column("consultant_id", Uuid, primary_key=True),
    Column("number", BigInteger, ForeignKey("tickets.number"), nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
)

# Whether an entry with files came to be (open) or its claim was given back (void): the first writer decides.
entry_fates = Table(
    "entry_fates",
    metadata,
    Column("entry_id", Uuid, primary_key=True),
    Column("fate", Text, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("owner_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("number", BigInteger),
    Column("subject", Text, nullable=False),
    Column("body_html", Text, nullable=False),
    Column("body_text", Text, nullable=False),
    Column("category", Text),
    Column("priority", Text),
    Column("on_behalf_of", Uuid),
    Column("info_items", ARRAY(Text), nullable=False),
    Column("file_ids", ARRAY(Uuid), nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Index("drafts_of_owner", "owner_id", "updated_at", "id"),
    Index("drafts_by_change", "updated_at"),
)

desk_settings = Table(
    "desk_settings",
    metadata,
    Column("company_id", Uuid, primary_key=True),
    Column("auto_close_working_days", Integer, nullable=False, server_default="5"),
    Column("update_scope", Text, nullable=False, server_default="company"),
    Column("version", Integer, nullable=False, server_default="1"),
)

add_bus_tables(metadata)
