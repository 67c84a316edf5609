"""A file that somebody sent to be used later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voicewright.domain.account import AccountId


@dataclass(frozen=True, kw_only=True)
class Upload:
    """An uploaded file."""

    id: str
    """`file_…`"""
    owner: AccountId
    filename: str
    """As the caller called it; shown, never used as a path."""
    purpose: str
    size: int
    """Bytes."""
    key: str
    """Object key."""
    created_at: datetime
