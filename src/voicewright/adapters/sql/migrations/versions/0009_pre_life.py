"""The life of voices, promises and the audit. Programs that do not know them warn nobody, promise nothing and write nothing down."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
REFUSED = "the audit is append-only"


def upgrade() -> None:
    """Add the tables, the columns, the indexes, and what keeps the audit as it was written."""
    op.add_column("voices", sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True))
    # what deleted voices were called and described as is kept no longer
    emptied = "UPDATE voices SET name = '', description = '', prompt = NULL, sought = lower(id) || :ends WHERE state = 'deleted'"
    op.execute(sa.text(emptied).bindparams(ends="\n\n"))
    op.create_index("ix_voices_expires_at", "voices", ["expires_at"])
    op.create_index("ix_tasks_voice_id", "tasks", ["voice_id"])
    op.create_index("ix_tasks_finished_at", "tasks", ["finished_at"])
    op.create_table(
        "targets",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("dialect", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account", name="pk_targets"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="fk_targets_account"),
    )
    _promises()
    _audit()


def _promises() -> None:
    op.create_table(
        "promises",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tasks", sa.JSON(), nullable=False),
        sa.Column("voices", sa.JSON(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.JSON(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("kept_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", "method", "path", "name", name="pk_promises"),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name="fk_promises_account"),
    )
    op.create_index("ix_promises_token", "promises", ["token"], unique=True)
    op.create_index("ix_promises_expires_at", "promises", ["expires_at"])
    op.create_index("ix_promises_account", "promises", ["account"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    op.create_index("ix_audit_name_number", "audit", ["name", "number"])
    op.create_index("ix_audit_account_number", "audit", ["account", "number"])
    op.create_index("ix_audit_at", "audit", ["at"])
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(f"CREATE TRIGGER audit_no_{change.lower()} BEFORE {change} ON audit BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END")
        return
    op.execute(f"CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$")
    op.execute("CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_stays()")
