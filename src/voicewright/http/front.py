"""Around every request: its id, its line in the log, its place in the figures."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.typing import FilteringBoundLogger

from voicewright.domain.naming import opaque_id
from voicewright.http.metrics import Metrics

HEADER = "x-request-id"
_SANE = re.compile(r"[A-Za-z0-9._:-]{8,128}")
_QUIET = {"/healthz", "/readyz", "/metrics"}

log: FilteringBoundLogger = structlog.get_logger(__name__)


@dataclass
class _Seen:
    status: int = 500
    size: int = 0
    announced: int | None = None
    begun: bool = False
    ended: bool = False

    @property
    def torn(self) -> bool:
        """Whether the answer broke off. Who has all that was announced may leave before we say that it was all."""
        return self.begun and not self.ended and self.size != self.announced


class Front:
    """The outermost layer of ours."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve, and note what was answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        request_id = given if _SANE.fullmatch(given) else opaque_id("req")
        scope.setdefault("state", {})["request_id"] = request_id
        seen = _Seen()

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers[HEADER] = request_id
                seen.status, seen.begun = message["status"], True
                seen.announced = int(headers["content-length"]) if "content-length" in headers else None
            else:
                seen.size += len(message.get("body", b""))
                seen.ended = not message.get("more_body", False)
            await send(message)

        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, noted)
            finally:
                self._note(scope, seen, time.perf_counter() - started)

    def _note(self, scope: Scope, seen: _Seen, seconds: float) -> None:
        route = scope.get("route")
        dialect = str(next(iter(getattr(route, "tags", ())), "none"))
        name = f"{scope['method']} {getattr(route, 'path', '')}" if route is not None else "unknown"
        self.metrics.note(dialect=dialect, route=name, status=seen.status, seconds=seconds)
        (log.debug if scope["path"] in _QUIET else log.info)(
            "request",
            method=scope["method"],
            path=scope["path"],
            dialect=dialect,
            status=seen.status,
            size=seen.size,
            seconds=round(seconds, 4),
            client=(scope.get("client") or ("",))[0],
            torn=seen.torn,
        )
