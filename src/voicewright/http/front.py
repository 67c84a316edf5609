"""Around every request and every conversation: its ids, its line in the log, its place in the figures."""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from dataclasses import dataclass
from hashlib import sha256

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.typing import FilteringBoundLogger

from voicewright.http.metrics import Metrics

HEADER = "x-request-id"
TRACE = "trace-id"
"""32 hexadecimal figures, as MiniMax's clients read them; the tail of a request id that was made here."""
LEAVING = 30.0
"""Seconds that requests have to end in when the server stops, after they have been told to; as long as a writer waits for another."""
_SANE = re.compile(r"[A-Za-z0-9._:-]{8,128}")
_TRACE = re.compile(r"[0-9a-f]{32}")
_QUIET = {"/healthz", "/readyz", "/metrics"}
_OPENED, _UNOPENED = 101, 403
"""What a conversation counts as: one that was begun, and one at a path that has none."""

log: FilteringBoundLogger = structlog.get_logger(__name__)


@dataclass
class _Seen:
    status: int = 500
    size: int = 0
    announced: int | None = None
    begun: bool = False
    ended: bool = False

    def begin(self, status: int, announced: str | None) -> None:
        """The beginning of an answer or of a conversation."""
        self.status, self.begun = status, True
        self.announced = None if announced is None else int(announced)

    def follow(self, message: Message) -> None:
        """What follows it."""
        self.size += len(message.get("body", b"")) + len(message.get("text") or "")
        if message["type"] == "http.response.body":
            self.ended = not message.get("more_body", False)
        if message["type"] == "websocket.close":
            self.ended = True
            self.status = self.status if self.begun else _UNOPENED

    @property
    def torn(self) -> bool:
        """Whether the answer broke off. Who has all that was announced may leave before we say that it was all."""
        return self.begun and not self.ended and self.size != self.announced


class Front:
    """The outermost layer of ours."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics
        self.answering: set[asyncio.Task[object]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, and note what was answered."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, self._last(receive), send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if _SANE.fullmatch(given) else f"req_{secrets.token_hex(16)}"
        trace = traced(request_id)
        scope.setdefault("state", {}).update(request_id=request_id, trace_id=trace)
        seen = _Seen()

        async def noted(message: Message) -> None:
            if message["type"] in {"http.response.start", "websocket.accept"}:
                headers = MutableHeaders(scope=message)
                headers[HEADER] = request_id
                headers[TRACE] = trace
                seen.begin(message.get("status", _OPENED), headers.get("content-length"))
            else:
                seen.follow(message)
            await send(message)

        started = time.perf_counter()
        task = asyncio.current_task()
        assert task is not None
        self.answering.add(task)
        with structlog.contextvars.bound_contextvars(request_id=request_id, trace_id=trace):
            try:
                await self.app(scope, receive, noted)
            finally:
                self.answering.discard(task)
                self._note(scope, seen, time.perf_counter() - started)

    def _last(self, receive: Receive) -> Receive:
        """The house is taken down once those have left who were told to: what they still write needs it."""

        async def received() -> Message:
            message = await receive()
            if message["type"] == "lifespan.shutdown" and self.answering:
                await asyncio.wait(self.answering, timeout=LEAVING)
            return message

        return received

    def _note(self, scope: Scope, seen: _Seen, seconds: float) -> None:
        route = scope.get("route")
        dialect = str(next(iter(getattr(route, "tags", ())), scope["state"].get("dialect", "none")))
        method = scope.get("method", "WS")
        name = f"{method} {getattr(route, 'path', '')}" if route is not None else "unknown"
        self.metrics.note(dialect=dialect, route=name, status=seen.status, seconds=seconds)
        (log.debug if scope["path"] in _QUIET else log.info)(
            "request",
            method=method,
            path=scope["path"],
            dialect=dialect,
            status=seen.status,
            size=seen.size,
            seconds=round(seconds, 4),
            client=(scope.get("client") or ("",))[0],
            torn=seen.torn,
        )


def traced(request_id: str) -> str:
    """The trace id that belongs to a request id, whoever made that."""
    tail = request_id.removeprefix("req_")
    return tail if _TRACE.fullmatch(tail) else sha256(request_id.encode()).hexdigest()[:32]
