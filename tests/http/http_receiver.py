"""A server of a customer's own, which is told that tasks have ended."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from http_world import PATIENCE


@dataclass(kw_only=True)
class Mailbox:
    """What was sent to it."""

    url: str = ""
    statuses: list[int] = field(default_factory=list[int])
    """What it answers, one after the other; 200 when there are no more."""
    got: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    signed: list[str] = field(default_factory=list[str])

    def waited(self, count: int = 1) -> dict[str, Any]:
        """The last message, once so many have come."""
        deadline = time.monotonic() + PATIENCE
        while len(self.got) < count and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(self.got) == count
        return self.got[-1]


@contextmanager
def mailbox() -> Generator[Mailbox]:
    """One on a free port."""
    box = Mailbox()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            self.send_response(box.statuses.pop(0) if box.statuses else 200)
            self.send_header("content-length", "0")
            self.end_headers()
            box.signed.append(self.headers["webhook-signature"])
            box.got.append(json.loads(body))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name for it
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    box.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield box
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
