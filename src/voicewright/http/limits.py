"""How much of a body is read."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voicewright.domain.errors import BodyTooLarge

MEGABYTE = 1_000_000
JSON_LIMIT = 1 * MEGABYTE
MULTIPART_LIMIT = 25 * MEGABYTE
"""A file of 20 MB and everything around it."""


class Capped:
    """Raises BodyTooLarge, inside the handler that reads, once a body is larger than its kind may be."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve with a counted `receive`."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit = MULTIPART_LIMIT if headers.get("content-type", "").lower().startswith("multipart/") else JSON_LIMIT
        announced = headers.get("content-length", "")
        too_much = announced.isdecimal() and (len(announced) > len(str(limit)) or int(announced) > limit)
        read = 0

        async def counted() -> Message:
            nonlocal read
            if too_much:
                raise _refusal(limit)
            message = await receive()
            read += len(message.get("body", b""))
            if read > limit:
                raise _refusal(limit)
            return message

        await self.app(scope, counted, send)


def _refusal(limit: int) -> BodyTooLarge:
    return BodyTooLarge(limit_mb=limit // MEGABYTE)
