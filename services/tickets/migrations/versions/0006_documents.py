"""Words to search, kept in the order of creation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.tickets.domain import search

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BATCH = 500


def upgrade() -> None:
    """Apply."""
    for table, company in (("public_documents", ["company_id"]), ("staff_documents", [])):
        op.drop_table(table)
        op.create_table(
            table,
            *(sa.Column(name, sa.Uuid(), nullable=False) for name in company),
            sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("number", sa.BigInteger(), nullable=False),
            sa.Column("words", postgresql.TSVECTOR(), nullable=False),
            sa.PrimaryKeyConstraint(*company, "created_at", "number"),
        )
    _fill()
    for table in ("public_documents", "staff_documents"):
        op.create_index(
            f"{table}_words",
            table,
            ["words"],
            postgresql_using="gin",
            postgresql_with={"gin_pending_list_limit": 256},  # kB: what waits there is read whole by every search
        )


def _fill() -> None:
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
