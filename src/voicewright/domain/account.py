"""Who owns voices, files and tasks, and how a request shows whose it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from voicewright.domain.plan import FREE, Plan

AccountId = NewType("AccountId", str)
"""`acct_…`. Every query for what somebody owns takes one; a bare string does not type-check."""


class Scope(StrEnum):
    """What a key may be used for."""

    READ = "read"
    """Look: lists, tasks, files, usage."""
    CREATE = "create"
    """Make, change and delete voices, files and consents."""
    SPEAK = "speak"
    """Speak with a voice."""
    ADMIN = "admin"
    """Manage accounts, keys and credit over HTTP."""


EVERYTHING = frozenset({Scope.READ, Scope.CREATE, Scope.SPEAK})
"""What a key may do where nobody said otherwise: all that concerns its own account's voices."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """An owner."""

    id: AccountId
    name: str
    created_at: datetime
    plan: str = FREE.name
    """The name of what it may do and pays."""
    disabled_at: datetime | None = None
    webhook_secret: str | None = field(default=None, repr=False)
    """`whsec_…`: what its webhooks are signed with. Made when it is first needed."""


@dataclass(frozen=True, kw_only=True)
class Key:
    """One key of an account. The secret itself is shown once and never kept."""

    id: str
    """`key_…`"""
    account: AccountId
    name: str
    digest: str
    """SHA-256 of the secret, in hex. The secret has 256 random bits, so a slow hash would add nothing."""
    hint: str
    """The secret's last four characters, to tell keys apart."""
    created_at: datetime
    scopes: frozenset[Scope] = EVERYTHING
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
    rotated_at: datetime | None = None
    """When another key took its place; its own end was brought near then."""
    revoked_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who a request speaks for, once its key has been checked."""

    account: AccountId
    key: str
    request: str
    """The request id, which follows the work into its task and its logs."""
    scopes: frozenset[Scope] = EVERYTHING
    plan: Plan = FREE
    address: str = ""
    """Where the request came from, where that is known."""
    promise: str = ""
    """The token of the promise that the request is kept by, where it brought an `Idempotency-Key`."""
    begun: tuple[str, ...] = ()
    """Tasks that were accepted for the same request before, by a server that could not answer any more."""
