"""Rows of recorded consents."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from voicewright.adapters.sql.rows import row_of
from voicewright.adapters.sql.tables import consents
from voicewright.domain.account import AccountId
from voicewright.domain.consent import Consent
from voicewright.domain.errors import PageUnknown
from voicewright.ports import ConsentPage


@dataclass(frozen=True, kw_only=True)
class SqlConsents:
    """See `ports.Consents`."""

    connection: AsyncConnection

    async def add(self, consent: Consent) -> None:
        """See `ports.Consents`."""
        await self.connection.execute(sa.insert(consents).values(row_of(consent)))

    async def owned(self, owner: AccountId, consent_id: str) -> Consent | None:
        """See `ports.Consents`."""
        wanted = sa.select(consents).where(consents.c.id == consent_id, consents.c.owner == owner)
        row = (await self.connection.execute(wanted)).mappings().one_or_none()
        return None if row is None else Consent(**row)

    async def page(self, owner: AccountId, *, after: str | None, limit: int) -> ConsentPage:
        """See `ports.Consents`."""
        wanted = sa.select(consents).where(consents.c.owner == owner)
        if after is not None:
            last = await self.owned(owner, after)
            if last is None:
                raise PageUnknown(field="after")
            at = consents.c.created_at
            wanted = wanted.where(sa.or_(at < last.created_at, sa.and_(at == last.created_at, consents.c.id < last.id)))
        rows = await self.connection.execute(wanted.order_by(consents.c.created_at.desc(), consents.c.id.desc()).limit(limit + 1))
        found = tuple(Consent(**row) for row in rows.mappings())
        return ConsentPage(consents=found[:limit], more=len(found) > limit)

    async def rename(self, owner: AccountId, consent_id: str, name: str) -> None:
        """See `ports.Consents`."""
        await self.connection.execute(sa.update(consents).where(consents.c.id == consent_id, consents.c.owner == owner).values(name=name))

    async def remove(self, owner: AccountId, consent_id: str) -> None:
        """See `ports.Consents`."""
        await self.connection.execute(sa.delete(consents).where(consents.c.id == consent_id, consents.c.owner == owner))
