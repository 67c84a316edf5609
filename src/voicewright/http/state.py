"""What the lifespan hands to every request and every conversation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, TypeAlias, TypedDict, cast

from fastapi import Depends
from starlette.requests import HTTPConnection

from voicewright.http.links import Links
from voicewright.services.core import Core

Check: TypeAlias = Callable[[], Awaitable[str]]
"""Says in a few words what it found well; raises, whatever it raises, when something is not."""


@dataclass(frozen=True, kw_only=True)
class Gauged:
    """A figure at this moment, for `/metrics`."""

    name: str
    """Without the prefix `voicewright_`."""
    help: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict[str, str])


Gauges: TypeAlias = Callable[[], Awaitable[Sequence[Gauged]]]


class State(TypedDict):
    """What a lifespan yields; a request finds it as `request.state`."""

    core: Core
    links: Links
    checks: Mapping[str, Check]
    """By the name of the part: `database`, `objects`, `engines`, `worker`."""
    gauges: Gauges


def core_of(request: HTTPConnection) -> Core:
    """The core."""
    return cast("Core", request.state.core)


def links_of(request: HTTPConnection) -> Links:
    """What signs links to media, and opens them."""
    return cast("Links", request.state.links)


def checks_of(request: HTTPConnection) -> Mapping[str, Check]:
    """The checks of readiness."""
    return cast("Mapping[str, Check]", request.state.checks)


def gauges_of(request: HTTPConnection) -> Gauges:
    """The figures of this moment."""
    return cast("Gauges", request.state.gauges)


def request_id_of(request: HTTPConnection) -> str:
    """The request's id."""
    return cast("str", request.state.request_id)


def address_in(request: HTTPConnection) -> str:
    """Where the request came from, where that is known."""
    return "" if request.client is None else request.client.host


def trace_of(request: HTTPConnection) -> str:
    """The request's trace id: 32 hexadecimal figures."""
    return cast("str", request.state.trace_id)


def origin_of(request: HTTPConnection) -> str:
    """Where callers reach this server over HTTP, without a slash at the end."""
    if public := request.app.state.public_url:
        return str(public).rstrip("/")
    scheme = {"ws": "http", "wss": "https"}.get(request.url.scheme, request.url.scheme)
    return str(request.base_url.replace(scheme=scheme)).rstrip("/")


TheCore = Annotated[Core, Depends(core_of)]
