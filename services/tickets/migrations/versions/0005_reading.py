"""Reading at speed: words to search, marks of what was seen, history, since when a customer waits, an index per sort."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WAITS = sa.text("coalesce(customer_waits_since, 'infinity'::timestamptz)")
ACTIVE = sa.text("status <> 'closed'")
UNASSIGNED = sa.text("assignee_id IS NULL")


def upgrade() -> None:
    """Apply."""
    _waiting()
    _indexes()
    op.create_table(
        "read_marks",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "ticket_id"),
    )
    _history()
    _documents()


def _waiting() -> None:
    op.add_column("tickets", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("tickets", sa.Column("customer_waits_since", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE tickets t SET answered_at = (SELECT max(e.created_at) FROM entries e "
        "WHERE e.ticket_id = t.id AND e.kind IN ('reply', 'info_request', 'resolution'))"
    )
    op.execute(
        "UPDATE tickets t SET customer_waits_since = coalesce((SELECT min(e.created_at) FROM entries e "
        "WHERE e.ticket_id = t.id AND e.kind = 'update' AND e.created_at > t.answered_at), t.created_at) "
        "WHERE t.status IN ('new', 'in_progress')"
    )


def _indexes() -> None:
    op.create_index("tickets_of_category", "tickets", ["category", "created_at", "number"])
    op.create_index("tickets_unassigned", "tickets", ["created_at", "number"], postgresql_where=UNASSIGNED)
    op.create_index("tickets_load", "tickets", ["assignee_id", "status", "priority"], postgresql_where=ACTIVE)
    for name, key in (("update", "updated_at"), ("waiting", WAITS)):
        columns = [key, "number"]
        op.create_index(f"tickets_by_{name}", "tickets", columns)
        op.create_index(f"tickets_active_by_{name}", "tickets", columns, postgresql_where=ACTIVE)
        op.create_index(f"tickets_of_company_by_{name}", "tickets", ["company_id", *columns])
        op.create_index(f"tickets_of_assignee_by_{name}", "tickets", ["assignee_id", *columns])
        op.create_index(f"tickets_unassigned_by_{name}", "tickets", columns, postgresql_where=UNASSIGNED)
    op.drop_constraint("entries_ticket_id_seq_key", "entries", type_="unique")
    op.create_index(
        "entries_of_ticket",
        "entries",
        ["ticket_id", "seq"],
        unique=True,
        postgresql_include=["author_id", "is_internal", "kind"],
    )


def _history() -> None:
    op.create_table(
        "changes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("changes_of_ticket", "changes", ["ticket_id", "created_at", "id"])
    op.execute(  # what the outbox still knows
        "INSERT INTO changes (ticket_id, what, actor_id, facts, created_at) "
        "SELECT t.id, regexp_replace(o.name, '^ticket_|_v1$', '', 'g'), o.actor_id, o.data - 'number', o.created_at "
        "FROM outbox o JOIN tickets t ON o.subject = 'tickets/' || t.number "
        "WHERE o.name IN ('ticket_assigned_v1', 'ticket_status_changed_v1', 'work_logged_v1') ORDER BY o.id"
    )


def _documents() -> None:
    """Empty: 0006 makes them anew, under another key, and fills them."""
    for table in ("public_documents", "staff_documents"):
        op.create_table(
            table,
            sa.Column("ticket_id", sa.Uuid(), nullable=False),
            sa.Column("words", postgresql.TSVECTOR(), nullable=False),
            sa.PrimaryKeyConstraint("ticket_id"),
        )
