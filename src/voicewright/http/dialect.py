"""The kernel: a dialect is a value, and its route class words everything that is refused beneath it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute

from voicewright.http.auth import authenticated
from voicewright.http.edge import Handle, Render, answered


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


def speaking(render: Render) -> type[APIRoute]:
    """A route class: the key is checked before the body is read, and every refusal comes in one vendor's words."""
    return _route_class(render, keyed)


def open_to_all(render: Render) -> type[APIRoute]:
    """A route class for what needs no key."""
    return _route_class(render, lambda handle: handle)


def keyed(handle: Handle) -> Handle:
    """The handler, reached only with a valid key."""

    async def answer(request: Request) -> Response:
        request.state.caller = await authenticated(request)
        return await handle(request)

    return answer


def _route_class(render: Render, guard: Callable[[Handle], Handle]) -> type[APIRoute]:
    class SpeakingRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            guarded = guard(super().get_route_handler())

            async def answer(request: Request) -> Response:
                return await answered(request, guarded, render)

            return answer

    return SpeakingRoute
