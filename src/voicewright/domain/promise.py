"""Requests that may be sent twice and count once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from voicewright.domain.account import AccountId


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a caller's own name for a request counts. The same name means something else elsewhere."""

    key: str
    """The API key's id."""
    method: str
    path: str
    name: str
    """What the caller sent as `Idempotency-Key`."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer as it went out."""

    status: int
    headers: Mapping[str, str]
    """Those that belong to the body."""
    body: bytes | None
    """None where it lies among the objects, or was too large to be kept."""
    kept_at: str | None = None
    """Object key of a large body."""


@dataclass(frozen=True, kw_only=True)
class Promise:
    """One request that came with a name of its own."""

    place: Place
    account: AccountId
    fingerprint: str
    """Of everything that was asked."""
    token: str
    """Whoever has it is answering the request."""
    leased_until: datetime
    """Whoever answers says in time that it is still at it; after this moment another request may take over."""
    expires_at: datetime
    tasks: tuple[str, ...] = ()
    """What was accepted for it."""
    voices: tuple[str, ...] = ()
    """The voices of those tasks."""
    reply: Reply | None = None
    """None while it is being answered."""
