"""Rows of numbers."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from voicewright.adapters.sql.rows import inserting
from voicewright.adapters.sql.tables import numbers
from voicewright.domain.account import AccountId

SMALLEST, BEYOND = 10**14, 2**53
"""Fifteen figures at least, and still exact in a language whose only numbers are floating-point ones."""

AT_ONCE = 500
"""Things that are looked up in one question."""


@dataclass(frozen=True, kw_only=True)
class SqlNumbers:
    """See `ports.Numbers`."""

    connection: AsyncConnection

    async def of(self, owner: AccountId, things: Sequence[str]) -> Mapping[str, int]:
        """See `ports.Numbers`."""
        known: dict[str, int] = {}
        for start in range(0, len(things), AT_ONCE):
            known |= await self._known(owner, things[start : start + AT_ONCE])
        return {thing: known.get(thing) or await self._given(owner, thing) for thing in things}

    async def thing(self, owner: AccountId, number: int) -> str | None:
        """See `ports.Numbers`."""
        return await self.connection.scalar(sa.select(numbers.c.thing).where(numbers.c.number == number, numbers.c.owner == owner))

    async def owner(self, number: int) -> AccountId | None:
        """See `ports.Numbers`."""
        found = await self.connection.scalar(sa.select(numbers.c.owner).where(numbers.c.number == number))
        return None if found is None else AccountId(found)

    async def like(self, owner: AccountId, prefix: str) -> Mapping[int, str]:
        """See `ports.Numbers`."""
        wanted = sa.select(numbers.c.number, numbers.c.thing).where(numbers.c.owner == owner, numbers.c.thing.startswith(prefix, autoescape=True))
        return {row.number: row.thing for row in await self.connection.execute(wanted.order_by(numbers.c.number))}

    async def drop(self, owner: AccountId, thing: str) -> None:
        """See `ports.Numbers`."""
        await self.connection.execute(sa.delete(numbers).where(numbers.c.thing == thing, numbers.c.owner == owner))

    async def _known(self, owner: AccountId, things: Sequence[str]) -> Mapping[str, int]:
        wanted = sa.select(numbers.c.thing, numbers.c.number).where(numbers.c.thing.in_(things), numbers.c.owner == owner)
        return {row.thing: row.number for row in await self.connection.execute(wanted)}

    async def _given(self, owner: AccountId, thing: str) -> int:
        while True:
            number = SMALLEST + secrets.randbelow(BEYOND - SMALLEST)
            added = inserting(self.connection, numbers).values(number=number, owner=owner, thing=thing).on_conflict_do_nothing()
            if await self.connection.scalar(added.returning(numbers.c.number)) is not None:
                return number
            if known := await self._known(owner, [thing]):
                return known[thing]
