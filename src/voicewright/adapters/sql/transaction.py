"""Transactions whose callers may leave at any moment: each is kept whole or not at all, and holds nobody up."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from voicewright.ports.completion import completed, told

P = ParamSpec("P")
T = TypeVar("T")


class Unbroken(AsyncConnection):
    """A connection that brings each statement to its end before it lets go of a caller who leaves.

    One that is broken off costs the connection; on SQLite, the lock of the only writer goes with it until somebody collects both.
    """

    __slots__ = ()

    async def execute(self, statement: sa.Executable, parameters: Any = None, *, execution_options: Any = None) -> sa.CursorResult[Any]:
        """Also what `scalar` and `scalars` are made of."""
        return await completed(super().execute(statement, parameters, execution_options=execution_options))

    async def run_sync(self, fn: Callable[Concatenate[sa.Connection, P], T], *arg: P.args, **kw: P.kwargs) -> T:
        """What needs a connection that is not async."""
        return await completed(super().run_sync(fn, *arg, **kw))


@asynccontextmanager
async def transaction(engine: AsyncEngine) -> AsyncGenerator[AsyncConnection, None]:
    """A connection in a transaction. Whoever comes out of the block knows that it is committed; whoever is thrown out, that nothing is.

    Who is cancelled within the block is thrown out; who is cancelled while it is being committed hears of it where they next wait.
    """
    connection = Unbroken(engine)
    async with AsyncExitStack() as undoing:
        undoing.push_async_callback(_undone, connection)
        await completed(_begun(connection))
        yield connection
        undoing.pop_all()
    await told(_closed(connection, connection.commit()))


async def _begun(connection: AsyncConnection) -> None:
    await connection.start()
    await connection.begin()


async def _undone(connection: AsyncConnection) -> None:
    if connection.sync_connection is not None:  # otherwise there was none to be had
        await told(_closed(connection, connection.rollback()))


async def _closed(connection: AsyncConnection, last: Awaitable[None]) -> None:
    try:
        await last
    finally:
        await connection.close()
