"""Who owns voices, files and tasks, and how a request shows whose it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

AccountId = NewType("AccountId", str)
"""`acct_…`. Every query for what somebody owns takes one; a bare string does not type-check."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """An owner."""

    id: AccountId
    name: str
    created_at: datetime
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
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who a request speaks for, once its key has been checked."""

    account: AccountId
    key: str
    request: str
    """The request id, which follows the work into its task and its logs."""
