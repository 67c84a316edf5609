"""What a speaker said before their voice was cloned: that it may be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from voicewright.domain.account import AccountId

CONSENT_NAME_LIMIT = 200


@dataclass(frozen=True, kw_only=True)
class Consent:
    """A recorded consent."""

    id: str
    """`cons_…`"""
    owner: AccountId
    name: str
    language: str
    """As the caller spelled it: a BCP 47 tag."""
    key: str
    """Object key of the recording, as it was sent."""
    created_at: datetime
