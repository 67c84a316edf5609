"""A program that speaks over a WebSocket, message by message."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any

from minimax_calls import MODEL, NARRATOR
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

PATIENCE = 20.0
PLAIN, TYPED = "/minimax/ws/v1/t2a_v2", "/minimax/ws/v1/t2a_v2_bidi"


class Socket:
    """One connection. Each message is checked to be one of the vendor's shape."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def say(self, event: str, **fields: object) -> None:
        self.connection.send(json.dumps({"event": event, **fields}))

    def start(self, **fields: object) -> None:
        self.say("task_start", **{"model": MODEL, "voice_setting": {"voice_id": NARRATOR}, "audio_setting": {"format": "mp3"}, **fields})

    def hear(self) -> dict[str, Any]:
        """The next message."""
        message: dict[str, Any] = json.loads(self.connection.recv(timeout=PATIENCE))
        assert {"session_id", "event", "trace_id", "base_resp"} <= set(message)
        return message

    def until(self, *events: str) -> list[dict[str, Any]]:
        """Messages up to the first one of these."""
        heard = [self.hear()]
        while heard[-1]["event"] not in events:
            heard.append(self.hear())
        return heard

    def spoken(self) -> list[dict[str, Any]]:
        """The messages of one text, up to the one that says that it is the last."""
        heard = [self.hear()]
        while not heard[-1].get("is_final"):
            heard.append(self.hear())
        return heard

    def closed(self) -> bool:
        """Whether nothing follows any more."""
        try:
            self.connection.recv(timeout=PATIENCE)
        except ConnectionClosed:
            return True
        return False


@contextmanager
def conversation(url: str, key: str | None, *, path: str = PLAIN, started: bool = True, **fields: object) -> Generator[Socket]:
    """A connection, with a task that has been started on it."""
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    with connect(f"{url.replace('http', 'ws', 1)}{path}", additional_headers=headers) as connection:
        socket = Socket(connection)
        if started:
            assert socket.hear()["event"] == "connected_success"
            socket.start(**fields)
            assert socket.hear()["event"] == "task_started"
        yield socket


def events(messages: Sequence[dict[str, Any]]) -> list[str]:
    """The messages' names."""
    return [message["event"] for message in messages]


def sound(messages: Sequence[dict[str, Any]]) -> bytes:
    """What was heard in these messages."""
    return b"".join(bytes.fromhex(message["data"]["audio"]) for message in messages if "data" in message)
