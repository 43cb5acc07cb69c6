"""The outbox keeps the indexes that are used."""

from __future__ import annotations

from chassis.migrations import keep_used_outbox_indexes

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    keep_used_outbox_indexes()
