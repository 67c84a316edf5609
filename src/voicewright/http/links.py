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
        expiry = self._expiry()
        return f"/media/{token}.{extension}?exp={expiry}&sig={self._signature(token, extension, expiry)}"

    def signed(self, path: str) -> str:
        """A path of a dialect's own, which then needs no key: `<path>?exp=<unix seconds>&sig=<signature>`."""
        expiry = self._expiry()
        return f"{path}?exp={expiry}&sig={self._digest(f'{path}?{expiry}')}"

    def check(self, path: str, *, expiry: str, signature: str) -> None:
        """Whether a path was signed, and still counts. Raises MediaNotVisible."""
        self._judge(self._digest(f"{path}?{expiry}"), expiry=expiry, signature=signature)

    def opened(self, token: str, extension: str, *, expiry: str, signature: str) -> Opened:
        """What a link names. Raises MediaNotVisible."""
        left = self._judge(self._signature(token, extension, expiry), expiry=expiry, signature=signature)
        return Opened(key=base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode(), seconds=left)

    def _expiry(self) -> str:
        until = int((self.clock.now() + self.ttl).timestamp())
        return str(until + -until % STEADY)

    def _judge(self, expected: str, *, expiry: str, signature: str) -> int:
        """For how many seconds a link still works. Raises MediaNotVisible."""
        if not hmac.compare_digest(expected.encode(), signature.encode()):
            raise MediaNotVisible
        left = int(expiry) - int(self.clock.now().timestamp())
        if left <= 0:
            raise MediaNotVisible
        return left

    def _signature(self, token: str, extension: str, expiry: str) -> str:
        return self._digest(f"{token}.{extension}?{expiry}")

    def _digest(self, text: str) -> str:
        return base64.urlsafe_b64encode(hmac.digest(self.secret, text.encode(), "sha256")).decode().rstrip("=")
