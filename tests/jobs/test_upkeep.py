"""The upkeep: on one server of several, and not ended by what goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa

from voicewright.adapters.sql.engine import sync_engine
from voicewright.adapters.sql.migrate import upgrade
from voicewright.jobs.upkeep import KEEPING, Upkeep


@dataclass(kw_only=True)
class Chores:
    """Counts what it is asked to do; the first of it fails."""

    done: list[str] = field(default_factory=list[str])
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def warn(self) -> None:
        self.done.append("warn")
        raise ConnectionError("the database is away")

    async def expire(self) -> None:
        self.done.append("expire")

    async def forget(self) -> None:
        self.done.append("forget")

    async def tidy(self) -> None:
        self.done.append("tidy")
        self.over.set()


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[sa.Engine]:
    upgrade(database_url)
    engine = sync_engine(database_url)
    yield engine
    engine.dispose()


async def test_every_chore_is_done_although_the_first_one_fails(engine: sa.Engine) -> None:
    chores = Chores()
    running = asyncio.create_task(Upkeep(retention=chores, engine=engine).run())
    await asyncio.wait_for(chores.over.wait(), 30)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    assert chores.done == ["warn", "expire", "forget", "tidy"]


async def test_nothing_is_done_while_another_server_is_at_it(engine: sa.Engine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("one server has a SQLite file for itself")
    chores = Chores()
    with engine.connect() as other:
        other.execute(sa.select(sa.func.pg_advisory_lock(KEEPING)))
        running = asyncio.create_task(Upkeep(retention=chores, engine=engine).run())
        await asyncio.sleep(0.5)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    assert chores.done == []


async def test_who_is_stopped_at_once_leaves_no_lock_behind(engine: sa.Engine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("one server has a SQLite file for itself")
    for pause in (0.0, 0.002, 0.01, 0.05):
        running = asyncio.create_task(Upkeep(retention=Chores(), engine=engine).run())
        await asyncio.sleep(pause)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    with engine.connect() as other:
        assert other.scalar(sa.select(sa.func.pg_try_advisory_lock(KEEPING)))
