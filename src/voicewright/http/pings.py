"""Pings of a WebSocket: a client that sends them is there, though it has nothing to say."""

from __future__ import annotations

from fastapi import WebSocket
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

MESSAGE_LIMIT = 1_000_000
"""Bytes of one message; as much as of a JSON body."""


class PingsCounted(WebSocketsSansIOProtocol):
    """uvicorn's protocol, which answers pings by itself; here the conversation can see that there were some."""

    def handle_ping(self) -> None:
        """Answer, and count."""
        state = self.scope.setdefault("state", {})
        state["pings"] = state.get("pings", 0) + 1
        super().handle_ping()


def pings_of(socket: WebSocket) -> int:
    """How many have come on this connection."""
    return int(socket.scope.get("state", {}).get("pings", 0))
