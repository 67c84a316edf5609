"""The first tables."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(20), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of_account(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["accounts.id"], name=f"fk_{table}_{column}")


def _key(table: str, columns: Sequence[str] = ("id",)) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def upgrade() -> None:
    """Make every table."""
    _make_accounts()
    _make_voices()
    _make_tasks()
    _make_files()


def _make_accounts() -> None:
    op.create_table("accounts", _text("id"), _text("name"), _moment("created_at"), _key("accounts"))
    op.create_index("ix_accounts_created_at_id", "accounts", ["created_at", "id"])
    op.create_table(
        "keys",
        _text("id"),
        _text("account"),
        _text("name"),
        _text("digest"),
        _text("hint"),
        _moment("created_at"),
        _moment("last_used_at", nullable=True),
        _moment("revoked_at", nullable=True),
        _key("keys"),
        _of_account("keys", "account"),
        sa.UniqueConstraint("digest", name="uq_keys_digest"),
    )
    op.create_index("ix_keys_created_at_id", "keys", ["created_at", "id"])


def _make_voices() -> None:
    op.create_table(
        "voices",
        _text("id"),
        _text("owner"),
        _word("source"),
        _word("state"),
        _text("name"),
        _word("language"),
        _text("language_label"),
        _text("description"),
        _moment("created_at"),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        _moment("expires_at", nullable=True),
        _text("prompt", nullable=True),
        _text("transcript", nullable=True),
        sa.Column("transcript_fit", sa.Double, nullable=False),
        _text("reference", nullable=True),
        _text("preview", nullable=True),
        sa.Column("failure", sa.JSON(), nullable=True),
        _text("sought"),
        _key("voices"),
        _of_account("voices", "owner"),
    )
    op.create_index("ix_voices_owner_created_at_id", "voices", ["owner", "created_at", "id"])


def _make_tasks() -> None:
    op.create_table(
        "tasks",
        _text("id"),
        _text("account"),
        _word("kind"),
        _word("stage"),
        sa.Column("origin", sa.JSON(), nullable=False),
        _text("voice_id"),
        sa.Column("work", sa.JSON(), nullable=False),
        _text("request"),
        _moment("created_at"),
        sa.Column("progress", sa.Integer(), nullable=False),
        _moment("started_at", nullable=True),
        _moment("finished_at", nullable=True),
        sa.Column("output", sa.JSON(), nullable=True),
        sa.Column("usage", sa.JSON(), nullable=True),
        sa.Column("failure", sa.JSON(), nullable=True),
        _key("tasks"),
        _of_account("tasks", "account"),
    )
    op.create_index("ix_tasks_stage", "tasks", ["stage"])
    counts = [sa.Column(name, sa.Integer(), nullable=False) for name in ("voice_clones", "voice_designs", "preview_characters", "characters")]
    op.create_table(
        "usage",
        _text("task_id"),
        _text("account"),
        _word("kind"),
        _text("dialect"),
        _text("model"),
        _text("voice_id"),
        _moment("finished_at"),
        *counts,
        sa.Column("seconds", sa.Double, nullable=False),
        _key("usage", ("task_id",)),
        _of_account("usage", "account"),
    )
    op.create_index("ix_usage_account_finished_at", "usage", ["account", "finished_at"])


def _make_files() -> None:
    op.create_table(
        "uploads",
        _text("id"),
        _text("owner"),
        _text("filename"),
        _text("purpose"),
        sa.Column("size", sa.BigInteger(), nullable=False),
        _text("key"),
        _moment("created_at"),
        _key("uploads"),
        _of_account("uploads", "owner"),
    )
    op.create_table(
        "timbres",
        _text("voice_id"),
        _text("engine"),
        _text("version"),
        _text("key"),
        _key("timbres", ("voice_id", "engine", "version")),
    )
