"""Bring a database's tables to the form that this version expects."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from voicewright.adapters.sql.engine import migrating_engine

UPGRADING = 0x566F_6963_6530
"""Number of the advisory lock that upgrades hold."""


def upgrade(url: str) -> None:
    """Apply the migrations that are missing, all or none. Several processes may do so at once; one does the work."""
    config = Config()
    config.set_main_option("script_location", "voicewright.adapters.sql:migrations")
    engine = migrating_engine(url)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(UPGRADING)))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
