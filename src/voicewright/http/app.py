"""The application: dialects under their prefixes and at the root, media, health, figures."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from itertools import combinations
from os.path import commonprefix
from typing import TypeAlias

from fastapi import FastAPI, Request, Response
from fastapi.routing import APIRoute, APIWebSocketRoute
from starlette.exceptions import HTTPException

import voicewright
from voicewright.domain.errors import PathElsewhere
from voicewright.http import health
from voicewright.http.complaints import objection
from voicewright.http.dialect import Dialect, routes_of
from voicewright.http.edge import Render
from voicewright.http.front import Front
from voicewright.http.limits import Capped
from voicewright.http.media import media
from voicewright.http.metrics import Metrics, page
from voicewright.http.state import State
from voicewright.http.welcome import router as welcome

Lifespan: TypeAlias = Callable[[FastAPI], AbstractAsyncContextManager[State]]


class RootClash(ValueError):
    """The root cannot be shared out as the settings ask."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """Whose words a path is answered in that no route claims."""

    dialects: Sequence[Dialect]
    rooted: Sequence[Dialect]
    """Those at the root; it may be nobody's."""

    def of(self, path: str) -> Render:
        """The dialect whose prefix it is; otherwise the one at the root that has the path most like it, or the first of those."""
        first = path.split("/", 2)[1] if path.startswith("/") else ""
        named = next((dialect for dialect in self.dialects if dialect.name == first), None)
        return (named or max(self.rooted, key=lambda it: _likeness(it, path), default=self.dialects[0])).render

    def elsewhere(self, method: str, path: str) -> list[str]:
        """Where under their prefixes the dialects have what the root has not."""
        away = (dialect for dialect in self.dialects if dialect not in self.rooted)
        return [
            f"`/{dialect.name}{route.path_format}`"
            for dialect in away
            for route in routes_of(dialect)
            if method in _methods(route) and route.path_regex.match(path)
        ]


def build(*, lifespan: Lifespan, dialects: Sequence[Dialect], root_dialects: tuple[str, ...], public_url: str | None) -> FastAPI:
    """The server's application. Raises RootClash; Undeclared where a dialect has a route that nobody guards."""
    for dialect in dialects:
        deque(routes_of(dialect), maxlen=0)
    rooted = rooted_among(dialects, root_dialects)
    words = Words(dialects=dialects, rooted=rooted)
    metrics = Metrics()
    app = FastAPI(
        title="Voicewright",
        version=voicewright.__version__,
        summary="Clone, design, keep and speak with voices.",
        lifespan=lifespan,
        docs_url=None,  # these pages would load scripts from elsewhere
        redoc_url=None,  # as above
        redirect_slashes=False,
    )
    app.state.public_url = public_url
    app.add_middleware(Capped)
    app.add_middleware(Front, metrics=metrics)
    app.include_router(health.router)
    app.include_router(page(metrics))
    app.include_router(media((*rooted, *dialects)[0].render))
    for dialect in rooted:
        app.include_router(dialect.router, include_in_schema=False)
    for dialect in dialects:
        app.include_router(dialect.router, prefix=f"/{dialect.name}")
    app.include_router(welcome)  # last, so that a dialect which claims the root has it

    async def nowhere(request: Request, found: Exception) -> Response:
        assert isinstance(found, HTTPException)
        places = words.elsewhere(request.method, request.url.path)
        refusal = PathElsewhere(places=" and ".join(places)) if places else objection(found)
        return words.of(request.url.path)(refusal)

    app.add_exception_handler(HTTPException, nowhere)
    return app


def rooted_among(dialects: Sequence[Dialect], names: tuple[str, ...]) -> Sequence[Dialect]:
    """The dialects at the root. Raises RootClash for one that does not exist, and for two that claim the same."""
    known = {dialect.name: dialect for dialect in dialects}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise RootClash(f"root_dialects names {', '.join(unknown)}; there are {', '.join(known)}")
    rooted = [known[name] for name in dict.fromkeys(names)]
    for one, other in combinations(rooted, 2):
        if (clash := next(_clashes(one, other), None)) is not None:
            raise RootClash(f"{one.name} and {other.name} both claim {clash}; take one of them out of root_dialects")
    return rooted


def _likeness(dialect: Dialect, path: str) -> int:
    """Characters from the beginning that it shares with a path of the dialect's."""
    return max((len(commonprefix((path, route.path_format))) for route in routes_of(dialect)), default=0)  # noqa: RUF071 (characters are meant)


def _clashes(one: Dialect, other: Dialect) -> Iterator[str]:
    for mine in routes_of(one):
        for theirs in routes_of(other):
            shared = _methods(mine) & _methods(theirs)
            if shared and (mine.path_regex.match(theirs.path_format) or theirs.path_regex.match(mine.path_format)):
                yield f"{', '.join(sorted(shared))} {mine.path_format}"


def _methods(route: APIRoute | APIWebSocketRoute) -> set[str]:
    return {"WS"} if isinstance(route, APIWebSocketRoute) else set(route.methods or ())
