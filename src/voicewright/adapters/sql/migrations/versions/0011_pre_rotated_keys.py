"""When a key was rotated. Programs that do not know it let a key be rotated twice."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column."""
    op.add_column("keys", sa.Column("rotated_at", sa.DateTime(timezone=True)))
