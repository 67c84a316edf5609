"""Where a page of a list ends, as text that callers hand back without looking inside."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from typing import Annotated

import msgspec

from voicewright.domain.errors import PageUnknown

_Place = tuple[Annotated[datetime, msgspec.Meta(tz=True)], str]


def cursor_after(created_at: datetime, voice_id: str) -> str:
    """The cursor that leads on from a row."""
    return base64.urlsafe_b64encode(msgspec.json.encode((created_at, voice_id))).decode().rstrip("=")


def place_of(cursor: str) -> tuple[datetime, str]:
    """The row that a cursor leads on from. Raises PageUnknown."""
    try:
        data = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        created_at, voice_id = msgspec.json.decode(data, type=_Place)
        return created_at.astimezone(UTC), voice_id
    except (ValueError, OverflowError, binascii.Error, msgspec.MsgspecError):
        raise PageUnknown(field="after") from None
