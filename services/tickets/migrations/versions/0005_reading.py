"""Reading at speed: words to search, marks of what was seen, history, since when a customer waits, an index per sort."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.tickets.domain import search

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BATCH = 500
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
    for table, company in (("public_documents", ["company_id"]), ("staff_documents", [])):
        op.create_table(
            table,
            *(sa.Column(name, sa.Uuid(), nullable=False) for name in company),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("number", sa.BigInteger(), nullable=False),
            sa.Column("words", postgresql.TSVECTOR(), nullable=False),
            sa.PrimaryKeyConstraint(*company, "created_at", "number"),
        )
    _fill_documents()
    for table in ("public_documents", "staff_documents"):
        op.create_index(
            f"{table}_words",
            table,
            ["words"],
            postgresql_using="gin",
            postgresql_with={"gin_pending_list_limit": 256},  # kB: what waits there is read whole by every search
        )


def _fill_documents() -> None:
    connection = op.get_bind()
    said = sa.text(
        "SELECT t.number, t.company_id, t.created_at, t.subject, e.is_internal, e.body_text, "
        "ARRAY(SELECT i.text FROM info_items i WHERE i.entry_id = e.id) AS items "
        "FROM (SELECT * FROM tickets WHERE number > :after ORDER BY number LIMIT :batch) t "
        "JOIN entries e ON e.ticket_id = t.id ORDER BY t.number, e.seq"
    )
    after = 0
    while rows := connection.execute(said, {"after": after, "batch": BATCH}).all():
        for row in rows:
            texts = [str(row.number), row.subject, row.body_text, *row.items]
            place = search.Place(row.company_id, row.created_at, row.number)
            search.add_words(connection, place, texts, public=not row.is_internal)
        after = rows[-1].number
