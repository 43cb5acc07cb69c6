"""When people signed in last; what a family of tokens is; the audit by person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    moment = sa.DateTime(timezone=True)
    op.add_column("users", sa.Column("last_signed_in_at", moment, nullable=True))
    op.add_column("token_families", sa.Column("user_agent", sa.Text(), server_default="", nullable=False))
    op.add_column("token_families", sa.Column("created_at", moment, server_default=sa.func.now(), nullable=False))
    op.create_index("ix_audit_subject_id", "audit", ["subject_id"], unique=False)
