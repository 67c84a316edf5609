"""Numbers for files and tasks, and the second recording of a voice. Programs that do not know them leave them empty."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the table, the columns, and an index for lists of files."""
    op.create_table(
        "numbers",
        sa.Column("number", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_numbers"),
        sa.ForeignKeyConstraint(["owner"], ["accounts.id"], name="fk_numbers_owner"),
        sa.UniqueConstraint("thing", name="uq_numbers_thing"),
    )
    op.create_index("ix_numbers_owner_number", "numbers", ["owner", "number"])
    op.create_index("ix_uploads_owner_created_at_id", "uploads", ["owner", "created_at", "id"])
    op.add_column("voices", sa.Column("prompt_audio", sa.Text(), nullable=True))
    op.add_column("voices", sa.Column("prompt_text", sa.Text(), nullable=True))
