"""The database behind `ports.Store`."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from voicewright.adapters.sql.accounts import SqlAccounts
from voicewright.adapters.sql.audit import SqlAudit
from voicewright.adapters.sql.books import SqlBooks
from voicewright.adapters.sql.consents import SqlConsents
from voicewright.adapters.sql.deliveries import Dispatch, SqlDeliveries
from voicewright.adapters.sql.engine import reading_engine, writing_engine
from voicewright.adapters.sql.inventory import SqlInventory
from voicewright.adapters.sql.ledger import SqlLedger
from voicewright.adapters.sql.numbers import SqlNumbers
from voicewright.adapters.sql.promises import SqlPromises
from voicewright.adapters.sql.targets import SqlTargets
from voicewright.adapters.sql.tasks import Enqueue, SqlTasks
from voicewright.adapters.sql.timbres import SqlTimbres
from voicewright.adapters.sql.transaction import transaction
from voicewright.adapters.sql.uploads import SqlUploads
from voicewright.adapters.sql.voices import SqlVoices
from voicewright.domain.task import Task
from voicewright.domain.webhook import Delivery


@dataclass(frozen=True, kw_only=True)
class SqlUnit:
    """See `ports.Unit`."""

    voices: SqlVoices
    tasks: SqlTasks
    uploads: SqlUploads
    consents: SqlConsents
    numbers: SqlNumbers
    accounts: SqlAccounts
    timbres: SqlTimbres
    deliveries: SqlDeliveries
    books: SqlBooks
    ledger: SqlLedger
    targets: SqlTargets
    promises: SqlPromises
    audit: SqlAudit
    inventory: SqlInventory


@dataclass(frozen=True, kw_only=True)
class SqlStore:
    """See `ports.Store`. A unit must not be opened within another: on SQLite it would wait for itself."""

    writing: AsyncEngine
    reading: AsyncEngine
    enqueue: Enqueue
    dispatch: Dispatch

    @property
    def shared(self) -> bool:
        """Whether other servers may work on it too."""
        return self.writing.dialect.name == "postgresql"

    @asynccontextmanager
    async def unit(self) -> AsyncGenerator[SqlUnit, None]:
        """See `ports.Store`."""
        async with transaction(self.writing) as connection:
            yield self._over(connection, held=True)

    @asynccontextmanager
    async def view(self) -> AsyncGenerator[SqlUnit, None]:
        """See `ports.Store`."""
        async with transaction(self.reading) as connection:
            yield self._over(connection, held=False)

    async def ping(self) -> None:
        """See `ports.Store`."""
        async with self.reading.connect() as connection:
            await connection.scalar(sa.select(1))

    async def close(self) -> None:
        """Let go of every connection."""
        await self.reading.dispose()
        await self.writing.dispose()

    def _over(self, connection: AsyncConnection, *, held: bool) -> SqlUnit:
        return SqlUnit(
            voices=SqlVoices(connection=connection, writing=held),
            tasks=SqlTasks(connection=connection, enqueue=self.enqueue),
            uploads=SqlUploads(connection=connection),
            consents=SqlConsents(connection=connection),
            numbers=SqlNumbers(connection=connection),
            accounts=SqlAccounts(connection=connection, held=held),
            timbres=SqlTimbres(connection=connection),
            deliveries=SqlDeliveries(connection=connection, dispatch=self.dispatch),
            books=SqlBooks(connection=connection),
            ledger=SqlLedger(connection=connection),
            targets=SqlTargets(connection=connection),
            promises=SqlPromises(connection=connection, held=held),
            audit=SqlAudit(connection=connection),
            inventory=SqlInventory(connection=connection),
        )


def _hand_to_nobody(_connection: sa.Connection, _task: Task) -> None:
    """Tasks stay in their table."""


def _dispatch_to_nobody(_connection: sa.Connection, _delivery: Delivery) -> None:
    """As above."""


def open_store(url: str, *, enqueue: Enqueue = _hand_to_nobody, dispatch: Dispatch = _dispatch_to_nobody) -> SqlStore:
    """A store on a database that `migrate.upgrade` has seen. Raises ValueError for a URL that names none.

    `enqueue` and `dispatch` hand a new task, or a webhook's next attempt, to the worker with the connection, and so in the transaction,
    that it is written in.
    """
    writing = writing_engine(url)
    return SqlStore(writing=writing, reading=reading_engine(url, writing), enqueue=enqueue, dispatch=dispatch)
