"""Rows that say where timbres are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from voicewright.adapters.sql.rows import inserting
from voicewright.adapters.sql.tables import timbres


@dataclass(frozen=True, kw_only=True)
class SqlTimbres:
    """See `ports.Timbres`."""

    connection: AsyncConnection

    async def key_of(self, voice_id: str, engine: str, version: str) -> str | None:
        """See `ports.Timbres`."""
        return await self.connection.scalar(
            sa.select(timbres.c.key).where(timbres.c.voice_id == voice_id, timbres.c.engine == engine, timbres.c.version == version)
        )

    async def put(self, voice_id: str, engine: str, version: str, key: str) -> None:
        """See `ports.Timbres`. Another key for the same timbre takes the place of the one before."""
        await self.connection.execute(
            inserting(self.connection, timbres)
            .values(voice_id=voice_id, engine=engine, version=version, key=key)
            .on_conflict_do_update(index_elements=list(timbres.primary_key.columns), set_={"key": key})
        )

    async def drop(self, voice_id: str) -> Sequence[str]:
        """See `ports.Timbres`."""
        dropped = sa.delete(timbres).where(timbres.c.voice_id == voice_id).returning(timbres.c.key)
        return (await self.connection.scalars(dropped)).all()
