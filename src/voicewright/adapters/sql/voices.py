"""Rows of voices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from voicewright.adapters.sql.cursor import cursor_after, place_of
from voicewright.adapters.sql.rows import inserting, row_of
from voicewright.adapters.sql.tables import targets, tasks, voices
from voicewright.domain.account import AccountId
from voicewright.domain.commands import ListVoices
from voicewright.domain.errors import VoiceIdTaken
from voicewright.domain.task import Stage
from voicewright.domain.voice import State, Voice
from voicewright.ports import Page

LONGEST_SEARCH = 5_000
"""Characters; nothing that is kept is longer, and SQLite refuses patterns above 50 000 bytes."""

_FIELDS = tuple(column for column in voices.c if column.name != "sought")


@dataclass(frozen=True, kw_only=True)
class SqlVoices:
    """See `ports.Voices`."""

    connection: AsyncConnection
    writing: bool
    """Whether `get` keeps other writers off the row; a view cannot."""

    async def add(self, voice: Voice) -> None:
        """See `ports.Voices`."""
        added = (
            inserting(self.connection, voices)
            .values(row_of(voice) | {"sought": _sought(voice.id, voice.name, voice.description)})
            .on_conflict_do_nothing(index_elements=[voices.c.id])
            .returning(voices.c.id)
        )
        if await self.connection.scalar(added) is None:
            raise VoiceIdTaken

    async def get(self, voice_id: str) -> Voice | None:
        """See `ports.Voices`."""
        wanted = sa.select(*_FIELDS).where(voices.c.id == voice_id)
        return await self._one(wanted.with_for_update() if self.writing else wanted)

    async def owned(self, owner: AccountId, voice_id: str) -> Voice | None:
        """See `ports.Voices`."""
        return await self._one(_owned(owner, voice_id))

    async def held(self, owner: AccountId, voice_id: str) -> Voice | None:
        """See `ports.Voices`."""
        return await self._one(_owned(owner, voice_id).with_for_update())

    async def page(self, owner: AccountId, wanted: ListVoices, *, now: datetime) -> Page:
        """See `ports.Voices`."""
        newest_first = (
            sa.select(*_FIELDS)
            .where(voices.c.owner == owner, _alive(now), *_wanted(wanted))
            .order_by(voices.c.created_at.desc(), voices.c.id.desc())
            .limit(wanted.limit + 1)
        )
        rows = (await self.connection.execute(newest_first)).mappings().all()
        found = tuple(_voice(row) for row in rows[: wanted.limit])
        more = len(rows) > wanted.limit and found
        return Page(voices=found, next=cursor_after(found[-1].created_at, found[-1].id) if more else None)

    async def save(self, voice: Voice) -> None:
        """See `ports.Voices`."""
        changed = row_of(voice) | {"sought": _sought(voice.id, voice.name, voice.description)}
        await self.connection.execute(sa.update(voices).where(voices.c.id == voice.id, voices.c.owner == voice.owner).values(changed))

    async def describe(self, owner: AccountId, voice_id: str, *, name: str, description: str) -> None:
        """See `ports.Voices`."""
        await self.connection.execute(
            sa.update(voices)
            .where(voices.c.id == voice_id, voices.c.owner == owner)
            .values(name=name, description=description, sought=_sought(voice_id, name, description))
        )

    async def keep(self, owner: AccountId, voice_id: str) -> None:
        """See `ports.Voices`."""
        temporary = sa.and_(voices.c.id == voice_id, voices.c.owner == owner, voices.c.expires_at.is_not(None))
        await self.connection.execute(sa.update(voices).where(temporary).values(expires_at=None))

    async def expired(self, *, before: datetime, limit: int) -> Sequence[str]:
        """See `ports.Voices`."""
        speaking = sa.exists().where(tasks.c.voice_id == voices.c.id, tasks.c.stage.in_([Stage.QUEUED, Stage.RUNNING]))
        over = sa.select(voices.c.id).where(voices.c.expires_at <= before, voices.c.state == State.ACTIVE, ~speaking)
        return (await self.connection.scalars(over.order_by(voices.c.expires_at).limit(limit))).all()

    async def expiring(self, *, after: datetime, until: datetime, limit: int) -> Sequence[Voice]:
        """See `ports.Voices`."""
        soon = (
            sa.select(*_FIELDS)
            .join(targets, targets.c.account == voices.c.owner)
            .where(voices.c.expires_at > after, voices.c.expires_at <= until, voices.c.state == State.ACTIVE, voices.c.warned_at.is_(None))
            .order_by(voices.c.expires_at)
            .limit(limit)
        )
        return [_voice(row) for row in (await self.connection.execute(soon)).mappings()]

    async def warn(self, voice_id: str, *, at: datetime) -> bool:
        """See `ports.Voices`."""
        still = (voices.c.id == voice_id) & voices.c.warned_at.is_(None) & voices.c.expires_at.is_not(None) & (voices.c.state == State.ACTIVE)
        return await self.connection.scalar(sa.update(voices).where(still).values(warned_at=at).returning(voices.c.id)) is not None

    async def _one(self, wanted: sa.Select[*tuple[Any, ...]]) -> Voice | None:
        row = (await self.connection.execute(wanted)).mappings().one_or_none()
        return None if row is None else _voice(row)


def _owned(owner: AccountId, voice_id: str) -> sa.Select[*tuple[Any, ...]]:
    return sa.select(*_FIELDS).where(voices.c.id == voice_id, voices.c.owner == owner, voices.c.state != State.DELETED)


def _voice(row: Mapping[Any, Any]) -> Voice:
    return Voice(**row)


def _sought(voice_id: str, name: str, description: str) -> str:
    return f"{voice_id}\n{name}\n{description}".lower()


def _alive(now: datetime) -> sa.ColumnElement[bool]:
    unexpired = voices.c.expires_at.is_(None) | (voices.c.expires_at > now)
    return (voices.c.state == State.PREPARING) | ((voices.c.state == State.ACTIVE) & unexpired)


def _wanted(wanted: ListVoices) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.source is not None:
        conditions.append(voices.c.source == wanted.source)
    if wanted.language is not None:
        conditions += [voices.c.language == wanted.language, voices.c.language_label != ""]
    if wanted.search is not None:
        fits = voices.c.sought.contains(wanted.search.lower(), autoescape=True)
        conditions.append(fits if len(wanted.search) <= LONGEST_SEARCH else sa.false())
    if wanted.after is not None:
        created_at, voice_id = place_of(wanted.after)
        same_moment = (voices.c.created_at == created_at) & (voices.c.id < voice_id)
        conditions.append((voices.c.created_at < created_at) | same_moment)
    return conditions
