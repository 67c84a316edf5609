"""What the engine noticed while it made a voice. Programs that do not know the column leave it empty."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column."""
    op.add_column("voices", sa.Column("facts", sa.JSON(), nullable=False, server_default="{}"))
