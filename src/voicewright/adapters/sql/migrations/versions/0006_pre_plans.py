"""Plans of accounts, scopes of keys. Programs that do not know them go on as before: every account free, every key for everything but administration."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("accounts", sa.Column("plan", sa.Text(), nullable=False, server_default="free"))
    op.add_column("accounts", sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("keys", sa.Column("scopes", sa.Text(), nullable=False, server_default="create,read,speak"))
    op.add_column("keys", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
