"""Credit and prices. Programs that do not know them go on as before, for nothing: every new column has a default or may be empty."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the tables and the columns."""
    op.add_column("tasks", sa.Column("terms", sa.JSON(none_as_null=True), nullable=True))
    for name in ("key", "currency", "book", "book_version"):
        op.add_column("usage", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("usage", sa.Column("charged", sa.BigInteger(), nullable=False, server_default="0"))
    _entries()
    _balances()


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("task", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="fk_entries_account"),
    )
    op.create_index("ix_entries_account_at_id", "entries", ["account", "at", "id"])
    op.create_table(
        "postings",
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("place", sa.String(20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("entry", "place", name="pk_postings"),
        sa.ForeignKeyConstraint(["entry"], ["entries.id"], name="fk_postings_entry"),
    )


def _balances() -> None:
    op.create_table(
        "balances",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("place", sa.String(20), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account", "place", "currency", name="pk_balances"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="fk_balances_account"),
        sa.CheckConstraint("amount >= 0 OR place = 'deposits'", name="ck_balances_owed_to_nobody"),
    )
    op.create_table(
        "reservations",
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("task", name="pk_reservations"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="fk_reservations_account"),
    )
    op.create_index("ix_reservations_until", "reservations", ["until"])
