"""The kernel: a dialect is a value, and its route class words everything that is refused beneath it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol, TypeAlias

from fastapi import APIRouter, Request, Response, WebSocket
from fastapi.routing import APIRoute, APIWebSocketRoute, iter_route_contexts

from voicewright.domain.account import Caller
from voicewright.domain.errors import KeyMissing, MediaNotVisible, Refusal
from voicewright.http.access import Access, Undeclared, access_of, admitted
from voicewright.http.auth import secret_of
from voicewright.http.callbacks import Telling
from voicewright.http.edge import Handle, Render, answered, conversed
from voicewright.http.promises import once
from voicewright.http.state import core_of, links_of


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


def routes_of(dialect: Dialect) -> Iterator[APIRoute | APIWebSocketRoute]:
    """Every route of a dialect, those of routers within its router too. Raises Undeclared for one that nobody guards."""
    for context in iter_route_contexts(dialect.router.routes):
        route = context.original_route
        if (isinstance(route, APIRoute) and hasattr(route, "refusal")) or (isinstance(route, APIWebSocketRoute) and route.endpoint in CONVERSATIONS):
            yield route
        else:
            raise Undeclared(f"{context.path} of {dialect.name} is guarded by nobody: give its router a route class of http/dialect.py")


class Conversation(Protocol):
    """One caller's conversation over a WebSocket, in a vendor's words."""

    async def held(self, caller: Caller) -> None:
        """From the first word to the end. Raises refusals, and WebSocketDisconnect when the caller leaves."""
        ...

    async def refused(self, refusal: Refusal) -> None:
        """Say why, and close. Total over `domain.errors.leaves()`."""
        ...


Begin: TypeAlias = Callable[[WebSocket], Conversation]

CONVERSATIONS: set[Callable[[WebSocket], Coroutine[Any, Any, None]]] = set()
"""The handlers of every route for conversations."""


def conversing(router: APIRouter, path: str, begin: Begin, *, access: Access) -> None:
    """A route for conversations. The key is checked after the socket is open, as a refused handshake tells most clients nothing.

    A conversation takes one of the places that the account has for the verb at once, from its beginning to its end.
    """

    async def answer(socket: WebSocket) -> None:
        socket.state.dialect = next(iter(router.tags), "none")
        await socket.accept()
        conversation = begin(socket)

        async def talk() -> None:
            caller = await admitted(socket, access)
            async with core_of(socket).limits.place(caller, access.verb):
                await conversation.held(caller)

        await conversed(socket, talk, conversation.refused)

    CONVERSATIONS.add(answer)
    router.add_api_websocket_route(path, answer)


def speaking(render: Render) -> type[APIRoute]:
    """A route class: the key is checked before the body is read, and every refusal comes in one vendor's words.

    What is asked of the key stands under each route, as `@asks(…)`; without it the route cannot be made.
    """
    return _route_class(render, lambda route, handle: keyed(handle, access_of(route.endpoint)))


def open_to_all(render: Render) -> type[APIRoute]:
    """A route class for what needs no key."""
    return _route_class(render, lambda _, handle: handle)


def welcoming(render: Render) -> type[APIRoute]:
    """A route class for what everybody may see, and callers more of; a key that is shown must be valid, and may do it."""
    return _route_class(render, lambda route, handle: recognised(handle, access_of(route.endpoint)), stranger=None)


def linked(render: Render) -> type[APIRoute]:
    """A route class for what a signed link permits, whoever follows it."""
    return _route_class(render, lambda _, handle: permitted(handle), stranger=MediaNotVisible)


def permitted(handle: Handle) -> Handle:
    """The handler, reached only by a path that was signed and still counts."""

    async def answer(request: Request) -> Response:
        query = request.query_params
        links_of(request).check(request.url.path, expiry=query.get("exp", ""), signature=query.get("sig", ""))
        return await handle(request)

    return answer


def recognised(handle: Handle, access: Access) -> Handle:
    """The handler, reached without a key or with a valid one that may do this."""

    async def answer(request: Request) -> Response:
        request.state.caller = await admitted(request, access) if secret_of(request.headers) else None
        return await handle(request)

    return answer


def keyed(handle: Handle, access: Access) -> Handle:
    """The handler, reached only with a valid key that may do this, and once only for requests with an `Idempotency-Key`."""

    async def answer(request: Request) -> Response:
        request.state.caller = await admitted(request, access)
        return await once(request, handle, keeping=access.once)

    return answer


def _route_class(render: Render, guard: Callable[[APIRoute, Handle], Handle], *, stranger: type[Refusal] | None = KeyMissing) -> type[APIRoute]:
    class SpeakingRoute(APIRoute):
        refusal: ClassVar[type[Refusal] | None] = stranger
        """What those meet who show nothing; None: no refusal."""
        words = staticmethod(render)
        """How refusals are said here: one path of a dialect may differ from its sisters."""

        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            guarded = guard(self, super().get_route_handler())

            async def answer(request: Request) -> Response:
                return await answered(request, guarded, render)

            return answer

    return SpeakingRoute
