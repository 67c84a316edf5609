"""Rows of usage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from voicewright.adapters.sql.rows import inserting, row_of
from voicewright.adapters.sql.tables import usage
from voicewright.domain.task import Task
from voicewright.domain.usage import Grouping, UsageLine, UsageWanted

_COUNTED = (usage.c.voice_clones, usage.c.voice_designs, usage.c.preview_characters, usage.c.characters)


@dataclass(frozen=True, kw_only=True)
class SqlBooks:
    """See `ports.Books`."""

    connection: AsyncConnection

    async def enter(self, task: Task, *, charged: int = 0) -> None:
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
            "charged": charged,
        }
        if (terms := task.terms) is not None:
            row |= {"key": terms.key, "currency": terms.currency, "book": terms.book, "book_version": terms.version}
        await self.connection.execute(inserting(self.connection, usage).values(row).on_conflict_do_nothing(index_elements=[usage.c.task_id]))

    async def lines(self, wanted: UsageWanted) -> Sequence[UsageLine]:
        """See `ports.Books`."""
        group = self._groups()[wanted.by].label("group")
        sums = [sa.func.sum(column).label(column.name) for column in (*_COUNTED, usage.c.charged, usage.c.seconds)]
        query = sa.select(group, usage.c.currency, sa.func.count().label("tasks"), *sums).where(*_conditions(wanted))
        rows = (await self.connection.execute(query.group_by(group, usage.c.currency).order_by(group, usage.c.currency))).mappings()
        return [_line(row) for row in rows]

    def _groups(self) -> dict[Grouping, sa.ColumnElement[str]]:
        moment = sa.type_coerce(usage.c.finished_at, sa.DateTime)
        sqlite = self.connection.dialect.name == "sqlite"
        day = _on_sqlite(moment) if sqlite else _on_postgresql(moment)
        return {
            Grouping.ACCOUNT: usage.c.account,
            Grouping.KEY: usage.c.key,
            Grouping.VOICE: usage.c.voice_id,
            Grouping.MODEL: usage.c.model,
            Grouping.DAY: day,
        }


def _line(row: sa.RowMapping) -> UsageLine:
    """Sums of whole numbers are decimal ones on PostgreSQL."""
    fields: dict[str, Any] = {name: int(value) if isinstance(value, Decimal) else value for name, value in row.items()}
    return UsageLine(**fields)


def _on_sqlite(moment: sa.ColumnElement[datetime]) -> sa.ColumnElement[str]:
    return sa.func.strftime(sa.literal_column("'%Y-%m-%d'"), moment)


def _on_postgresql(moment: sa.ColumnElement[datetime]) -> sa.ColumnElement[str]:
    # literals: with parameters, PostgreSQL does not know the group again
    return sa.func.to_char(sa.func.timezone(sa.literal_column("'UTC'"), moment), sa.literal_column("'YYYY-MM-DD'"))


def _conditions(wanted: UsageWanted) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.account is not None:
        yield usage.c.account == wanted.account
    if wanted.since is not None:
        yield usage.c.finished_at >= wanted.since
    if wanted.until is not None:
        yield usage.c.finished_at < wanted.until
