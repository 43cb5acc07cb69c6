"""The outbox keeps the indexes that are used."""

from __future__ import annotations

from chassis.migrations import keep_used_outbox_indexes

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    keep_used_outbox_indexes()
