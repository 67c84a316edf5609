"""What has to be done again and again, by one server of several: warn, erase, forget, tidy."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa

from voicewright.jobs.work import survived
from voicewright.ports.completion import completed

LOOK = 5.0
"""Seconds between two looks at what is due."""
OFTEN = 60.0
SELDOM = 6 * 3600.0
"""Seconds between two walks through all objects."""
KEEPING = 0x566F_6963_6532
"""Number of the advisory lock that whoever does it holds."""


class Retention(Protocol):
    """What is to be done; see `services.retention`."""

    async def warn(self) -> object:
        """Tell owners of voices that will expire soon."""
        ...

    async def expire(self) -> object:
        """Erase voices whose time is over."""
        ...

    async def forget(self) -> object:
        """Forget what is old."""
        ...

    async def tidy(self) -> object:
        """Remove objects that nothing names."""
        ...


@dataclass(frozen=True, kw_only=True)
class Upkeep:
    """Does every chore when it is due, until it is cancelled. What goes wrong is logged, and done again when it is due again."""

    retention: Retention
    engine: sa.Engine

    async def run(self) -> None:
        """Every chore at once, and then in turn; on PostgreSQL only while no other server is at it."""
        chores: list[tuple[float, Callable[[], Awaitable[object]]]] = [
            (OFTEN, self.retention.warn),
            (OFTEN, self.retention.expire),
            (OFTEN, self.retention.forget),
            (SELDOM, self.retention.tidy),
        ]
        due = [0.0] * len(chores)
        while True:
            for place, (every, chore) in enumerate(chores):
                if time.monotonic() >= due[place]:
                    await survived(chore.__name__, lambda chore=chore: self._alone(chore))
                    due[place] = time.monotonic() + every
            await asyncio.sleep(LOOK)

    async def _alone(self, chore: Callable[[], Awaitable[object]]) -> None:
        if self.engine.dialect.name != "postgresql":
            await chore()  # there is one server to a file
            return
        session = await self._session()
        if session is None:
            return
        try:
            await chore()
        finally:
            await _left(session)

    async def _session(self) -> sa.Connection | None:
        """As `_locked`. Whoever is cancelled meanwhile leaves no session behind, and no lock."""
        locking = asyncio.ensure_future(asyncio.to_thread(self._locked))
        try:
            return await completed(locking)
        except asyncio.CancelledError:
            session = locking.result()
            if session is not None:
                await _left(session)
            raise

    def _locked(self) -> sa.Connection | None:
        """A session that holds the lock; None where another server has it."""
        session = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if session.scalar(sa.select(sa.func.pg_try_advisory_lock(KEEPING))):
            return session
        session.close()
        return None


async def _left(session: sa.Connection) -> None:
    """Let a session go, also where nobody waits for it any longer: a thread that has not begun would be taken back."""
    await completed(asyncio.to_thread(_let_go, session))


def _let_go(session: sa.Connection) -> None:
    # a session that went back to the pool would keep the lock
    session.invalidate()
    session.close()
