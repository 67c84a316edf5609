"""Rows of tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from voicewright.adapters.sql.rows import row_of
from voicewright.adapters.sql.tables import accounts, numbers, tasks
from voicewright.domain.account import AccountId
from voicewright.domain.task import Kind, SpeechWork, Stage, Task, VoiceWork
from voicewright.ports import Queue

Enqueue: TypeAlias = Callable[[sa.Connection, Task], object]
"""Hands a task to the worker within the transaction of the connection."""

_OPEN = (Stage.QUEUED, Stage.RUNNING)
_NAMED_AT_ONCE = 1000
"""Ids in one statement: psycopg refuses more than 65,535 parameters."""


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

    async def unended(self, owner: AccountId, kind: Kind) -> int:
        """See `ports.Tasks`. On SQLite a unit has no other beside it."""
        if self.connection.dialect.name == "postgresql":
            # not FOR UPDATE: rows that name the account are written meanwhile
            await self.connection.execute(sa.select(accounts.c.id).where(accounts.c.id == owner).with_for_update(key_share=True))
        wanted = sa.select(sa.func.count()).where(tasks.c.account == owner, tasks.c.stage.in_(_OPEN), tasks.c.kind == kind)
        return await self.connection.scalar(wanted) or 0

    async def last_turn(self, owner: AccountId) -> int | None:
        """See `ports.Tasks`."""
        return await self.connection.scalar(sa.select(sa.func.max(tasks.c.turn)).where(tasks.c.account == owner, tasks.c.stage == Stage.QUEUED))

    async def queue(self) -> Queue:
        """See `ports.Tasks`."""
        row = (await self.connection.execute(sa.select(sa.func.count(), sa.func.min(tasks.c.turn)).where(tasks.c.stage == Stage.QUEUED))).one()
        return Queue(length=row[0], turn=row[1])

    async def progressed(self, task_id: str, percent: int) -> None:
        """See `ports.Tasks`."""
        await self.connection.execute(sa.update(tasks).where(tasks.c.id == task_id, tasks.c.stage == Stage.RUNNING).values(progress=percent))

    async def open(self) -> Mapping[str, str]:
        """See `ports.Tasks`."""
        found = await self.connection.execute(sa.select(tasks.c.id, tasks.c.request).where(tasks.c.stage.in_(_OPEN)))
        return {row.id: row.request for row in found}

    async def of_voice(self, owner: AccountId, voice_id: str, *, since: datetime) -> Sequence[Task]:
        """See `ports.Tasks`."""
        alone = sa.select(tasks).where(tasks.c.voice_id == voice_id, tasks.c.account == owner)
        mixed = sa.select(tasks).where(
            tasks.c.finished_at >= since,
            tasks.c.account == owner,
            tasks.c.kind == Kind.SPEECH,
            tasks.c.voice_id != voice_id,
            # the database looks roughly, so that a week of somebody's texts is not read here
            sa.cast(tasks.c.work, sa.Text).contains(voice_id, autoescape=True),
        )
        rows = [*(await self.connection.execute(alone)).mappings(), *(await self.connection.execute(mixed)).mappings()]
        return [task for task in map(_task, rows) if voice_id in task.voice_ids]

    async def spoken(self, *, before: datetime, limit: int) -> Sequence[Task]:
        """See `ports.Tasks`."""
        old = sa.select(tasks).where(tasks.c.finished_at < before, tasks.c.kind == Kind.SPEECH).order_by(tasks.c.finished_at).limit(limit)
        return [_task(row) for row in (await self.connection.execute(old)).mappings()]

    async def forget(self, task_ids: Sequence[str]) -> None:
        """See `ports.Tasks`."""
        for start in range(0, len(task_ids), _NAMED_AT_ONCE):
            some = task_ids[start : start + _NAMED_AT_ONCE]
            await self.connection.execute(sa.delete(tasks).where(tasks.c.id.in_(some)))
            first = sa.func.substr(numbers.c.thing, 1, len(some[0]))  # a number of several tasks is called after the first of them
            await self.connection.execute(sa.delete(numbers).where(first.in_(some)))

    async def _one(self, *conditions: sa.ColumnElement[bool]) -> Task | None:
        row = (await self.connection.execute(sa.select(tasks).where(*conditions))).mappings().one_or_none()
        return None if row is None else _task(row)


def _task(row: Mapping[Any, Any]) -> Task:
    fields: dict[str, Any] = dict(row)
    fields["work"] = msgspec.convert(row["work"], SpeechWork if row["kind"] is Kind.SPEECH else VoiceWork)
    return Task(**fields)


def _row(task: Task) -> dict[str, Any]:
    return row_of(task) | {"work": msgspec.to_builtins(task.work)}
