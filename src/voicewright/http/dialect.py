"""The kernel: a dialect is a value, and its route class words everything that is refused beneath it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeAlias

from fastapi import APIRouter, Request, Response, WebSocket
from fastapi.routing import APIRoute

from voicewright.domain.account import Caller
from voicewright.domain.errors import KeyMissing, MediaNotVisible, Refusal
from voicewright.http.auth import authenticated, secret_of
from voicewright.http.callbacks import Telling
from voicewright.http.edge import Handle, Render, answered, conversed
from voicewright.http.state import links_of


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """One vendor's HTTP contract."""

    name: str
    """Also the prefix under which it always answers."""
    router: APIRouter
    render: Render
    """Total over `domain.errors.leaves()`; a test holds it."""
    contract: Path
    """The vendor's documented examples; a test runs them."""
    telling: Telling | None = None
    """How it tells that a task has ended, where callers can ask for that."""


class Conversation(Protocol):
    """One caller's conversation over a WebSocket, in a vendor's words."""

    async def held(self, caller: Caller) -> None:
        """From the first word to the end. Raises refusals, and WebSocketDisconnect when the caller leaves."""
        ...

    async def refused(self, refusal: Refusal) -> None:
        """Say why, and close. Total over `domain.errors.leaves()`."""
        ...


Begin: TypeAlias = Callable[[WebSocket], Conversation]


def conversing(router: APIRouter, path: str, begin: Begin) -> None:
    """A route for conversations. The key is checked after the socket is open, as a refused handshake tells most clients nothing."""

    async def answer(socket: WebSocket) -> None:
        socket.state.dialect = next(iter(router.tags), "none")
        await socket.accept()
        conversation = begin(socket)

        async def talk() -> None:
            await conversation.held(await authenticated(socket))

        await conversed(socket, talk, conversation.refused)

    router.add_api_websocket_route(path, answer)


def speaking(render: Render) -> type[APIRoute]:
    """A route class: the key is checked before the body is read, and every refusal comes in one vendor's words."""
    return _route_class(render, keyed)


def open_to_all(render: Render) -> type[APIRoute]:
    """A route class for what needs no key."""
    return _route_class(render, lambda handle: handle)


def welcoming(render: Render) -> type[APIRoute]:
    """A route class for what everybody may see, and callers more of; a key that is shown must be valid."""
    return _route_class(render, recognised, stranger=None)


def linked(render: Render) -> type[APIRoute]:
    """A route class for what a signed link permits, whoever follows it."""
    return _route_class(render, permitted, stranger=MediaNotVisible)


def permitted(handle: Handle) -> Handle:
    """The handler, reached only by a path that was signed and still counts."""

    async def answer(request: Request) -> Response:
        query = request.query_params
        links_of(request).check(request.url.path, expiry=query.get("exp", ""), signature=query.get("sig", ""))
        return await handle(request)

    return answer


def recognised(handle: Handle) -> Handle:
    """The handler, reached without a key or with a valid one."""

    async def answer(request: Request) -> Response:
        request.state.caller = await authenticated(request) if secret_of(request.headers) else None
        return await handle(request)

    return answer


def keyed(handle: Handle) -> Handle:
    """The handler, reached only with a valid key."""

    async def answer(request: Request) -> Response:
        request.state.caller = await authenticated(request)
        return await handle(request)

    return answer


def _route_class(render: Render, guard: Callable[[Handle], Handle], *, stranger: type[Refusal] | None = KeyMissing) -> type[APIRoute]:
    class SpeakingRoute(APIRoute):
        refusal: ClassVar[type[Refusal] | None] = stranger
        """What those meet who show nothing; None: no refusal."""

        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            guarded = guard(super().get_route_handler())

            async def answer(request: Request) -> Response:
                return await answered(request, guarded, render)

            return answer

    return SpeakingRoute
