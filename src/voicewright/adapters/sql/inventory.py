"""Which objects some row still names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from voicewright.adapters.sql.tables import consents, promises, tasks, timbres, uploads, voices

_NAMING: dict[str, tuple[sa.Column[str], ...]] = {
    "references": (voices.c.reference, voices.c.prompt_audio),
    "previews": (voices.c.preview,),
    "timbres": (timbres.c.key,),
    "uploads": (uploads.c.key,),
    "consents": (consents.c.key,),
    "answers": (promises.c.kept_at,),
    "originals": (),
    "outputs": (),
    "subtitles": (),
}
"""The columns that name objects of a kind, which is how their keys begin."""
_OF_TASKS = frozenset({"references", "previews", "outputs", "subtitles"})
"""Kinds of which some are named after their task."""


@dataclass(frozen=True, kw_only=True)
class SqlInventory:
    """See `ports.Inventory`."""

    connection: AsyncConnection

    async def strays(self, keys: Sequence[str]) -> frozenset[str]:
        """See `ports.Inventory`."""
        kinds = {key.partition("/")[0] for key in keys}
        strays: set[str] = set()
        for kind in kinds & _NAMING.keys():
            some = [key for key in keys if key.startswith(f"{kind}/")]
            strays |= set(some) - await self._named(kind, some)
        return frozenset(strays)

    async def _named(self, kind: str, keys: Sequence[str]) -> set[str]:
        if kind == "originals":  # each lies beside the reference that was made of it
            return {key.replace("references/", "originals/", 1) for key in await self._named("references", [_reference(key) for key in keys])}
        named: set[str] = set()
        for column in _NAMING[kind]:
            named |= {str(key) for key in await self.connection.scalars(sa.select(column).where(column.in_(keys)))}
        if kind in _OF_TASKS:
            ids = [key.removeprefix(f"{kind}/") for key in keys]
            named |= {f"{kind}/{task_id}" for task_id in await self.connection.scalars(sa.select(tasks.c.id).where(tasks.c.id.in_(ids)))}
        return named


def _reference(key: str) -> str:
    return key.replace("originals/", "references/", 1)
