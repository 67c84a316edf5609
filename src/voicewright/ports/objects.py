"""What the services need of an object store."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Lying:
    """One object."""

    key: str
    size: int
    """Bytes."""
    since: datetime
    """When it was last written; aware, by the store's clock."""


class Objects(Protocol):
    """Large things under opaque keys."""

    async def put(self, key: str, data: bytes) -> None:
        """Keep data under a key. Writing the same key again is allowed: steps may run twice."""
        ...

    async def get(self, key: str) -> bytes:
        """The data. Raises KeyError."""
        ...

    async def size(self, key: str) -> int:
        """Bytes. Raises KeyError."""
        ...

    def read(self, key: str, *, start: int, end: int) -> AsyncIterator[bytes]:
        """The data from a byte up to, not including, another, in pieces. Raises KeyError."""
        ...

    async def remove(self, key: str) -> None:
        """Remove; removing what is not there is no error."""
        ...

    def all(self) -> AsyncIterator[Sequence[Lying]]:
        """Every object, some at a time, in no particular order."""
        ...

    async def link(self, key: str, *, seconds: int) -> str | None:
        """A URL at which the store itself serves the data for a while, where it can."""
        ...

    async def ping(self) -> None:
        """Raise if the store does not answer."""
        ...
