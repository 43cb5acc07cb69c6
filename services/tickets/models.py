"""The tables of tickets."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Identity,
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
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

from chassis.tables import add_bus_tables

metadata = MetaData()

# Oldest waiting first; who does not wait for us comes last.
WAITS = "coalesce(customer_waits_since, 'infinity'::timestamptz)"

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
    Column("answered_at", DateTime(timezone=True)),  # the last public word of staff
    Column("customer_waits_since", DateTime(timezone=True)),  # the customer waits for us; `waiting_since` of the views
    Column("waiting_since", DateTime(timezone=True)),  # we wait for the customer
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
    Index("tickets_of_category", "category", "created_at", "number"),
    Index("tickets_unassigned", "created_at", "number", postgresql_where=text("assignee_id IS NULL")),
    Index("tickets_by_update", "updated_at", "number"),
    Index("tickets_active_by_update", "updated_at", "number", postgresql_where=text("status <> 'closed'")),
    Index("tickets_of_company_by_update", "company_id", "updated_at", "number"),
    Index("tickets_of_assignee_by_update", "assignee_id", "updated_at", "number"),
    Index("tickets_unassigned_by_update", "updated_at", "number", postgresql_where=text("assignee_id IS NULL")),
    Index("tickets_by_waiting", text(WAITS), "number"),
    Index("tickets_active_by_waiting", text(WAITS), "number", postgresql_where=text("status <> 'closed'")),
    Index("tickets_of_company_by_waiting", "company_id", text(WAITS), "number"),
    Index("tickets_of_assignee_by_waiting", "assignee_id", text(WAITS), "number"),
    Index("tickets_unassigned_by_waiting", text(WAITS), "number", postgresql_where=text("assignee_id IS NULL")),
    Index("tickets_load", "assignee_id", "status", "priority", postgresql_where=text("status <> 'closed'")),
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
    # What counting unread entries needs stands in the index.
    Index(
        "entries_of_ticket", "ticket_id", "seq", unique=True, postgresql_include=["author_id", "is_internal", "kind"]
    ),
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

# Up to which entry a person has seen a request. Without a foreign key, whose check would wait for whoever writes to it.
read_marks = Table(
    "read_marks",
    metadata,
    Column("user_id", Uuid, primary_key=True),
    Column("ticket_id", Uuid, primary_key=True),
    Column("seq", Integer, nullable=False),
)

# What was done to a request beside its entries, as its event said it; the outbox is purged, this stays.
changes = Table(
    "changes",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("ticket_id", Uuid, ForeignKey("tickets.id"), nullable=False),
    Column("what", Text, nullable=False),
    Column("actor_id", Uuid),
    Column("facts", JSONB, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Index("changes_of_ticket", "ticket_id", "created_at", "id"),
)

# The words of a request (`domain/search.py`): what its company may find, and what staff may find. Their keys are the order of
# creation, so a search for words that are frequent walks along them; written with entries alone, so a foreign key would only
# cost its check.
public_documents = Table(
    "public_documents",
    metadata,
    Column("company_id", Uuid, primary_key=True),
    Column("created_at", DateTime(timezone=True), primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("words", TSVECTOR, nullable=False),
    Index("public_documents_words", "words", postgresql_using="gin", postgresql_with={"gin_pending_list_limit": 256}),
)
staff_documents = Table(
    "staff_documents",
    metadata,
    Column("created_at", DateTime(timezone=True), primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("words", TSVECTOR, nullable=False),
    Index("staff_documents_words", "words", postgresql_using="gin", postgresql_with={"gin_pending_list_limit": 256}),
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
