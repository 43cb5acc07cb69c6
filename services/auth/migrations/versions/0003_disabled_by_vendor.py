"""Whether the vendor disabled an account: then the company's administrator does not enable it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("users", sa.Column("disabled_by_vendor", sa.Boolean(), server_default=sa.false(), nullable=False))
