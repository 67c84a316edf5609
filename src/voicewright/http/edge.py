"""The edge of requests and conversations: beyond it there are only answers in a dialect's words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeAlias

import structlog
from fastapi import Request, Response, WebSocket, WebSocketDisconnect
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from structlog.typing import FilteringBoundLogger

from voicewright.domain.errors import OurFault, Refusal, Unexpected
from voicewright.http.complaints import complaint, objection
from voicewright.http.state import request_id_of

Render: TypeAlias = Callable[[Refusal], Response]
"""Words every refusal; total over the leaves of the tree."""
Handle: TypeAlias = Callable[[Request], Awaitable[Response]]
Talk: TypeAlias = Callable[[], Awaitable[None]]
Farewell: TypeAlias = Callable[[Refusal], Awaitable[None]]
"""Says why a conversation ends, in the dialect's words; total over the leaves of the tree."""

log: FilteringBoundLogger = structlog.get_logger(__name__)

NOBODY_LISTENS = 499
"""What nginx logs for a client that closed its connection; nobody receives it."""


async def answered(request: Request, handle: Handle, render: Render) -> Response:
    """The handler's answer, or its refusal in the dialect's words, whatever it was."""
    try:
        return await handle(request)
    except ClientDisconnect:
        return Response(status_code=NOBODY_LISTENS)
    except (Refusal, RequestValidationError, HTTPException) as found:
        if isinstance(found.__cause__, ClientDisconnect):
            return Response(status_code=NOBODY_LISTENS)
        refusal = _refusal(found)
    except Exception:
        log.exception("request failed", path=request.url.path)
        refusal = Unexpected(request_id=request_id_of(request))
    response = render(refusal)
    if "retry_after" in refusal.facts:
        # a dialect that promises another pause has set its own
        response.headers.setdefault("retry-after", str(refusal.facts["retry_after"]))
    return response


async def conversed(socket: WebSocket, talk: Talk, farewell: Farewell) -> None:
    """The conversation to its end; where it is refused, whatever it was, that is its last word."""
    try:
        await talk()
    except WebSocketDisconnect:
        return
    except (Refusal, RequestValidationError) as found:
        refusal = _refusal(found)
    except Exception:
        log.exception("conversation failed", path=socket.url.path)
        refusal = Unexpected(request_id=request_id_of(socket))
    else:
        return
    with suppress(WebSocketDisconnect):
        await farewell(refusal)


def _refusal(found: Refusal | RequestValidationError | HTTPException) -> Refusal:
    if isinstance(found, RequestValidationError):
        return complaint(found)
    if isinstance(found, HTTPException):
        return objection(found)
    if isinstance(found, OurFault):
        log.warning("request not served", code=found.code, facts=dict(found.facts))
    return found
