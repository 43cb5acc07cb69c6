"""Corrections of work, timers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_WORK_NOW = """
CREATE VIEW work_now AS
SELECT w.id, w.ticket_id, w.consultant_id, w.created_at,
       coalesce(c.started_at, w.started_at) AS started_at, coalesce(c.ended_at, w.ended_at) AS ended_at,
       coalesce(c.activity, w.activity) AS activity, coalesce(c.billable, w.billable) AS billable,
       coalesce(c.note, w.note) AS note, coalesce(c.revision, 0) AS revision,
       c.reason AS correction_reason, c.corrected_by, c.corrected_at
FROM work_entries w LEFT JOIN LATERAL (
    SELECT * FROM work_corrections c WHERE c.work_entry_id = w.id ORDER BY c.revision DESC LIMIT 1
) c ON true
"""


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "work_corrections",
        sa.Column("work_entry_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("activity", sa.Text(), nullable=False),
        sa.Column("billable", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("corrected_by", sa.Uuid(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["work_entry_id"], ["work_entries.id"]),
        sa.PrimaryKeyConstraint("work_entry_id", "revision"),
    )
    op.execute(_WORK_NOW)
    op.create_table(
        "timers",
        sa.Column("consultant_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["tickets.number"]),
        sa.PrimaryKeyConstraint("consultant_id"),
    )
