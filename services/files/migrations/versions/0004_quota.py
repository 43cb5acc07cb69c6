"""Counting what somebody uploaded and attached to nothing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_index(
        "files_unattached_of_owner",
        "files",
        ["owner_id"],
        postgresql_where=sa.text("entry_id IS NULL AND state <> 'purged'"),
    )
