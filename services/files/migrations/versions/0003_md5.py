"""What the store calls a file's bytes (ETag), so that it can be asked later without reading them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("files", sa.Column("md5", sa.Text(), nullable=True))
