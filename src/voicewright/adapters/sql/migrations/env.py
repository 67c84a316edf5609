"""Alembic runs this: migrate within the transaction that `migrate.upgrade` began."""

from alembic import context

from voicewright.adapters.sql.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite rolls schema changes back as well as PostgreSQL does, once a transaction has really begun
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
