"""Signed, expiring links to objects: whoever holds one may fetch, nobody can make one up."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeAlias

from voicewright.domain.errors import MediaNotVisible
from voicewright.http.sound import FORMS, Kept
from voicewright.ports import Clock

DEFAULT_TTL = timedelta(hours=24)
"""How long a link works at least (contracts: APIXO and Novita say 24 h)."""
STEADY = 3600
"""Expiry falls on a multiple of so many seconds: within an hour an object keeps its link, and caches keep the object."""

Address: TypeAlias = Callable[[str, Kept], str]
"""The absolute link to an object of a kind."""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What a valid link names."""

    key: str
    seconds: int
    """For how long it still works."""


@dataclass(frozen=True, kw_only=True)
class Links:
    """Makes links and opens them. HMAC-SHA256 over the token, the extension and the moment of expiry."""

    secret: bytes = field(repr=False)
    clock: Clock
    ttl: timedelta = DEFAULT_TTL

    def path(self, key: str, kind: Kept) -> str:
        """`/media/<token>.<extension>?exp=<unix seconds>&sig=<signature>`."""
        token = base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")
        extension = FORMS[kind].extension
        until = int((self.clock.now() + self.ttl).timestamp())
        expiry = str(until + -until % STEADY)
        return f"/media/{token}.{extension}?exp={expiry}&sig={self._signature(token, extension, expiry)}"

    def opened(self, token: str, extension: str, *, expiry: str, signature: str) -> Opened:
        """What a link names. Raises MediaNotVisible."""
        expected = self._signature(token, extension, expiry)
        if not hmac.compare_digest(expected.encode(), signature.encode()):
            raise MediaNotVisible
        left = int(expiry) - int(self.clock.now().timestamp())
        if left <= 0:
            raise MediaNotVisible
        return Opened(key=base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode(), seconds=left)

    def _signature(self, token: str, extension: str, expiry: str) -> str:
        digest = hmac.digest(self.secret, f"{token}.{extension}?{expiry}".encode(), "sha256")
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")
