"""Callers who leave in the middle of a unit, whenever that is, leave it whole or nothing of it, and the database to the others."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field

import pytest
from sql_samples import account_in, voice_of

from voicewright.adapters.sql.store import SqlStore
from voicewright.domain.account import AccountId

MOMENTS = range(60)
"""Turns of the loop after which somebody leaves: more than a unit takes."""
PACES = (0.0, 0.0001, 0.0005)
"""Seconds that a turn takes: with longer ones, the database has answered more often before they leave."""
PROMPT = 2.0
"""Seconds within which the next one has their turn: far less than anybody waits for a lock that was left behind."""


@dataclass(kw_only=True)
class Writer:
    """Makes pairs of voices; knows of which it came to know that they are kept."""

    store: SqlStore
    owner: AccountId
    told: set[str] = field(default_factory=set[str])

    async def write(self, name: str) -> None:
        async with self.store.unit() as unit:
            await unit.voices.add(voice_of(self.owner, f"one-{name}"))
            await unit.voices.add(voice_of(self.owner, f"two-{name}"))
        self.told.add(name)
        await asyncio.sleep(60)

    async def kept(self, name: str) -> list[bool]:
        async with asyncio.timeout(PROMPT), self.store.unit() as unit:
            return [await unit.voices.get(f"{which}-{name}") is not None for which in ("one", "two")]


async def left(work: Awaitable[None], *, after: int, pace: float, often: bool) -> None:
    """Begun, and cancelled after so many turns of the loop: once, or at every turn until it has ended."""
    working = asyncio.ensure_future(work)
    for _ in range(after):
        await asyncio.sleep(0)
        time.sleep(pace)  # noqa: ASYNC251 (the loop is to be late, and the database not)
    working.cancel()
    while often and not working.done():
        working.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await working


@pytest.mark.parametrize("often", [False, True])
@pytest.mark.parametrize("pace", PACES)
async def test_a_unit_whose_caller_leaves_is_whole_or_not_there_and_holds_nobody_up(
    store: SqlStore,
    often: bool,  # noqa: FBT001 (pytest hands parameters over like this)
    pace: float,
) -> None:
    writer = Writer(store=store, owner=await account_in(store))
    for moment in MOMENTS:
        name = f"{moment:04}"
        await left(writer.write(name), after=moment, pace=pace, often=often)
        assert await writer.kept(name) == [name in writer.told] * 2

    assert writer.told


async def test_a_refusal_is_heard_although_its_caller_leaves(store: SqlStore) -> None:
    async def refused() -> None:
        with pytest.raises(LookupError):
            async with store.unit():
                raise LookupError
        await asyncio.sleep(60)

    for moment in range(20):
        await left(refused(), after=moment, pace=0.0001, often=False)


async def test_readers_who_leave_take_no_connection_with_them(store: SqlStore) -> None:
    async def read() -> None:
        async with store.view() as unit:
            await unit.accounts.first()
        await asyncio.sleep(60)

    for moment in MOMENTS:
        await left(read(), after=moment, pace=0.0001, often=True)
    async with asyncio.timeout(PROMPT), store.view() as unit:
        assert await unit.accounts.first() is None
