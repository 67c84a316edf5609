"""Rows that say where accounts want to be told what concerns no single task."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from voicewright.adapters.sql.rows import inserting, row_of
from voicewright.adapters.sql.tables import targets
from voicewright.domain.account import AccountId
from voicewright.domain.webhook import Target


@dataclass(frozen=True, kw_only=True)
class SqlTargets:
    """See `ports.Targets`."""

    connection: AsyncConnection

    async def put(self, target: Target) -> None:
        """See `ports.Targets`."""
        row = row_of(target)
        await self.connection.execute(
            inserting(self.connection, targets).values(row).on_conflict_do_update(index_elements=[targets.c.account], set_=row)
        )

    async def of(self, account: AccountId) -> Target | None:
        """See `ports.Targets`."""
        row = (await self.connection.execute(sa.select(targets).where(targets.c.account == account))).mappings().one_or_none()
        return None if row is None else Target(**row)

    async def remove(self, account: AccountId) -> None:
        """See `ports.Targets`."""
        await self.connection.execute(sa.delete(targets).where(targets.c.account == account))
