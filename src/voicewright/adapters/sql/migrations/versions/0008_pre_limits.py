"""Turns of waiting tasks, and what counts them quickly. Tasks that were accepted before, and programs that know no turns, have the first."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the column, and indices that serve what the one before served."""
    op.add_column("tasks", sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_tasks_stage_turn", "tasks", ["stage", "turn"])
    op.create_index("ix_tasks_account_stage_turn", "tasks", ["account", "stage", "turn"])
    op.drop_index("ix_tasks_stage", "tasks")
