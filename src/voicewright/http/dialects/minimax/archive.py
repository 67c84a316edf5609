"""A tar that is sent while it is read: what a long text's result comes in (contract §1.11)."""

from __future__ import annotations

import tarfile
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import datetime

from voicewright.ports import Objects

_BLOCK = 512
_END = bytes(2 * _BLOCK)


@dataclass(frozen=True, kw_only=True)
class Member:
    """One file of an archive."""

    name: str
    size: int
    """Bytes."""
    source: str | bytes
    """An object's key, or the content itself."""


def size_of(members: Sequence[Member]) -> int:
    """Bytes of the whole archive."""
    return sum(_BLOCK + member.size + -member.size % _BLOCK for member in members) + len(_END)


async def packed(members: Sequence[Member], objects: Objects, *, made_at: datetime) -> AsyncGenerator[bytes, None]:
    """The archive, in pieces. Raises KeyError for an object that is gone."""
    for member in members:
        yield _header(member, made_at)
        if isinstance(member.source, bytes):
            yield member.source
        else:
            async for piece in objects.read(member.source, start=0, end=member.size):
                yield piece
        yield bytes(-member.size % _BLOCK)
    yield _END


def _header(member: Member, made_at: datetime) -> bytes:
    info = tarfile.TarInfo(member.name)
    info.size, info.mtime, info.mode = member.size, int(made_at.timestamp()), 0o644
    return info.tobuf(format=tarfile.USTAR_FORMAT)
