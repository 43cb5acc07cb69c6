"""What system entries say, who ticked an information item, reminders, versions of the desk's settings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("entries", sa.Column("fact", postgresql.JSONB(), nullable=True))
    op.add_column("info_items", sa.Column("changed_by", sa.Uuid(), nullable=True))
    op.add_column("info_items", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("tickets", sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("desk_settings", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    waiting = sa.text("status = 'waiting_customer'")
    op.create_index("tickets_waiting", "tickets", ["waiting_since"], unique=False, postgresql_where=waiting)
