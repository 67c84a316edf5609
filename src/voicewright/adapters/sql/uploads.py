"""Rows of uploaded files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from voicewright.adapters.sql.rows import row_of
from voicewright.adapters.sql.tables import uploads
from voicewright.domain.account import AccountId
from voicewright.domain.upload import Upload


@dataclass(frozen=True, kw_only=True)
class SqlUploads:
    """See `ports.Uploads`."""

    connection: AsyncConnection

    async def add(self, upload: Upload) -> None:
        """See `ports.Uploads`."""
        await self.connection.execute(sa.insert(uploads).values(row_of(upload)))

    async def owned(self, owner: AccountId, file_id: str) -> Upload | None:
        """See `ports.Uploads`."""
        wanted = sa.select(uploads).where(uploads.c.id == file_id, uploads.c.owner == owner)
        row = (await self.connection.execute(wanted)).mappings().one_or_none()
        return None if row is None else Upload(**row)

    async def all(self, owner: AccountId, *, purpose: str | None) -> Sequence[Upload]:
        """See `ports.Uploads`."""
        wanted = sa.select(uploads).where(uploads.c.owner == owner)
        if purpose is not None:
            wanted = wanted.where(uploads.c.purpose == purpose)
        rows = await self.connection.execute(wanted.order_by(uploads.c.created_at.desc(), uploads.c.id.desc()))
        return [Upload(**row) for row in rows.mappings()]

    async def remove(self, owner: AccountId, file_id: str) -> None:
        """See `ports.Uploads`."""
        await self.connection.execute(sa.delete(uploads).where(uploads.c.id == file_id, uploads.c.owner == owner))
