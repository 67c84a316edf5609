"""Rows of usage."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from voicewright.adapters.sql.rows import inserting, row_of
from voicewright.adapters.sql.tables import usage
from voicewright.domain.task import Task


@dataclass(frozen=True, kw_only=True)
class SqlBooks:
    """See `ports.Books`."""

    connection: AsyncConnection

    async def enter(self, task: Task) -> None:
        """See `ports.Books`. A task without usage has nothing to enter."""
        if task.usage is None:
            return
        row = row_of(task.usage) | {
            "task_id": task.id,
            "account": task.account,
            "kind": task.kind,
            "dialect": task.origin.dialect,
            "model": task.origin.model,
            "voice_id": task.voice_id,
            "finished_at": task.finished_at,
        }
        await self.connection.execute(inserting(self.connection, usage).values(row).on_conflict_do_nothing(index_elements=[usage.c.task_id]))
