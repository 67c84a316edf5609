"""Rows of tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from voicewright.adapters.sql.rows import row_of
from voicewright.adapters.sql.tables import tasks
from voicewright.domain.account import AccountId
from voicewright.domain.task import Kind, SpeechWork, Stage, Task, VoiceWork

Enqueue: TypeAlias = Callable[[sa.Connection, Task], object]
"""Hands a task to the worker within the transaction of the connection."""


@dataclass(frozen=True, kw_only=True)
class SqlTasks:
    """See `ports.Tasks`."""

    connection: AsyncConnection
    enqueue: Enqueue

    async def add(self, task: Task) -> None:
        """See `ports.Tasks`."""
        await self.connection.execute(sa.insert(tasks).values(_row(task)))
        await self.connection.run_sync(self.enqueue, task)

    async def record(self, task: Task) -> None:
        """See `ports.Tasks`."""
        await self.connection.execute(sa.insert(tasks).values(_row(task)))

    async def get(self, task_id: str) -> Task | None:
        """See `ports.Tasks`."""
        return await self._one(tasks.c.id == task_id)

    async def owned(self, owner: AccountId, task_id: str) -> Task | None:
        """See `ports.Tasks`."""
        return await self._one(tasks.c.id == task_id, tasks.c.account == owner)

    async def advance(self, task: Task, *, among: frozenset[Stage]) -> bool:
        """See `ports.Tasks`."""
        written = sa.update(tasks).where(tasks.c.id == task.id, tasks.c.stage.in_(sorted(among))).values(_row(task)).returning(tasks.c.id)
        return await self.connection.scalar(written) is not None

    async def remove(self, owner: AccountId, task_id: str) -> None:
        """See `ports.Tasks`."""
        await self.connection.execute(sa.delete(tasks).where(tasks.c.id == task_id, tasks.c.account == owner))

    async def progressed(self, task_id: str, percent: int) -> None:
        """See `ports.Tasks`."""
        await self.connection.execute(sa.update(tasks).where(tasks.c.id == task_id, tasks.c.stage == Stage.RUNNING).values(progress=percent))

    async def open(self) -> Mapping[str, str]:
        """See `ports.Tasks`."""
        found = await self.connection.execute(sa.select(tasks.c.id, tasks.c.request).where(tasks.c.stage.in_([Stage.QUEUED, Stage.RUNNING])))
        return {row.id: row.request for row in found}

    async def _one(self, *conditions: sa.ColumnElement[bool]) -> Task | None:
        row = (await self.connection.execute(sa.select(tasks).where(*conditions))).mappings().one_or_none()
        if row is None:
            return None
        fields: dict[str, Any] = dict(row)
        fields["work"] = msgspec.convert(row["work"], SpeechWork if row["kind"] is Kind.SPEECH else VoiceWork)
        return Task(**fields)


def _row(task: Task) -> dict[str, Any]:
    return row_of(task) | {"work": msgspec.to_builtins(task.work)}
