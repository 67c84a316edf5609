"""Lines of the audit. There is no way to change one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from voicewright.adapters.sql.rows import row_of
from voicewright.adapters.sql.tables import audit
from voicewright.domain.account import AccountId
from voicewright.domain.audit import Entry, Event


@dataclass(frozen=True, kw_only=True)
class SqlAudit:
    """See `ports.Audit`."""

    connection: AsyncConnection

    async def write(self, *events: Event) -> None:
        """See `ports.Audit`."""
        if events:
            await self.connection.execute(sa.insert(audit), [row_of(event) for event in events])

    async def read(self, *, name: str | None, account: AccountId | None, since: datetime | None, before: int | None, limit: int) -> Sequence[Entry]:
        """See `ports.Audit`."""
        wanted = sa.select(audit)
        if name is not None:
            wanted = wanted.where(audit.c.name == name)
        if account is not None:
            wanted = wanted.where(audit.c.account == account)
        if since is not None:
            wanted = wanted.where(audit.c.at >= since)
        if before is not None:
            wanted = wanted.where(audit.c.number < before)
        rows = await self.connection.execute(wanted.order_by(audit.c.number.desc()).limit(limit))
        return [Entry(**row) for row in rows.mappings()]
