"""Rows of accounts and keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from voicewright.adapters.sql.rows import row_of
from voicewright.adapters.sql.tables import accounts, keys
from voicewright.domain.account import Account, AccountId, Key

FOUNDING = 0x566F_6963_6531
"""Number of the advisory lock under which the first account is looked for and made."""


@dataclass(frozen=True, kw_only=True)
class SqlAccounts:
    """See `ports.Accounts`."""

    connection: AsyncConnection
    held: bool
    """Whether others are kept from founding an account, and from changing a key, that was looked at; a view cannot."""

    async def add(self, account: Account) -> None:
        """See `ports.Accounts`."""
        await self.connection.execute(sa.insert(accounts).values(row_of(account)))

    async def first(self) -> Account | None:
        """See `ports.Accounts`. Within a unit nobody else looks until it ends: two servers that start make one account."""
        if self.held and self.connection.dialect.name == "postgresql":
            await self.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(FOUNDING)))
        oldest = sa.select(accounts).order_by(accounts.c.created_at, accounts.c.id).limit(1)
        row = (await self.connection.execute(oldest)).mappings().one_or_none()
        return None if row is None else Account(**row)

    async def get(self, account: AccountId) -> Account | None:
        """See `ports.Accounts`."""
        row = (await self.connection.execute(sa.select(accounts).where(accounts.c.id == account))).mappings().one_or_none()
        return None if row is None else Account(**row)

    async def all(self) -> Sequence[Account]:
        """See `ports.Accounts`."""
        rows = (await self.connection.execute(sa.select(accounts).order_by(accounts.c.created_at, accounts.c.id))).mappings()
        return [Account(**row) for row in rows]

    async def replan(self, account: AccountId, plan: str) -> None:
        """See `ports.Accounts`."""
        await self.connection.execute(sa.update(accounts).where(accounts.c.id == account).values(plan=plan))

    async def disable(self, account: AccountId, at: datetime | None) -> None:
        """See `ports.Accounts`."""
        since = None if at is None else sa.func.coalesce(accounts.c.disabled_at, sa.literal(at, accounts.c.disabled_at.type))
        await self.connection.execute(sa.update(accounts).where(accounts.c.id == account).values(disabled_at=since))

    async def add_key(self, key: Key) -> None:
        """See `ports.Accounts`."""
        await self.connection.execute(sa.insert(keys).values(row_of(key)))

    async def key_of(self, digest: str) -> Key | None:
        """See `ports.Accounts`."""
        return await self._key(keys.c.digest == digest)

    async def key(self, key_id: str) -> Key | None:
        """See `ports.Accounts`."""
        return await self._key(keys.c.id == key_id)

    async def keys(self) -> Sequence[Key]:
        """See `ports.Accounts`."""
        rows = (await self.connection.execute(sa.select(keys).order_by(keys.c.created_at, keys.c.id))).mappings()
        return [Key(**row) for row in rows]

    async def save_key(self, key: Key) -> None:
        """See `ports.Accounts`."""
        await self.connection.execute(sa.update(keys).where(keys.c.id == key.id).values(row_of(key)))

    async def webhook_secret(self, account: AccountId, *, fresh: str, anew: bool = False) -> str:
        """See `ports.Accounts`."""
        changed = accounts.c.id == account if anew else (accounts.c.id == account) & accounts.c.webhook_secret.is_(None)
        await self.connection.execute(sa.update(accounts).where(changed).values(webhook_secret=fresh))
        kept = await self.connection.scalar(sa.select(accounts.c.webhook_secret).where(accounts.c.id == account))
        return str(kept)

    async def _key(self, condition: sa.ColumnElement[bool]) -> Key | None:
        wanted = sa.select(keys).where(condition)
        row = (await self.connection.execute(wanted.with_for_update() if self.held else wanted)).mappings().one_or_none()
        return None if row is None else Key(**row)
