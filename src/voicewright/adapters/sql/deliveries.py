"""Rows of webhooks and of their log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from voicewright.adapters.sql.rows import row_of
from voicewright.adapters.sql.tables import attempts, deliveries
from voicewright.domain.webhook import Attempt, Delivery, DeliveryState

Dispatch: TypeAlias = Callable[[sa.Connection, Delivery], object]
"""Hands a delivery's next attempt to the worker, for when it is due, within the transaction of the connection."""


@dataclass(frozen=True, kw_only=True)
class SqlDeliveries:
    """See `ports.Deliveries`."""

    connection: AsyncConnection
    dispatch: Dispatch

    async def add(self, delivery: Delivery) -> None:
        """See `ports.Deliveries`."""
        await self.connection.execute(sa.insert(deliveries).values(row_of(delivery)))
        await self.connection.run_sync(self.dispatch, delivery)

    async def get(self, delivery_id: str) -> Delivery | None:
        """See `ports.Deliveries`."""
        row = (await self.connection.execute(sa.select(deliveries).where(deliveries.c.id == delivery_id))).mappings().one_or_none()
        return None if row is None else Delivery(**row)

    async def latest(self, *, limit: int) -> Sequence[Delivery]:
        """See `ports.Deliveries`."""
        newest_first = sa.select(deliveries).order_by(deliveries.c.created_at.desc(), deliveries.c.id.desc()).limit(limit)
        return await self._all(newest_first)

    async def log(self, delivery_id: str) -> Sequence[Attempt]:
        """See `ports.Deliveries`."""
        wanted = sa.select(attempts).where(attempts.c.delivery == delivery_id).order_by(attempts.c.number)
        return [Attempt(**row) for row in (await self.connection.execute(wanted)).mappings()]

    async def attempted(self, delivery: Delivery, attempt: Attempt) -> bool:
        """See `ports.Deliveries`."""
        expected = (deliveries.c.state == DeliveryState.WAITING) & (deliveries.c.attempts == attempt.number - 1)
        if not await self._advanced(delivery, expected):
            return False
        await self.connection.execute(sa.insert(attempts).values(row_of(attempt)))
        if delivery.state is DeliveryState.WAITING:
            await self.connection.run_sync(self.dispatch, delivery)
        return True

    async def replay(self, delivery: Delivery) -> bool:
        """See `ports.Deliveries`."""
        ended = deliveries.c.state != DeliveryState.WAITING
        if not await self._advanced(delivery, ended):
            return False
        await self.connection.run_sync(self.dispatch, delivery)
        return True

    async def waiting(self) -> Sequence[Delivery]:
        """See `ports.Deliveries`."""
        return await self._all(sa.select(deliveries).where(deliveries.c.state == DeliveryState.WAITING))

    async def forget(self, *, before: datetime) -> None:
        """See `ports.Deliveries`."""
        old = (deliveries.c.state != DeliveryState.WAITING) & (deliveries.c.created_at < before)
        await self.connection.execute(sa.delete(attempts).where(attempts.c.delivery.in_(sa.select(deliveries.c.id).where(old))))
        await self.connection.execute(sa.delete(deliveries).where(old))

    async def _advanced(self, delivery: Delivery, expected: sa.ColumnElement[bool]) -> bool:
        written = sa.update(deliveries).where(deliveries.c.id == delivery.id, expected).values(row_of(delivery)).returning(deliveries.c.id)
        return await self.connection.scalar(written) is not None

    async def _all(self, wanted: sa.Select[*tuple[object, ...]]) -> Sequence[Delivery]:
        return [Delivery(**row) for row in (await self.connection.execute(wanted)).mappings()]
