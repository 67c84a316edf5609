"""Requests of the last minute, counted in the database that several servers share."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from voicewright.adapters.sql.tables import paces
from voicewright.adapters.sql.transaction import transaction

MINUTE = 60.0
"""Seconds."""


@dataclass(frozen=True, kw_only=True)
class SharedMeter:
    """See `ports.Meter`. On PostgreSQL, by its clock, in one statement.

    A sliding window counter, as the library `limits` calls it: this minute's requests, and of the last minute's the share that still lies
    within sixty seconds, as if they had come evenly.
    """

    engine: AsyncEngine

    async def hit(self, name: str, *, per_minute: int) -> float | None:
        """See `ports.Meter`."""
        async with transaction(self.engine) as connection:
            now = await connection.scalar(sa.select(sa.func.extract("epoch", sa.func.clock_timestamp())))
            minute, passed = divmod(float(now or 0.0), MINUTE)
            share = passed / MINUTE
            if await _counted(connection, name, per_minute, int(minute), share):
                return None
            row = (await connection.execute(sa.select(paces).where(paces.c.name == name))).mappings().one()
            count, before = (row["count"], row["before"]) if row["minute"] == int(minute) else (0, row["count"])
            return waiting(count, before, per_minute, share)


async def _counted(connection: AsyncConnection, name: str, per_minute: int, minute: int, share: float) -> bool:
    """Whether there was room for one more, and it was written down."""
    count = sa.case((paces.c.minute == minute, paces.c.count), else_=0)
    before = sa.case((paces.c.minute == minute, paces.c.before), (paces.c.minute == minute - 1, paces.c.count), else_=0)
    counting = insert(paces).values(name=name, minute=minute, count=1, before=0)
    counting = counting.on_conflict_do_update(
        index_elements=[paces.c.name],
        set_={"minute": minute, "count": count + 1, "before": before},
        where=before * (1.0 - share) + count + 1 <= per_minute,
    )
    return await connection.scalar(counting.returning(paces.c.name)) is not None


def waiting(count: int, before: int, per_minute: int, share: float) -> float:
    """Seconds until another may: later in this minute, as the last one falls behind, or in the next, as this one does.

    Args:
        count: Requests of this minute, of which a `share` (0–1) is over.
        before: Requests of the last one.
        per_minute: How many there may be.
        share: See `count`.
    """
    room = per_minute - 1 - count
    if room >= 0:
        return MINUTE * max(0.0, 1.0 - room / max(before, 1) - share)
    return MINUTE * (1.0 - share + 1.0 - (per_minute - 1) / count)
