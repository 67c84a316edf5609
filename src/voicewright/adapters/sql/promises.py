"""Rows of requests that count once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from voicewright.adapters.sql.rows import inserting, row_of
from voicewright.adapters.sql.tables import promises
from voicewright.domain.account import AccountId
from voicewright.domain.promise import Place, Promise, Reply

_PLACE = ("key", "method", "path", "name")


@dataclass(frozen=True, kw_only=True)
class SqlPromises:
    """See `ports.Promises`."""

    connection: AsyncConnection
    held: bool
    """Whether `find` keeps other writers off the row; a view cannot."""

    async def add(self, promise: Promise) -> bool:
        """See `ports.Promises`."""
        added = inserting(self.connection, promises).values(_row(promise)).on_conflict_do_nothing().returning(promises.c.token)
        return await self.connection.scalar(added) is not None

    async def find(self, place: Place) -> Promise | None:
        """See `ports.Promises`."""
        wanted = sa.select(promises).where(_at(place))
        row = (await self.connection.execute(wanted.with_for_update() if self.held else wanted)).mappings().one_or_none()
        return None if row is None else _promise(row)

    async def save(self, promise: Promise) -> None:
        """See `ports.Promises`."""
        await self.connection.execute(sa.update(promises).where(_at(promise.place)).values(_row(promise)))

    async def remove(self, place: Place) -> None:
        """See `ports.Promises`."""
        await self.connection.execute(sa.delete(promises).where(_at(place)))

    async def extend(self, token: str, *, until: datetime) -> bool:
        """See `ports.Promises`."""
        written = sa.update(promises).where(promises.c.token == token, promises.c.status.is_(None))
        return await self.connection.scalar(written.values(leased_until=until).returning(promises.c.token)) is not None

    async def accepted(self, token: str, *, tasks: Sequence[str], voices: Sequence[str]) -> bool:
        """See `ports.Promises`."""
        written = sa.update(promises).where(promises.c.token == token, promises.c.status.is_(None))
        noted = written.values(tasks=list(tasks), voices=list(voices)).returning(promises.c.token)
        return await self.connection.scalar(noted) is not None

    async def voices(self, token: str) -> Sequence[str]:
        """See `ports.Promises`."""
        return await self.connection.scalar(sa.select(promises.c.voices).where(promises.c.token == token)) or ()

    async def answered(self, token: str, reply: Reply) -> bool:
        """See `ports.Promises`."""
        written = sa.update(promises).where(promises.c.token == token).values(_said(reply)).returning(promises.c.token)
        return await self.connection.scalar(written) is not None

    async def forget_voice(self, owner: AccountId, voice_id: str) -> Sequence[str]:
        """See `ports.Promises`."""
        rows = (
            await self.connection.execute(sa.select(promises.c.token, promises.c.voices, promises.c.kept_at).where(promises.c.account == owner))
        ).all()
        told = [row for row in rows if voice_id in row.voices]
        emptied = sa.update(promises).where(promises.c.token.in_([row.token for row in told])).values(body=None, kept_at=None)
        await self.connection.execute(emptied)
        return [row.kept_at for row in told if row.kept_at is not None]

    async def forget(self, *, before: datetime) -> Sequence[str]:
        """See `ports.Promises`."""
        dropped = await self.connection.scalars(sa.delete(promises).where(promises.c.expires_at <= before).returning(promises.c.kept_at))
        return [key for key in dropped if key is not None]


def _at(place: Place) -> sa.ColumnElement[bool]:
    return sa.and_(*(promises.c[name] == getattr(place, name) for name in _PLACE))


def _said(reply: Reply | None) -> dict[str, Any]:
    if reply is None:
        return {"status": None, "headers": sa.null(), "body": None, "kept_at": None}
    return {"status": reply.status, "headers": dict(reply.headers), "body": reply.body, "kept_at": reply.kept_at}


def _row(promise: Promise) -> dict[str, Any]:
    row = row_of(promise)
    del row["place"], row["reply"]
    lists = {"tasks": list(promise.tasks), "voices": list(promise.voices)}
    return row_of(promise.place) | row | lists | _said(promise.reply)


def _promise(row: Mapping[Any, Any]) -> Promise:
    said = {name: row[name] for name in ("status", "headers", "body", "kept_at")}
    rest = {name: row[name] for name in ("account", "fingerprint", "token", "leased_until", "expires_at")}
    return Promise(
        place=Place(**{name: row[name] for name in _PLACE}),
        tasks=tuple(row["tasks"]),
        voices=tuple(row["voices"]),
        reply=None if row["status"] is None else Reply(**said),
        **rest,
    )
