"""Engines for either database, with the settings that durability asks for."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import cast

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

PATIENCE = 30
"""Seconds that a writer waits for another one."""
READERS = 5
POSTGRES_CONNECTIONS = 10

_DRIVERS = {
    "sqlite": ("sqlite+pysqlite", "sqlite+aiosqlite"),
    "postgresql": ("postgresql+psycopg", "postgresql+psycopg"),
    "postgres": ("postgresql+psycopg", "postgresql+psycopg"),
}


@dataclass(frozen=True, kw_only=True)
class Urls:
    """One database as SQLAlchemy wants it named."""

    sync: sa.URL
    concurrent: sa.URL

    @property
    def sqlite(self) -> bool:
        """Whether it is a SQLite file."""
        return self.sync.get_backend_name() == "sqlite"


def sqlalchemy_urls(url: str) -> Urls:
    """The drivers' URLs for `sqlite:///file` or `postgresql://…`. Raises ValueError for anything else."""
    try:
        parsed = sa.make_url(url)
    except ArgumentError:
        # from None: SQLAlchemy's message quotes the whole URL, password included
        raise ValueError("the database URL cannot be read; use sqlite:///file or postgresql://user@host/name") from None
    drivers = _DRIVERS.get(parsed.drivername.split("+")[0])
    if drivers is None:
        raise ValueError(f"no database is spoken to by {parsed.drivername}; use sqlite:///file or postgresql://user@host/name")
    if drivers[0].startswith("sqlite") and parsed.database in {None, "", ":memory:"}:
        raise ValueError("a SQLite database needs a file, sqlite:///file: one in memory is not shared between connections")
    return Urls(sync=parsed.set(drivername=drivers[0]), concurrent=parsed.set(drivername=drivers[1]))


def sync_engine(url: str) -> sa.Engine:
    """An engine for code that is not async, such as the durable tasks', on the same database with the same settings.

    On SQLite a transaction takes the write lock with its first write, not when it begins.
    """
    urls = sqlalchemy_urls(url)
    if not urls.sqlite:
        return sa.create_engine(urls.sync, pool_size=POSTGRES_CONNECTIONS, pool_pre_ping=True)
    engine = sa.create_engine(urls.sync)
    _prepare_sqlite(engine, isolation="IMMEDIATE")
    return engine


def migrating_engine(url: str) -> sa.Engine:
    """An engine whose transactions hold schema changes together and, on SQLite, take the write lock at once."""
    urls = sqlalchemy_urls(url)
    engine = sa.create_engine(urls.sync, poolclass=sa.NullPool)
    if urls.sqlite:
        _prepare_sqlite(engine, isolation=None)
        _begin_with(engine, "BEGIN IMMEDIATE")
    return engine


def writing_engine(url: str) -> AsyncEngine:
    """The engine of units. On SQLite it has one connection: writers queue up in order instead of polling for the lock."""
    urls = sqlalchemy_urls(url)
    if not urls.sqlite:
        return create_async_engine(urls.concurrent, pool_size=POSTGRES_CONNECTIONS, pool_pre_ping=True)
    engine = create_async_engine(urls.concurrent, pool_size=1, max_overflow=0, pool_timeout=PATIENCE)
    _prepare_sqlite(engine.sync_engine, isolation=None)
    _begin_with(engine.sync_engine, "BEGIN IMMEDIATE")
    return engine


def reading_engine(url: str, writing: AsyncEngine) -> AsyncEngine:
    """The engine of views, which refuses to write. On PostgreSQL it shares the connections of the other."""
    urls = sqlalchemy_urls(url)
    if not urls.sqlite:
        return writing.execution_options(postgresql_readonly=True)
    engine = create_async_engine(urls.concurrent, pool_size=READERS, pool_timeout=PATIENCE)
    _prepare_sqlite(engine.sync_engine, isolation=None, read_only=True)
    _begin_with(engine.sync_engine, "BEGIN")
    return engine


def _prepare_sqlite(engine: sa.Engine, *, isolation: str | None, read_only: bool = False) -> None:
    pragmas = [
        # first, so that the others wait as well
        f"busy_timeout={PATIENCE * 1000}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ]
    if read_only:
        pragmas.append("query_only=ON")

    def prepare(connection: DBAPIConnection, _record: object) -> None:
        # either the driver's own connection or SQLAlchemy's async stand-in for it, which has the same members
        raw = cast("sqlite3.Connection", connection)
        raw.isolation_level = isolation  # type: ignore[assignment]  # typeshed narrows the str to its three words
        cursor = raw.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    event.listen(engine, "connect", prepare)


def _begin_with(engine: sa.Engine, statement: str) -> None:
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql(statement)

    event.listen(engine, "begin", begin)
